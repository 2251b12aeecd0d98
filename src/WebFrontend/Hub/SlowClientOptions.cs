namespace OrleansChat.WebFrontend.Hub;

/// <summary>What a client that does not read may cost before it is dropped.</summary>
internal sealed class SlowClientOptions
{
    public const string Section = "Chat:SlowClients";

    private const int MinBytes = 64 * 1024;
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MinSeconds = 10;
    private const int MaxSeconds = 300;

    /// <summary>Bytes that may wait for one connection: half of them written and not yet taken by its transport, half behind those.</summary>
    public int MaxBufferedBytes { get; set; } = 1024 * 1024;

    /// <summary>Seconds for which nothing could be written although something waits.</summary>
    public int StallSeconds { get; set; } = 30;

    public TimeSpan StallLimit => TimeSpan.FromSeconds(StallSeconds);

    public bool IsValid => MaxBufferedBytes is >= MinBytes and <= MaxBytes && StallSeconds is >= MinSeconds and <= MaxSeconds;

    public static string Rule =>
        $"{Section}:{nameof(MaxBufferedBytes)} must be {MinBytes} to {MaxBytes}, {Section}:{nameof(StallSeconds)} {MinSeconds} to {MaxSeconds}.";
}
