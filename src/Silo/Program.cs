using Microsoft.Extensions.Hosting;
using OrleansChat;
using OrleansChat.Silo;

return await Startup.Run(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.AddSilo(SiloKind.ClusterMember);
    return builder.Build().RunAsync();
});
