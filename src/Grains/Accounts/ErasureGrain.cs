using Microsoft.Extensions.Logging;
using OrleansChat.Accounts;
using OrleansChat.Users;

namespace OrleansChat.Grains.Accounts;

/// <summary>
/// Erases one account; the key is <see cref="Ids.Erasure"/>. That it is under way is a row in <c>erasures</c>, which survives
/// everything and goes last. It calls conversations, users and the account; nobody calls it but front-ends and the sweeper.
/// </summary>
internal sealed partial class ErasureGrain(ErasureStore store, TimeProvider clock, ILogger<ErasureGrain> logger) : Grain, IErasureGrain
{
    /// <summary>Whoever asked waits this long for everything; the rest goes on without them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Task? _running;

    private string UserId => Ids.UserOfErasure(this.GetPrimaryKeyString());

    public async Task Erase(string accountKey)
    {
        await store.Begin(UserId, accountKey, clock.GetUtcNow());
        // What must be true when the answer is there, whatever becomes of the rest.
        await EraseAccount(accountKey);
        await Continue();
    }

    public async Task Continue()
    {
        if (_running is null or { IsCompleted: true })
            _running = Run();
        await Task.WhenAny(_running, Task.Delay(Patience, clock));
    }

    private async Task Run()
    {
        try
        {
            if (await store.Find(UserId) is not { } accountKey)
                return;
            await EraseAccount(accountKey);
            foreach (var conversationId in await store.Conversations(UserId))
                await Leave(conversationId);
            await store.End(UserId);
        }
        catch (Exception exception)
        {
            LogInterrupted(exception, UserId);
        }
    }

    /// <summary>The user first: from then on no session of it is alive.</summary>
    private async Task EraseAccount(string accountKey)
    {
        await GrainFactory.GetGrain<IUserGrain>(UserId).Erase();
        await GrainFactory.GetGrain<IAccountGrain>(accountKey).Erase();
    }

    private async Task Leave(string conversationId)
    {
        await GrainFactory.GetGrain<IUserGrain>(UserId).RemoveConversation(conversationId);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The erasure of {UserId} was interrupted; it goes on later")]
    private partial void LogInterrupted(Exception exception, string userId);
}
