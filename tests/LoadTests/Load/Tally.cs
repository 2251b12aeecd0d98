namespace OrleansChat.LoadTests.Load;

/// <summary>What was counted between two moments.</summary>
internal sealed class Tally
{
    /// <summary>From when the message was to be sent until its Ack came.</summary>
    public Histogram Acks { get; } = new();

    /// <summary>From when it was to be sent until it came to somebody else.</summary>
    public Histogram Deliveries { get; } = new();

    /// <summary>How much later than intended the generator sent: its own fault, or that of who took its core.</summary>
    public Histogram Late { get; } = new();

    public long Refused { get; set; }

    /// <summary>What the first refusal said.</summary>
    public string? Refusal { get; set; }

    public void Add(Tally other)
    {
        Acks.Add(other.Acks);
        Deliveries.Add(other.Deliveries);
        Late.Add(other.Late);
        Refused += other.Refused;
        Refusal ??= other.Refusal;
    }
}
