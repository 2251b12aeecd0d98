using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Conversations;

/// <summary>What the parts that all conversations share ask of the grain they belong to: who may do what, and how to reach whom.</summary>
internal interface IConversationAudience
{
    int MemberCount { get; }

    bool IsMember(string userId);

    /// <returns>Null when the caller may read and write.</returns>
    Error? Gate(string callerId);

    /// <returns>Null when the caller may pin.</returns>
    Error? GatePins(string callerId);

    bool MayDeleteOthers(string callerId);

    /// <summary>Tells of a committed message or change, in version order, with the change of membership that came with it.</summary>
    void Publish(Message message, MembershipChange? change);

    /// <summary>Tells once more of the newest change: whoever committed it may not have told.</summary>
    void PublishAgain(Message message);

    /// <summary>To all members.</summary>
    void Push(ClientEvent clientEvent);

    /// <summary>To all members but the one who types.</summary>
    void PushTyping(Typing typing);

    /// <summary>To one member.</summary>
    void PushTo(string userId, ClientEvent clientEvent);

    /// <summary>Somebody else writes this conversation, too: the activation must go, with all it believes.</summary>
    void Leave();
}
