using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.Presence;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>What the server calls on a connected client. The method names are the contract's.</summary>
public interface IChatClient
{
    Task MessageChanged(Message message);

    Task ReceiptChanged(Receipt receipt);

    /// <summary>In large groups, to the sender of the message.</summary>
    Task ReceiptChanged(ReceiptCount count);

    Task TypingChanged(Typing typing);

    Task ConversationChanged(Conversation conversation);

    Task ConversationRemoved(ConversationReference conversation);

    Task ContactChanged(Contact contact);

    Task PresenceChanged(UserPresence presence);

    Task SessionEnded(SessionEndedReason ended);

    Task ResyncRequired(ConversationReference scope);

    /// <summary>This front-end is about to stop: open a new connection, elsewhere if a balancer stands there, and close this one when its
    /// calls are answered.</summary>
    Task ServerDraining(ServerDraining draining);
}

/// <param name="ConversationId">Null: every conversation.</param>
public sealed record ConversationReference(string? ConversationId);

public sealed record SessionEndedReason(string Reason);

/// <param name="WithinSeconds">Connections that are still here then are closed bit by bit. Go at a random moment of it, so that not all
/// come to the others at once.</param>
public sealed record ServerDraining(int WithinSeconds);
