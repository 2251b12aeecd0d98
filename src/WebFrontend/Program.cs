using OrleansChat;
using OrleansChat.WebFrontend;
using OrleansChat.WebFrontend.Drain;

return await Startup.Run(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.ConnectToSilos();
    builder.AddFrontEnd();
    builder.DrainBeforeStop();

    var app = builder.Build();
    app.MapFrontEnd();
    return app.RunAsync();
});
