using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Accounts;
using OrleansChat.Blobs;
using OrleansChat.Grains;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Silo;

/// <summary>How a silo stands in the world.</summary>
public enum SiloKind
{
    /// <summary>Alone in its process's product: no other silo, no gateway.</summary>
    Alone,

    /// <summary>One of several; they find each other in the database.</summary>
    ClusterMember,
}

/// <summary>A silo: runs the grains and is the only kind of process with a connection to the database.</summary>
public static class SiloHost
{
    private const string DatabaseSetting = "Chat:Database";

    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static void AddSilo(this IHostApplicationBuilder builder, SiloKind kind)
    {
        // Orleans tells of every step of its start; name a longer category in Logging:LogLevel to see more.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        var database = builder.Configuration[DatabaseSetting] ?? throw new InvalidOperationException(
            $"{DatabaseSetting} is not set: the connection string of a PostgreSQL 15 or newer, such as Host=localhost;Database=chat;Username=chat;Password=….");
        var keys = ChatKeys.Read(key => builder.Configuration[key]);
        builder.Services.AddBlobs(builder.Configuration, keys);
        builder.Services.AddChatGrains(database, new AccountKey(keys.Names));
        builder.RunGrains(kind, Database.Normalize(database));
    }
}
