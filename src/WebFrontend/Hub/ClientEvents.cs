using OrleansChat.FrontEnds;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Each event of the grains is one client method of the contract.</summary>
internal static class ClientEvents
{
    public static Task Tell(this IChatClient to, ClientEvent clientEvent) => clientEvent switch
    {
        MessageChanged changed => to.MessageChanged(changed.Message),
        ReceiptsChanged changed => Task.WhenAll(changed.Receipts.Select(to.ReceiptChanged)),
        ReceiptCountsChanged changed => Task.WhenAll(changed.Counts.Select(to.ReceiptChanged)),
        TypingChanged changed => to.TypingChanged(changed.Typing),
        ContactChanged changed => to.ContactChanged(changed.Contact),
        ConversationRemoved removed => to.ConversationRemoved(new ConversationReference(removed.ConversationId)),
        _ => throw new InvalidOperationException($"No client method for {clientEvent.GetType().Name}."),
    };
}
