using Microsoft.Extensions.Hosting;
using OrleansChat;
using OrleansChat.Silo;
using OrleansChat.Telemetry;

return await Startup.Run(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.AddTelemetry("orleanschat-silo");
    builder.AddSilo(SiloKind.ClusterMember);
    return builder.Build().RunAsync();
});
