using System.Text.Json.Serialization;

namespace OrleansChat.Chaos.Checker;

/// <summary>What a message is besides its text.</summary>
[Flags]
public enum StateFlags
{
    None = 0,
    Deleted = 1,
    System = 2,
}

/// <summary>What a client did to a message or its own cursor.</summary>
public enum ChangeKind
{
    Edit = 0,
    Delete = 1,
    React = 2,
    Read = 3,
}

/// <summary>How it was answered.</summary>
public enum ChangeOutcome
{
    /// <summary>No answer came: it may be done or not, now or later.</summary>
    Unknown = 0,
    Done = 1,
    Refused = 2,
}

/// <summary>From where a <see cref="Final"/> was seen.</summary>
public enum FinalSource
{
    /// <summary>A client that lived through everything by pushes and Syncs; it may hold only the end of a history.</summary>
    Client = 0,

    /// <summary>A fresh read of the whole.</summary>
    Fresh = 1,
}

/// <summary>A message at one of its versions.</summary>
/// <param name="ClientId">-1: none.</param>
/// <param name="Content">48 bits of a hash of the text.</param>
/// <param name="Rest">48 bits of a hash of everything else that people see: type, times, reply, reactions.</param>
[JsonConverter(typeof(RowConverter<State>))]
public sealed record State(
    int Conversation, long Seq, long Version, int Sender, int ClientId, long Content, long Rest, StateFlags Flags) : IRow<State>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [Conversation, Seq, Version, Sender, ClientId, Content, Rest, (long)Flags];

    public bool IsDeleted => Flags.HasFlag(StateFlags.Deleted);

    public bool IsSystem => Flags.HasFlag(StateFlags.System);

    public static State FromNumbers(ReadOnlySpan<long> n) =>
        new((int)n[0], n[1], n[2], (int)n[3], (int)n[4], n[5], n[6], (StateFlags)n[7]);
}

/// <param name="Content">As of <see cref="State"/>.</param>
/// <param name="Order">When the first attempt began, as is <paramref name="At"/>.</param>
[JsonConverter(typeof(RowConverter<Send>))]
public sealed record Send(int User, int Conversation, int ClientId, long Content, long Order, long At) : IRow<Send>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [User, Conversation, ClientId, Content, Order, At];

    public static Send FromNumbers(ReadOnlySpan<long> n) => new((int)n[0], (int)n[1], (int)n[2], n[3], n[4], n[5]);
}

/// <param name="Message">The place in <see cref="History.Sends"/>.</param>
/// <param name="CreatedAt">Microseconds.</param>
[JsonConverter(typeof(RowConverter<Answer>))]
public sealed record Answer(int Message, long Seq, long Version, long CreatedAt, bool Duplicate, long Order, long At, int FrontEnd)
    : IRow<Answer>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [Message, Seq, Version, CreatedAt, Duplicate ? 1 : 0, Order, At, FrontEnd];

    public static Answer FromNumbers(ReadOnlySpan<long> n) => new((int)n[0], n[1], n[2], n[3], n[4] != 0, n[5], n[6], (int)n[7]);
}

/// <param name="Content">Of an edit: the new text, as of <see cref="State"/>.</param>
/// <param name="Order">When the call began.</param>
/// <param name="Version">What the answer named; 0: nothing.</param>
[JsonConverter(typeof(RowConverter<Change>))]
public sealed record Change(
    ChangeKind Kind, int User, int Conversation, long Seq, long Content, long Order, ChangeOutcome Outcome, long Version) : IRow<Change>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [(long)Kind, User, Conversation, Seq, Content, Order, (long)Outcome, Version];

    public static Change FromNumbers(ReadOnlySpan<long> n) =>
        new((ChangeKind)n[0], (int)n[1], (int)n[2], n[3], n[4], n[5], (ChangeOutcome)n[6], n[7]);
}

/// <param name="Pushes">Places in <see cref="History.States"/>.</param>
[JsonConverter(typeof(RowConverter<Connection>))]
public sealed record Connection(int User, int FrontEnd, long From, long Until, IReadOnlyList<int> Pushes) : IRow<Connection>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [User, FrontEnd, From, Until, .. Pushes.Select(state => (long)state)];

    public static Connection FromNumbers(ReadOnlySpan<long> n) => new((int)n[0], (int)n[1], n[2], n[3], n[4..].ToPlaces());
}

/// <param name="States">The messages by seq: places in <see cref="History.States"/>.</param>
[JsonConverter(typeof(RowConverter<Final>))]
public sealed record Final(
    FinalSource Source, int User, int Conversation, long Version, long LastSeq, long ReadSeq, long DeliveredSeq, long UnreadCount,
    IReadOnlyList<int> States) : IRow<Final>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers =>
        [(long)Source, User, Conversation, Version, LastSeq, ReadSeq, DeliveredSeq, UnreadCount, .. States.Select(state => (long)state)];

    public static Final FromNumbers(ReadOnlySpan<long> n) =>
        new((FinalSource)n[0], (int)n[1], (int)n[2], n[3], n[4], n[5], n[6], n[7], n[8..].ToPlaces());
}

/// <param name="State">The place in <see cref="History.States"/>.</param>
/// <param name="FirstVersion">The one that made it.</param>
[JsonConverter(typeof(RowConverter<LogRow>))]
public sealed record LogRow(int State, long FirstVersion) : IRow<LogRow>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [State, FirstVersion];

    public static LogRow FromNumbers(ReadOnlySpan<long> n) => new((int)n[0], n[1]);
}

[JsonConverter(typeof(RowConverter<VersionRow>))]
public sealed record VersionRow(int Conversation, long Version, long Seq) : IRow<VersionRow>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [Conversation, Version, Seq];

    public static VersionRow FromNumbers(ReadOnlySpan<long> n) => new((int)n[0], n[1], n[2]);
}

/// <param name="JoinedSeq">Unread counts start behind it; 0 in direct conversations.</param>
[JsonConverter(typeof(RowConverter<MemberRow>))]
public sealed record MemberRow(int Conversation, int User, long JoinedSeq, long DeliveredSeq, long ReadSeq) : IRow<MemberRow>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [Conversation, User, JoinedSeq, DeliveredSeq, ReadSeq];

    public static MemberRow FromNumbers(ReadOnlySpan<long> n) => new((int)n[0], (int)n[1], n[2], n[3], n[4]);
}

/// <param name="Code">The place in <see cref="History.FailureCodes"/>.</param>
[JsonConverter(typeof(RowConverter<Failure>))]
public sealed record Failure(long At, int Code) : IRow<Failure>
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => [At, Code];

    public static Failure FromNumbers(ReadOnlySpan<long> n) => new(n[0], (int)n[1]);
}

internal static class Places
{
    public static int[] ToPlaces(this ReadOnlySpan<long> numbers)
    {
        var places = new int[numbers.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = (int)numbers[i];
        return places;
    }
}
