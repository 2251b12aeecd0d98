namespace OrleansChat.Grains.Storage;

/// <summary>Of everything but Sync that users read.</summary>
internal sealed class ReadSlots(Database database) : Slots(database, concurrent: 24, waiting: 2_000);
