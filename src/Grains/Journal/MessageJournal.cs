using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Journal;

/// <summary>
/// Commits the appends of all conversations of a silo together (group commit): what arrives while a batch is being committed
/// forms the next one. A busy silo needs far fewer commits than messages; a quiet one adds no delay.
/// </summary>
/// <remarks>
/// Order: appends of a conversation are committed in the order they were handed over, never in two open batches at once.
/// Failure: a batch that fails is tried again conversation by conversation, then append by append; the first that PostgreSQL
/// refuses is rejected together with all later ones of its conversation, so that seq keeps no hole. When it is unknown whether
/// a commit went through (the connection was lost), the journal reads before it answers.
/// The idea is the group commit of DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984.
/// </remarks>
internal sealed partial class MessageJournal(Database database, TimeProvider clock, ILogger<MessageJournal> logger)
    : IHostedService
{
    /// <summary>Batches of quiet conversations at once, and as many of loud ones.</summary>
    private const int MaxOpen = 2;
    private const int Connections = 2 * MaxOpen;
    private const int MaxBatch = 512;

    /// <summary>Beyond about so many rows a larger commit makes them little cheaper (<c>scripts/bench limits</c>).</summary>
    private const int MinBeside = 64;

    /// <summary>A conversation with so many messages under way has the commit mostly to itself, and makes it several times longer.</summary>
    private const int LoudFrom = 16;
    private const int MaxWaitingPerConversation = 4_096;

    /// <summary>A commit that takes longer waits for something, such as a lock, which others may not need.</summary>
    private static readonly TimeSpan LongCommit = TimeSpan.FromMilliseconds(20);

    /// <summary>Between two batches of a loud conversation while quiet ones write: they share the processor and the disk.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(8);

    /// <summary>How long an append waits for a PostgreSQL that cannot be reached.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly JournalQueue _queue = new(MaxBatch, MaxWaitingPerConversation, MinBeside, LoudFrom, MaxOpen);
    private Task _loops = Task.CompletedTask;

    /// <summary>Opens a writer for a conversation that was just read.</summary>
    public JournalWriter Open(string conversationId) => new(this, conversationId);

    internal bool HasRoom(string conversationId) => _queue.HasRoom(conversationId);

    internal Task<AppendResult> Enqueue(Append append, JournalWriter writer)
    {
        var now = clock.GetUtcNow();
        var pending = new PendingAppend(append, writer, now, now + Patience);
        if (_queue.TryAdd(pending))
            return pending.Done;
        writer.Break();
        pending.Complete(AppendResult.Unavailable);
        return pending.Done;
    }

    /// <summary>The loops begin here, outside any grain call, so that they inherit neither its scheduler nor its transaction.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(Loop, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Commits what is queued, takes no more.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close(Connections);
        return _loops.WaitAsync(cancellationToken);
    }

    private async Task Loop()
    {
        while (await _queue.Take(CancellationToken.None) is { } batch)
        {
            var parts = batch.Parts;
            try
            {
                RejectBroken(parts);
                if (parts.Count > 0)
                {
                    var commit = CommitBatch(parts);
                    if (await Task.WhenAny(commit, Task.Delay(LongCommit, clock)) != commit)
                        _queue.LetPass(batch);
                    await commit;
                }
            }
            catch (Exception exception)
            {
                // Not one that PostgreSQL or the network explains. Whoever waits must not wait for ever.
                LogBatchFailed(exception, parts.Count);
                foreach (var part in parts)
                    Reject(part, 0, AppendResult.Unavailable, AppendResult.Unavailable);
            }
            finally
            {
                if (batch.IsLoud && _queue.HasQuiet)
                    await Task.Delay(Breath, clock);
                _queue.End(batch);
            }
        }
    }

    private async Task CommitBatch(List<List<PendingAppend>> parts)
    {
        var all = parts.Count == 1 ? parts[0] : [.. parts.SelectMany(part => part)];
        var now = clock.GetUtcNow();
        JournalMetrics.Taken(all, now);
        using var trace = JournalTraces.BeginCommit(all, now);
        var started = clock.GetTimestamp();
        var verdict = await TryCommit(all);
        JournalMetrics.Ended(clock.GetElapsedTime(started));
        if (verdict is null)
        {
            foreach (var pending in all)
                pending.Complete(AppendResult.Committed);
            return;
        }

        foreach (var part in parts)
        {
            if (verdict == AppendResult.Unavailable)
            {
                Reject(part, 0, AppendResult.Unavailable, AppendResult.Unavailable);
                continue;
            }
            for (var i = 0; i < part.Count; i++)
            {
                var refusal = await TryCommit([part[i]]);
                if (refusal is null)
                {
                    part[i].Complete(AppendResult.Committed);
                    continue;
                }
                LogRefused(part[i].Append.ConversationId, refusal.Value);
                Reject(part, i, refusal.Value, refusal == AppendResult.Duplicate ? AppendResult.Rejected : refusal.Value);
                break;
            }
        }
    }

    /// <summary>Commits these appends in one transaction, through lost connections, until their deadline.</summary>
    /// <returns>Null when they are committed, else why not; several appends are refused without a verdict on each.</returns>
    private async Task<AppendResult?> TryCommit(List<PendingAppend> appends)
    {
        var deadline = appends[0].Deadline;
        var rows = appends.ConvertAll(pending => pending.Append);
        for (var unsure = false; ;)
        {
            try
            {
                await using var connection = await database.JournalSource.OpenConnectionAsync();
                if (unsure && await JournalProbe.IsCommitted(connection, rows))
                    return null;
                await using var command = JournalCommand.Create(connection, rows);
                await command.ExecuteNonQueryAsync();
                return null;
            }
            catch (PostgresException conflict) when (conflict.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // After a lost connection the conflict may be with our own first try.
                if (unsure && await IsCommittedAfterAll(rows))
                    return null;
                return conflict.ConstraintName == "messages_client_message_id" ? AppendResult.Duplicate : AppendResult.Fenced;
            }
            catch (NpgsqlException exception) when (Database.IsPassing(exception))
            {
                if (clock.GetUtcNow() >= deadline)
                {
                    LogGivenUp(exception, appends.Count);
                    return AppendResult.Unavailable;
                }
                unsure = true;
                database.ClearPools();
                LogRetry(exception.Message);
                await Task.Delay(RetryDelay, clock);
            }
            catch (PostgresException exception)
            {
                // No known append makes PostgreSQL say this. Whichever does must not take the others of its batch with it.
                LogUnexpected(exception, appends.Count);
                return AppendResult.Rejected;
            }
        }
    }

    private async Task<bool> IsCommittedAfterAll(List<Append> rows)
    {
        await using var connection = await database.JournalSource.OpenConnectionAsync();
        return await JournalProbe.IsCommitted(connection, rows);
    }

    /// <summary>An append that was handed over at the moment its writer broke is numbered after one that is not there.</summary>
    private static void RejectBroken(List<List<PendingAppend>> parts)
    {
        foreach (var part in parts)
        {
            var broken = part.FindAll(pending => pending.Writer.IsBroken);
            part.RemoveAll(broken.Contains);
            broken.ForEach(pending => pending.Complete(AppendResult.Rejected));
        }
        parts.RemoveAll(part => part.Count == 0);
    }

    /// <summary>Ends append number <paramref name="first"/> of a conversation and all later ones, in the batch or behind it. Whoever is
    /// told opens a new writer at once, and what that hands over is not meant.</summary>
    private void Reject(List<PendingAppend> part, int first, AppendResult reason, AppendResult later)
    {
        part[first].Writer.Break();
        List<PendingAppend> behind = [.. part.Skip(first + 1), .. _queue.Drain(part[first].Writer)];
        behind.ForEach(pending => pending.Writer.Break());
        part[first].Complete(reason);
        behind.ForEach(pending => pending.Complete(later));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL did not answer a commit; trying again: {Reason}")]
    private partial void LogRetry(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL refused a commit of {Count} appends")]
    private partial void LogUnexpected(Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Gave up a commit of {Count} appends")]
    private partial void LogGivenUp(Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An append of {ConversationId} was refused: {Reason}")]
    private partial void LogRefused(string conversationId, AppendResult reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} conversations failed")]
    private partial void LogBatchFailed(Exception exception, int count);
}
