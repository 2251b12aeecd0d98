using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// The log of one conversation inside its grain: gives each step its seq and version, hands it to the journal, and publishes
/// what is committed in version order. Direct conversations and groups share it.
/// </summary>
/// <remarks>
/// Its methods interleave. Numbers are given and the step handed over without an await between, so the order of numbers is
/// the order of the log; everything checked before an await is checked again after it.
/// When a step is not committed, the log reads itself again before it gives the next number, so seq has no hole.
/// </remarks>
internal sealed class MessageLog(string conversationId, MessageStore store, MessageJournal journal, TimeProvider clock)
{
    /// <summary>A step that others' failure swept along is tried again; each attempt reads the end of the log first.</summary>
    public const int MaxAttempts = 8;
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>A repetition of an old message that only the commit finds sweeps along everything handed over after it. Repetitions
    /// come in crowds (clients that reconnect), so for this long after one, each message is looked for before it is numbered.</summary>
    private static readonly TimeSpan RepeatsFollow = TimeSpan.FromSeconds(10);
    private static readonly Error NotCommitted =
        Error.Unavailable("The message could not be stored just now. Send it again with the same id.", RetryAfter);

    private readonly RecentAcks _recent = new();
    private readonly Dictionary<(string, Guid), Task<Outcome<Ack>>> _sending = [];
    private readonly SenderOrder _order = new();
    private readonly PublishOrder _published = new();
    private JournalWriter _writer = journal.Open(conversationId);
    private Task? _loading;
    private DateTimeOffset _repeatsExpectedUntil;

    /// <summary>The newest version that is known to be committed.</summary>
    private long _committedVersion;

    /// <summary>It is not known whether a step was committed, since the log was read last.</summary>
    private bool _isUnsure;

    /// <summary>The newest message's seq that was given out.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The newest message's seq that is committed.</summary>
    public long CommittedSeq { get; private set; }

    /// <summary>The newest version that was given out.</summary>
    public long LastVersion { get; private set; }

    /// <summary>The newest version that was published.</summary>
    public long PublishedVersion => _published.Version;

    /// <summary>Somebody else writes this conversation too: the grain must go, with all it believes. Nothing more is written: what still
    /// waits here may have been asked of the other one since, and been followed by something newer.</summary>
    public bool IsFenced { get; private set; }

    /// <summary>Counts how often the log was read: what is known of messages from before a reading may be old.</summary>
    public int Readings { get; private set; }

    /// <summary>Called for each committed message and change, in version order, with the change of membership that came with it.</summary>
    public required Action<Message, MembershipChange?> Publish { get; init; }

    /// <summary>Called with the newest change whenever the log was read: whoever committed it may not have published it. To most it
    /// is old, and they drop it by its version.</summary>
    public required Action<Message> PublishAgain { get; init; }

    /// <summary>Called for each committed message with the sender's cursors, which it moved.</summary>
    public required Action<CursorRow> CursorMoved { get; init; }

    /// <summary>Reads where the log ends. Called once on activation, and again by itself after a step that was not committed.</summary>
    public async Task Load()
    {
        var head = await store.LoadHead(conversationId);
        // Versions that nobody here gave out: a repeated message led here, before a conflict of versions could tell.
        IsFenced |= Readings > 0 && !_isUnsure && head.Version != _committedVersion;
        (_committedVersion, _isUnsure) = (head.Version, false);
        Readings++;
        LastSeq = head.Seq;
        CommittedSeq = head.Seq;
        LastVersion = head.Version;
        _published.Restart(head.Version);
        _recent.Clear();
        foreach (var (senderId, clientMessageId, ack) in head.Acks)
            _recent.Add(senderId, clientMessageId, ack);
        _writer = journal.Open(conversationId);
        if (head.Newest is { } newest)
            PublishAgain(newest);
    }

    /// <summary>Appends a user's message, once, however often it is sent. Messages of one sender are numbered in the order of the calls;
    /// nobody waits for another sender.</summary>
    /// <param name="find">Begun at once, and done before the message is numbered.</param>
    /// <param name="gate">Asked again when the message is numbered; null when the sender may go on.</param>
    public async Task<Outcome<Ack>> Send(
        string senderId, NewMessage message, Func<ValueTask<Outcome<MessageParts>>> find, Func<Error?> gate)
    {
        if (_recent.Find(senderId, message.ClientMessageId) is { } known)
            return known;
        var key = (senderId, message.ClientMessageId);
        if (_sending.TryGetValue(key, out var sending))
        {
            var first = await sending;
            return first.Value is { } ack ? ack with { Duplicate = true } : first;
        }

        var task = SendOnce(senderId, message, find, gate);
        if (task.IsCompleted)
            return await task;
        _sending.Add(key, task);
        try
        {
            return await task;
        }
        finally
        {
            _sending.Remove(key);
        }
    }

    /// <summary>Appends a system message together with the change of membership that it tells of, if any.</summary>
    /// <param name="change">Made from the seq that the message gets.</param>
    /// <returns>False when it could not be committed.</returns>
    public async Task<bool> AppendSystem(string actorId, SystemEvent content, Func<long, MembershipChange>? change = null)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            await EnsureLoaded();
            if (IsFenced || _writer.IsFull)
                return false;
            var message = Next(actorId, null, MessageType.System, content.ToContent(), null);
            var result = await Commit(new Append(conversationId)
            {
                Created = message,
                Members = change?.Invoke(message.Seq),
                Cursor = new CursorRow(actorId, message.Seq, message.Seq),
            }, message);
            if (result == AppendResult.Committed)
                return true;
            if (result is AppendResult.Fenced or AppendResult.Unavailable)
                return false;
        }
        return false;
    }

    /// <summary>Commits the next version of an existing message. One at a time (<see cref="MessageChanger"/>): each must see the one
    /// before.</summary>
    /// <param name="readings">Of the log, when the present message was read: if it was read again since, nothing is done.</param>
    /// <param name="update">Made for the version that the message gets.</param>
    /// <param name="pin">A change of pins that comes with it.</param>
    public async Task<AppendResult> Update(int readings, Func<long, MessageUpdate> update, PinChange? pin = null)
    {
        await EnsureLoaded();
        if (IsFenced)
            return AppendResult.Fenced;
        if (readings != Readings)
            return AppendResult.Rejected;
        if (_writer.IsFull)
            return AppendResult.Unavailable;
        var next = update(++LastVersion);
        return await Commit(new Append(conversationId) { Updated = next, Pin = pin }, next.After);
    }

    /// <summary>Commits what takes no version: cursors and pins.</summary>
    public async Task<bool> AppendUnnumbered(Append append)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            await EnsureLoaded();
            if (IsFenced || _writer.IsFull)
                return false;
            var result = await _writer.Append(append);
            if (result != AppendResult.Rejected)
                return result == AppendResult.Committed;
        }
        return false;
    }

    /// <summary>What messages and their changes are dated with.</summary>
    public DateTimeOffset Now() => PostgresTime.Now(clock);

    private async Task<Outcome<Ack>> SendOnce(
        string senderId, NewMessage message, Func<ValueTask<Outcome<MessageParts>>> find, Func<Error?> gate)
    {
        var place = _order.Enter(senderId);
        try
        {
            var looking = clock.GetUtcNow() < _repeatsExpectedUntil ? FindRepeated(senderId, message) : null;
            var parts = await find();
            if (looking is not null && await looking is { } repeated)
                return repeated;
            // A message that was sent before is answered even if its image is gone.
            if (parts.Error is { } error)
                return await FindRepeated(senderId, message) is { } stored ? stored : error;
            return await Number(place, message, parts.Required, gate);
        }
        finally
        {
            _order.Leave(place);
        }
    }

    /// <summary>The Ack of a message that was sent under this id before, however long ago; null when there is none.</summary>
    public async Task<Ack?> FindRepeated(string senderId, NewMessage message)
    {
        if (_recent.Find(senderId, message.ClientMessageId) is { } known)
            return known;
        if (await store.FindAck(conversationId, senderId, message.ClientMessageId) is not { } first)
            return null;
        _repeatsExpectedUntil = clock.GetUtcNow() + RepeatsFollow;
        _recent.Add(senderId, message.ClientMessageId, first);
        return first;
    }

    /// <summary>Waits until all earlier messages of the sender that are still on their way are handed over to the present writer. Between
    /// its end and the hand-over nothing is awaited.</summary>
    private async ValueTask Turn(SenderPlace place)
    {
        while (!IsFenced)
        {
            if (_writer.IsBroken)
                await EnsureLoaded();
            else if (place.Before is { } before && before.Writer != _writer)
                await before.NextChange();
            else
                return;
        }
    }

    private async Task<Outcome<Ack>> Number(SenderPlace place, NewMessage message, MessageParts parts, Func<Error?> gate)
    {
        var senderId = place.SenderId;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (attempt > 0 && await FindRepeated(senderId, message) is { } first)
                return first;
            await Turn(place);
            if (IsFenced)
                return NotCommitted;
            if (_recent.Find(senderId, message.ClientMessageId) is { } known)
                return known;
            if (gate() is { } refused)
                return refused;
            if (message.ReplyTo is { } reply && (reply < 1 || reply > LastSeq))
                return Error.Invalid("replyTo", "There is no such message in this conversation.");

            if (_writer.IsFull)
                return NotCommitted;
            var type = parts.Image is null ? MessageType.Text : MessageType.Image;
            var next = Next(senderId, message.ClientMessageId, type, message.Content, message.ReplyTo);
            next = next with { Mentions = parts.Mentions, Image = parts.Image };
            var committing = Commit(new Append(conversationId)
            {
                Created = next,
                Cursor = new CursorRow(senderId, next.Seq, next.Seq),
            }, next);
            place.HandedOver(_writer);
            var result = await committing;
            switch (result)
            {
                case AppendResult.Committed:
                    return new Ack(conversationId, next.Seq, next.Version, next.CreatedAt, Duplicate: false);
                case AppendResult.Duplicate:
                    _repeatsExpectedUntil = clock.GetUtcNow() + RepeatsFollow;
                    break;
                case AppendResult.Fenced or AppendResult.Unavailable:
                    return NotCommitted;
            }
        }
        return NotCommitted;
    }

    private Message Next(string senderId, Guid? clientMessageId, MessageType type, string content, long? replyTo) =>
        new(conversationId, ++LastSeq, ++LastVersion, clientMessageId, senderId, type, content, null, replyTo, [], [], Now(), null, null);

    /// <summary>Hands a step over at once, so that its place in the log is the order of the calls.</summary>
    private async Task<AppendResult> Commit(Append append, Message message)
    {
        var result = await _writer.Append(append);
        if (result == AppendResult.Committed)
        {
            CommittedSeq = Math.Max(CommittedSeq, message.Seq);
            _committedVersion = Math.Max(_committedVersion, message.Version);
            if (append.Cursor is { } cursor)
                CursorMoved(cursor);
            if (message is { ClientMessageId: { } id } && append.Created is not null)
                _recent.Add(message.SenderId, id, new Ack(conversationId, message.Seq, message.Version, message.CreatedAt, false));
            _published.Add(message, append.Members, Publish);
        }
        IsFenced |= result == AppendResult.Fenced;
        _isUnsure |= result == AppendResult.Unavailable;
        return result;
    }

    /// <summary>After a step that was not committed: reads the log again, once for all who wait.</summary>
    private async Task EnsureLoaded()
    {
        while (_writer.IsBroken && !IsFenced)
        {
            if (_loading is null or { IsCompleted: true })
                _loading = Load();
            await _loading;
        }
    }
}
