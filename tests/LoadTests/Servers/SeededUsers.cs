using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Silo;
using OrleansChat.Users;

namespace OrleansChat.LoadTests.Servers;

/// <param name="Token">An access token of a session of theirs.</param>
internal sealed record BenchUser(string Id, string Token);

/// <summary>
/// Users with a session each, written by the product's own grains, which run in this process for a moment. Only their passwords are
/// left out: hashing five thousand would take minutes of two cores, and nobody signs in with one here.
/// </summary>
internal static class SeededUsers
{
    private const int AtOnce = 32;

    /// <param name="database">Connection string; no server may run on it. Tables are made.</param>
    public static async Task<BenchUser[]> Make(string database, BenchKeys keys, int count, CancellationToken cancel)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(
            keys.Settings.Append(new("Chat:Database", database)).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddSilo(SiloKind.Alone);
        using var host = builder.Build();
        await host.StartAsync(cancel);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var users = new BenchUser[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(0, count, options, async (i, _) =>
        {
            var id = Ids.NewUser();
            var user = grains.GetGrain<IUserGrain>(id);
            await user.Create($"bench-{i:D5}", $"Bench {i}");
            var session = (await user.StartSession("scripts/bench")).Required;
            users[i] = new(id, keys.Token(id, session.SessionId));
        });
        await host.StopAsync(CancellationToken.None);
        return users;
    }
}
