using OrleansChat;
using OrleansChat.Telemetry;
using OrleansChat.WebFrontend;

return await Startup.Run(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddTelemetry("orleanschat-frontend");
    builder.ConnectToSilos();
    builder.AddFrontEnd();

    var app = builder.Build();
    app.MapFrontEnd();
    return app.RunAsync();
});
