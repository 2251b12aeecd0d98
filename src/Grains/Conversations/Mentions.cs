namespace OrleansChat.Grains.Conversations;

/// <summary>Finds out whom texts of one conversation name. Texts without an @ cost nothing.</summary>
internal sealed class Mentions(string conversationId, MessageStore store)
{
    private Task _turn = Task.CompletedTask;

    /// <summary>Whom a text names.</summary>
    public Task<ImmutableArray<string>> Find(string text) => LookUp(MentionRules.Find(text));

    /// <summary>Sends a message with those whom its text names. Whatever is sent meanwhile waits: messages are numbered in the order
    /// in which they came, though only some of them need a look-up.</summary>
    /// <param name="send">Numbers the message before it awaits anything.</param>
    public async Task<T> InOrder<T>(string text, Func<ImmutableArray<string>, Task<T>> send)
    {
        var found = MentionRules.Find(text);
        if (found.Count == 0 && _turn.IsCompleted)
            return await send([]);

        var before = _turn;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _turn = turn.Task;
        Task<T> sending;
        try
        {
            var looking = LookUp(found);
            await before;
            sending = send(await looking);
        }
        finally
        {
            turn.SetResult();
        }
        return await sending;
    }

    private async Task<ImmutableArray<string>> LookUp(List<ImmutableArray<string>> found)
    {
        if (found.Count == 0)
            return [];
        string[] names = [.. found.SelectMany(readings => readings).Distinct()];
        return MentionRules.Resolve(found, await store.FindMembers(conversationId, names));
    }
}
