using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansChat.Calls;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Silo;

/// <summary>How silos notice that one of them is gone, and what its callers do.</summary>
internal static class SiloFailover
{
    /// <summary>Grains that call a grain of a silo that dies call it again; their turns are not held up for long.</summary>
    public static void CallLostGrainsAgain(this ISiloBuilder silo)
    {
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = CallTimes.Other);
        silo.Services.AddSingleton<IOutgoingGrainCallFilter>(services => new IdempotentRetry(
            CallTimes.SiloPatience, TimeProvider.System, services.GetRequiredService<ILogger<IdempotentRetry>>()));
        silo.Services.AddSingleton<IIncomingGrainCallFilter, LateAttempts>();
    }

    public static void WatchOtherSilos(this ISiloBuilder silo, IConfiguration configuration, string database)
    {
        silo.Services.AddSingleton<ISiloStanding>(services => new SiloStanding(services.GetRequiredService<ILocalSiloDetails>(), database));
        var watch = configuration.GetSection(FailureDetection.Section).Get<FailureDetection>() ?? new FailureDetection();
        watch.Check();
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = watch.Probe;
            options.MaxProbeTimeout = watch.LongestProbe;
            options.NumMissedProbesLimit = watch.MissedProbes;
            options.TableRefreshTimeout = watch.TableRefresh;
        });
    }
}
