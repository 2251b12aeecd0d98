using System.Text.Json;
using OrleansChat.Contacts;
using System.Text.RegularExpressions;
using OrleansChat.Conversations;
using OrleansChat.Users;

namespace OrleansChat.TestKit;

/// <summary>
/// What a client holds of its conversations (views, messages by seq, and a version cursor for each) and of its contacts. Pushes
/// and Syncs are applied to it by the contract's rules. Presence is left out: its own pushes tell of it. Pure; not for several threads at once.
/// </summary>
public sealed partial class Replica
{
    private readonly Dictionary<string, Held> _conversations = [];
    private readonly Dictionary<string, Contact> _contacts = [];

    /// <summary>Since when each relation is as it is, also those that have ended.</summary>
    private readonly Dictionary<string, DateTimeOffset> _statusTimes = [];

    /// <summary>What Sync is asked with.</summary>
    public IReadOnlyDictionary<string, long> Cursors => _conversations.ToDictionary(held => held.Key, held => held.Value.Version);

    /// <summary>The <c>next</c> of the last Sync; null before the first one.</summary>
    public string? Next { get; private set; }

    /// <summary>Everything that the user sees, read afresh: views and whole histories.</summary>
    public static async Task<Replica> ReadFresh(ChatUser user)
    {
        var replica = new Replica();
        await replica.ReadContacts(user);
        for (string? cursor = null; ;)
        {
            var page = await user.Inbox(limit: 200, cursor);
            foreach (var view in page.Items)
            {
                var held = new Held { View = view };
                foreach (var message in await user.WholeHistory(view.Id))
                    held.Upsert(message);
                held.Version = view.Version;
                replica._conversations.Add(view.Id, held);
            }
            if ((cursor = page.NextCursor) is null)
                return replica;
        }
    }

    /// <summary>The conversation as the last Sync told; null when none has told of it.</summary>
    public Conversation? View(string conversationId) => _conversations.GetValueOrDefault(conversationId)?.View;

    /// <summary>The messages held of a conversation, by seq.</summary>
    public IReadOnlyList<Message> Timeline(string conversationId) => [.. _conversations[conversationId].Messages.Values];

    /// <returns>False when the push cannot be applied: something before it is missing, so Sync.</returns>
    public bool Apply(Message pushed)
    {
        if (!_conversations.TryGetValue(pushed.ConversationId, out var held))
            return false;
        if (pushed.Version <= held.Version)
            return true;
        if (pushed.Version > held.Version + 1)
            return false;
        held.Upsert(pushed);
        held.Version = pushed.Version;
        return true;
    }

    /// <summary>A contact is new, changed or no more. What a Sync has told since the push was made is newer: the time of the status tells.</summary>
    public void Apply(Contact pushed)
    {
        if (!_statusTimes.TryGetValue(pushed.User.Id, out var known) || pushed.CreatedAt > known)
            Take(pushed);
    }

    public void Remove(string conversationId) => _conversations.Remove(conversationId);

    /// <returns>Whether there is more to ask for.</returns>
    public bool Apply(SyncAnswer answer)
    {
        if (Next is null)
            _contacts.Clear();
        foreach (var contact in answer.Contacts)
        {
            if (contact.CreatedAt >= _statusTimes.GetValueOrDefault(contact.User.Id))
                Take(contact);
        }
        Next = answer.Next;
        foreach (var removed in answer.Removed)
            _conversations.Remove(removed);
        foreach (var changes in answer.Changes)
        {
            if (changes.Reset || !_conversations.TryGetValue(changes.ConversationId, out var held))
            {
                var from = changes.Messages.IsEmpty ? 1 : changes.Messages.Min(message => message.Seq);
                _conversations[changes.ConversationId] = held = new Held { From = from };
            }
            var previous = changes.Reset ? 0 : held.Version;
            foreach (var message in changes.Messages)
            {
                if (message.Version <= previous)
                    throw new InvalidDataException($"Sync answers version {message.Version} after {previous}.");
                previous = message.Version;
                held.Upsert(message);
            }
            held.Version = changes.Version;
        }
        foreach (var view in answer.Conversations)
        {
            if (_conversations.TryGetValue(view.Id, out var held))
                held.View = view;
        }
        return answer.Changes.Any(changes => changes.More);
    }

    /// <summary>Where this client is wrong, given a fresh read of the same user's; empty when nowhere. It may hold only the end of
    /// a history, but that without a hole.</summary>
    public IEnumerable<string> DifferencesFrom(Replica fresh)
    {
        foreach (var id in _conversations.Keys.Except(fresh._conversations.Keys))
            yield return $"{id} should be gone";
        foreach (var id in _contacts.Keys.Union(fresh._contacts.Keys))
        {
            var (mine, right) = (_contacts.GetValueOrDefault(id), fresh._contacts.GetValueOrDefault(id));
            if (Json(WithoutPresence(mine)) != Json(WithoutPresence(right)))
                yield return $"the contact {id} is {mine}, not {right}";
        }
        foreach (var (id, truth) in fresh._conversations)
        {
            if (!_conversations.TryGetValue(id, out var held))
            {
                yield return $"{id} is missing";
                continue;
            }
            if (held.Version != truth.Version)
                yield return $"{id} is at version {held.Version}, not {truth.Version}";
            if (Json(WithoutPresence(held.View)) != Json(WithoutPresence(truth.View)))
                yield return $"{id} is seen as {Json(held.View)}, not {Json(truth.View)}";
            if (held.Messages.Count < Math.Min(truth.Messages.Count, 50))
                yield return $"{id} holds only {held.Messages.Count} of {truth.Messages.Count} messages";
            foreach (var seq in truth.Messages.Keys.Where(seq => seq >= held.From).Union(held.Messages.Keys))
            {
                var (mine, right) = (Json(held.Messages.GetValueOrDefault(seq)), Json(truth.Messages.GetValueOrDefault(seq)));
                if (mine != right)
                    yield return $"{id} {seq} is {mine}, not {right}";
            }
        }
    }

    private static Contact? WithoutPresence(Contact? contact) =>
        contact is null ? null : contact with { User = WithoutPresence(contact.User) };

    private static Conversation? WithoutPresence(Conversation? view) =>
        view?.Peer is { } peer ? view with { Peer = WithoutPresence(peer) } : view;

    private static User WithoutPresence(User user) => user with { Online = null, LastSeenAt = null };

    private void Take(Contact contact)
    {
        _statusTimes[contact.User.Id] = contact.CreatedAt;
        if (contact.Status == ContactStatus.Removed)
            _contacts.Remove(contact.User.Id);
        else
            _contacts[contact.User.Id] = contact;
    }

    private async Task ReadContacts(ChatUser user)
    {
        for (string? cursor = null; ;)
        {
            var page = await user.Contacts(limit: 200, cursor);
            foreach (var contact in page.Items)
                _contacts.Add(contact.User.Id, contact);
            if ((cursor = page.NextCursor) is null)
                return;
        }
    }

    /// <summary>Links to images are made anew now and then: only what they lead to counts.</summary>
    private static string Json<T>(T value) =>
        Links().Replace(JsonSerializer.Serialize(value, JsonSerializerOptions.Web), "$1");

    [GeneratedRegex("""("(?:url|thumbnailUrl|avatarUrl)":"[^"?]*)\?[^"]*""")]
    private static partial Regex Links();

    private sealed class Held
    {
        /// <summary>The first seq that is held; a change of an older message is not kept, history will bring it.</summary>
        public long From { get; init; } = 1;

        public Conversation? View { get; set; }

        public long Version { get; set; }

        public SortedDictionary<long, Message> Messages { get; } = [];

        public void Upsert(Message message)
        {
            if (message.Seq >= From && (!Messages.TryGetValue(message.Seq, out var present) || message.Version > present.Version))
                Messages[message.Seq] = message;
        }
    }
}
