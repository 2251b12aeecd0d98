namespace OrleansChat.Chaos;

/// <summary>
/// What everybody does, at a steady rate that does not wait for answers: mostly sending, and changes, reactions,
/// reading and lost connections in between.
/// Who does what comes from the seed.
/// </summary>
internal sealed class Load
{
    /// <summary>Beyond it a client's turn is left out: after a long outage nobody types a thousand messages at once.</summary>
    private const int MostOutstanding = 150;
    private static readonly string[] Emoji = ["👍", "❤️", "😂", "🎉"];
    private static readonly string[] Words =
        ["coffee", "train", "meeting", "tomorrow", "yes", "no", "perhaps", "the garden", "blue", "we could", "I think", "three o'clock"];

    private readonly Cast _cast;
    private readonly ImmutableArray<Sender> _senders;
    private readonly Random _random;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly List<Task> _deeds = [];

    public Load(Cast cast, ImmutableArray<Sender> senders, int seed) => (_cast, _senders, _random) = (cast, senders, new Random(seed));

    public int Outstanding => _senders.Sum(sender => sender.Outstanding);

    /// <param name="rate">Deeds a second.</param>
    public async Task Run(int rate, TimeSpan length, Recorder recorder, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var due = number * 1000L / rate;
            if (due >= length.TotalMilliseconds)
                return;
            var early = due - recorder.Now;
            if (early > 0)
                await Task.Delay((int)early, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            _deeds.Add(Task.Run(Choose(number), CancellationToken.None));
            if (number % 1000 == 0)
                _deeds.RemoveAll(deed => deed.IsCompletedSuccessfully);
        }
    }

    /// <summary>Waits until everything is acknowledged; what is not by then never will be.</summary>
    public async Task Drain(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_deeds).WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
        await _giveUp.CancelAsync();
    }

    /// <summary>Everything that is decided is decided here, on one thread.</summary>
    private Func<Task> Choose(int number)
    {
        var talk = ChooseTalk();
        var sender = _senders[talk.Members[_random.Next(talk.Members.Length)]];
        var (deed, choice, back) = (_random.Next(100), _random.Next(1000), _random.Next(12));
        var id = NewId();
        var text = $"{number}: {string.Join(' ', Enumerable.Range(0, _random.Next(1, 12)).Select(_ => Words[_random.Next(Words.Length)]))}";
        var seq = Math.Max(talk.FirstSeq, talk.LastSeq - back);
        return deed switch
        {
            < 8 => () => sender.Edit(choice, $"{text} (edited)"),
            < 11 => () => sender.Delete(choice),
            < 19 => () => talk.LastSeq == 0 ? Task.CompletedTask : sender.React(talk, seq, Emoji[choice % Emoji.Length], choice % 5 > 0),
            < 27 => () => talk.LastSeq == 0 ? Task.CompletedTask : sender.MarkRead(talk, seq),
            < 28 => () => Task.FromResult(sender.Reconnect()),
            _ when sender.Outstanding >= MostOutstanding => () => Task.CompletedTask,
            _ => () => sender.Send(talk, id, text, alsoElsewhere: choice < 15, again: choice > 970, _giveUp.Token),
        };
    }

    private Talk ChooseTalk() => _random.Next(100) switch
    {
        < 50 => _cast.Directs[_random.Next(_cast.Directs.Length)],
        < 92 when _cast.Groups.Length > 0 => _cast.Groups[_random.Next(_cast.Groups.Length)],
        _ => _cast.Everybody,
    };

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
