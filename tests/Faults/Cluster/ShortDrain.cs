namespace OrleansChat.Faults.Cluster;

/// <summary>How front-ends of tests stop: in the order of a product's, in a shorter time.</summary>
internal static class ShortDrain
{
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Chat__Drain__Notice"] = "00:00:02",
        ["Chat__Drain__HandOff"] = "00:00:08",
        ["Chat__Drain__Finish"] = "00:00:08",
    };
}
