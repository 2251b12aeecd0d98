namespace OrleansChat.Grains.Conversations;

/// <summary>Finds out whom texts of one conversation name. Texts without an @ cost nothing.</summary>
internal sealed class Mentions(string conversationId, MessageStore store)
{
    /// <summary>Whom a text names.</summary>
    public ValueTask<ImmutableArray<string>> Find(string text)
    {
        var found = MentionRules.Find(text);
        return found.Count == 0 ? new([]) : new(LookUp(found));
    }

    private async Task<ImmutableArray<string>> LookUp(List<ImmutableArray<string>> found)
    {
        string[] names = [.. found.SelectMany(readings => readings).Distinct()];
        return MentionRules.Resolve(found, await store.FindMembers(conversationId, names));
    }
}
