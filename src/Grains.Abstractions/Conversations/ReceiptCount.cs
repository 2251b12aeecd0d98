namespace OrleansChat.Conversations;

/// <summary>How many members have received and read a message, its sender left out.</summary>
[GenerateSerializer, Immutable, Alias("receipt-count")]
public sealed record ReceiptCount(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] long Seq,
    [property: Id(2)] int DeliveredCount,
    [property: Id(3)] int ReadCount);
