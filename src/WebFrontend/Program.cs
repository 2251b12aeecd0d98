using OrleansChat;
using OrleansChat.WebFrontend;

return await Startup.Run(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.ConnectToSilos();
    builder.AddFrontEnd();

    var app = builder.Build();
    app.MapFrontEnd();
    return app.RunAsync();
});
