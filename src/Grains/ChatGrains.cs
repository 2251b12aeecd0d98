using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OrleansChat.Accounts;
using OrleansChat.Grains.Accounts;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Groups;
using OrleansChat.Grains.Images;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Presence;
using OrleansChat.Grains.Search;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Users;

namespace OrleansChat.Grains;

/// <summary>What the grains need of the process they run in.</summary>
public static class ChatGrains
{
    /// <summary>Adds the grains' services. Call it before the actor runtime is added, so that the database is migrated before
    /// the runtime starts and the journal is drained after it has stopped.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="connectionString">Of Npgsql.</param>
    /// <param name="accountKey">Made of the names key, which belongs to the database.</param>
    public static IServiceCollection AddChatGrains(this IServiceCollection services, string connectionString, AccountKey accountKey)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new Database(connectionString, provider.GetRequiredService<WriteFence>()));
        services.AddSingleton(provider => new WriteFence(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WriteFence>>(),
            provider.GetService<ISiloStanding>()));
        services.AddHostedService(provider => provider.GetRequiredService<WriteFence>());
        services.AddSingleton(accountKey);
        services.AddSingleton<Migrations>();
        services.AddHostedService<StorageStartup>();
        services.AddSingleton<MessageJournal>();
        services.AddHostedService(provider => provider.GetRequiredService<MessageJournal>());
        services.AddSingleton<ReadSlots>();
        services.AddSingleton<MessageStore>();
        services.AddSingleton<HistoryStore>();
        services.AddSync();
        services.AddSingleton<GroupStore>();
        services.AddSingleton<InviteStore>();
        services.AddSingleton<DeletedGroups>();
        services.AddSingleton<GroupSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupSweeper>());
        return services.AddAccounts().AddUsers().AddContacts().AddPresence().AddImages().AddSearch();
    }

    private static void AddSync(this IServiceCollection services)
    {
        services.AddOptions<SyncOptions>()
            .BindConfiguration(SyncOptions.Section)
            .Validate(options => options.IsValid, SyncOptions.Rule)
            .ValidateOnStart();
        services.AddSingleton<SyncSlots>();
        services.AddSingleton<SyncStore>();
    }
}
