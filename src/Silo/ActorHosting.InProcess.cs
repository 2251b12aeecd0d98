using Microsoft.Extensions.Hosting;
using OrleansChat.Grains;
using OrleansChat.InProcess;

namespace OrleansChat.Silo;

/// <summary>The grains run on the embedded runtime: in this process and nowhere else.</summary>
internal static class ActorHosting
{
    public static void RunGrains(this IHostApplicationBuilder builder, SiloKind kind, string database)
    {
        if (kind == SiloKind.ClusterMember)
            throw new NotSupportedException(
                "A cluster needs Orleans: build with ActorRuntime=Orleans. With the embedded runtime run OrleansChat.Standalone.");
        builder.Services.AddInProcessActors(options =>
        {
            options.ConnectionString = database;
            options.ServiceId = ChatCluster.ServiceId;
            options.GrainAssemblies.Add(typeof(ChatGrains).Assembly);
        });
    }
}
