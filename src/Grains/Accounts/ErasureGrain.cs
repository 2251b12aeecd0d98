using Microsoft.Extensions.Logging;
using OrleansChat.Accounts;
using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.Groups;
using OrleansChat.Images;
using OrleansChat.Users;

namespace OrleansChat.Grains.Accounts;

/// <summary>
/// Erases one account; the key is <see cref="Ids.Erasure"/>. That it is under way is a row in <c>erasures</c>, which survives
/// everything and goes last. It calls conversations, relations, images, the user and the account;
/// nobody calls it but front-ends and the sweeper.
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
        LogBegun(UserId);
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
            await RemoveImages();
            foreach (var conversationId in await store.Conversations(UserId))
                await Leave(conversationId);
            // Once more: a message that was under way may have shown one; from here on none can.
            await RemoveImages();
            foreach (var otherId in await store.Contacts(UserId))
                MustBeDone(await GrainFactory.GetGrain<IContactGrain>(Ids.Relation(UserId, otherId)).End(UserId));
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

    /// <summary>From messages, then from the blob store: nobody is left with a link to nothing.</summary>
    private async Task RemoveImages()
    {
        foreach (var shown in (await store.ImageMessages(UserId)).GroupBy(message => message.ConversationId))
            MustBeDone(await GrainFactory.FindConversation(shown.Key)!.RemoveImages(UserId, [.. shown.Select(message => message.Seq)]));
        foreach (var imageId in await store.Images(UserId))
            await GrainFactory.GetGrain<IImageGrain>(imageId).Forget();
    }

    private async Task Leave(string conversationId)
    {
        MustBeDone(Ids.IsGroup(conversationId)
            ? await GrainFactory.GetGrain<IGroupGrain>(conversationId).RemoveErased(UserId)
            : await GrainFactory.GetGrain<IDirectConversationGrain>(conversationId).EndFor(UserId));
        await GrainFactory.GetGrain<IUserGrain>(UserId).RemoveConversation(conversationId);
    }

    /// <summary>What is not there has nothing to erase; what failed is tried again with the whole.</summary>
    private static void MustBeDone(Outcome outcome)
    {
        if (outcome.Error is { Code: not ErrorCode.NotFound } error)
            throw new InvalidOperationException(error.Detail);
    }

    // Whoever restores an older backup erases these again (docs/backup.md).
    [LoggerMessage(Level = LogLevel.Information, Message = "The account of {UserId} is being erased")]
    private partial void LogBegun(string userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The erasure of {UserId} was interrupted; it goes on later")]
    private partial void LogInterrupted(Exception exception, string userId);
}
