using Microsoft.Extensions.Hosting;
using OrleansChat.Silo;

var builder = Host.CreateApplicationBuilder(args);
builder.AddSilo(SiloKind.ClusterMember);
builder.Build().Run();
