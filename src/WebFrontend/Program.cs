using OrleansChat;
using OrleansChat.Telemetry;
using OrleansChat.WebFrontend;
using OrleansChat.WebFrontend.Drain;

return await Startup.Run(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddTelemetry("orleanschat-frontend");
    builder.ConnectToSilos();
    builder.AddFrontEnd();
    builder.DrainBeforeStop();

    var app = builder.Build();
    app.MapFrontEnd();
    return app.RunAsync();
});
