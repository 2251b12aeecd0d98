using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.Accounts;
using OrleansChat.Backups.Archive;
using OrleansChat.Backups.Database;
using OrleansChat.Blobs;

namespace OrleansChat.Backups.Verify;

/// <summary>Compares a restored database, on which no server has run, with what its source held.</summary>
internal static class VerifyCommand
{
    public static async Task<int> Run(Settings settings, CancellationToken cancellation)
    {
        using var archive = await ArchiveReader.Open(settings.From, cancellation);
        await using var restored = await Snapshot.Open(settings.Database, cancellation);
        var figures = new FigureChecks(archive, restored);
        var checks = new List<Check>
        {
            await figures.Tables(cancellation),
            await figures.Conversations(cancellation),
            await figures.Unread(cancellation),
        };
        checks.AddRange(await DensityChecks.Run(restored, cancellation));

        var notes = new List<string>();
        checks.Add(await Accounts(settings, restored, notes, cancellation));
        checks.Add(await Blobs(settings, archive.Manifest, restored, notes, cancellation));
        if (settings.SourceDatabase is { } database)
        {
            await using var source = await Snapshot.Open(database, cancellation);
            checks.Add(await SourceComparison.Run(restored, source, notes, cancellation));
        }

        var report = Report.Of(
            Path.GetFullPath(settings.From), archive.Manifest,
            settings.SourceDatabase is null ? "the archive's figures" : "the archive's figures and the running source", checks, notes);
        report.Print();
        if (settings.Json is { } json)
            await report.Write(json, cancellation);
        return report.IsSame ? 0 : 1;
    }

    /// <summary>The keys fit when accounts are found by the names of their users.</summary>
    private static async Task<Check> Accounts(Settings settings, Snapshot restored, List<string> notes, CancellationToken cancellation)
    {
        var check = new CheckBuilder("accounts found by the names key");
        if (KeySource.Find(settings) is not { } keys)
        {
            notes.Add("No keys here, so no account was looked for: give keys.json in the data folder, or Chat__Keys__Names.");
            return check.Build();
        }
        var names = await restored.List(
            "SELECT username FROM users WHERE username <> '' ORDER BY md5(user_id) LIMIT 100", row => row.GetString(0), cancellation);
        var account = new AccountKey(keys.Names);
        var found = (await restored.List(
            "SELECT grainidextensionstring FROM orleansstorage WHERE grainidextensionstring = ANY($1)",
            row => row.GetString(0), cancellation, (object)names.Select(account.For).ToArray())).ToHashSet();
        foreach (var name in names)
            check.Count(found.Contains(account.For(name)), () => $"no account of the user named {name}");
        return check.Build();
    }

    /// <summary>Those that rows name are in the store.</summary>
    private static async Task<Check> Blobs(
        Settings settings, Manifest manifest, Snapshot restored, List<string> notes, CancellationToken cancellation)
    {
        var check = new CheckBuilder("images in the blob store");
        var options = settings.Blobs();
        if (!manifest.Blobs.AreIncluded && options.Kind == "local")
        {
            notes.Add("The archive holds no images, so none were looked for.");
            return check.Build();
        }
        var keys = KeySource.Find(settings) ?? new ChatKeys(new byte[ChatKeys.MinLength], new byte[ChatKeys.MinLength]);
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Chat:Blobs:Folder"] = options.Folder })
            .Build();
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddBlobs(configuration, keys).BuildServiceProvider();
        var store = services.GetRequiredService<IBlobStore>();
        var gone = manifest.Blobs.Gone.ToHashSet();
        var sizes = manifest.Blobs.Files.ToDictionary(blob => blob.Key, blob => blob.Size);
        foreach (var key in (await BlobNames.Read(restored, cancellation)).Where(key => !gone.Contains(key)))
        {
            var size = await store.FindSize(key, cancellation);
            check.Count(
                size is not null && size == sizes.GetValueOrDefault(key, size.Value),
                () => size is null ? $"{key} is missing" : $"{key} has {size} bytes, not {sizes[key]}");
        }
        if (gone.Count > 0)
            notes.Add($"{gone.Count} images were not there when the backup was made: deleted while it ran, or lost before.");
        return check.Build();
    }
}
