namespace OrleansChat.Backups.Database;

/// <summary>A table whose rows go into a backup, all columns but those that PostgreSQL makes itself and transaction ids.</summary>
/// <param name="Filter">Which rows; true for all.</param>
internal sealed record ArchivedTable(string Name, string Filter = "true");

/// <summary>What becomes of each table. A test fails for one that is named nowhere: whoever adds a table decides here.</summary>
internal static class Tables
{
    /// <summary>A fact that a restore writes: marks of Syncs from before it are void.</summary>
    public const string RestoredFact = "restored";

    public static readonly ImmutableArray<ArchivedTable> Archived =
    [
        // Which names key belongs to this database.
        new("facts", $"name <> '{RestoredFact}'"),
        // The grains' states, with their ETags.
        new("orleansstorage"),
        new("users"),
        new("user_conversations"),
        new("user_presence"),
        // With steps that are half done: the sweeper finishes them.
        new("contacts"),
        new("groups"),
        new("group_members"),
        new("invites"),
        new("messages"),
        new("message_changes"),
        new("message_edits"),
        new("reactions"),
        new("pins"),
        new("cursors"),
        new("images"),
        // Erasures that are under way go on.
        new("erasures"),
    ];

    /// <summary>And why: what stands there is made anew or true only of the server it is on.</summary>
    public static readonly ImmutableDictionary<string, string> LeftOut = new Dictionary<string, string>
    {
        ["schema_migrations"] = "the restore migrates",
        ["orleansquery"] = "the migrations make it",
        ["orleansmembershiptable"] = "silos of the source: a restored cluster must not take them for its own",
        ["orleansmembershipversiontable"] = "counts the changes of that list",
        ["message_search"] = "an index that the filler makes anew",
        ["search_filler"] = "how far the filler came, in transactions of the source; the restore sets it to the beginning",
        ["leases"] = "held by processes of the source",
    }.ToImmutableDictionary();
}
