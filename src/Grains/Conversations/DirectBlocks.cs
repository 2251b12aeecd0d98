using OrleansChat.Grains.Contacts;

namespace OrleansChat.Grains.Conversations;

/// <summary>The blocks between the two of a direct conversation, and what is passing while there is none.</summary>
internal sealed class DirectBlocks(BlockStore store)
{
    private static readonly Error BlockedByMe = Error.Forbidden("You have blocked this person. Unblock them first.");
    private static readonly Error Erased = new(ErrorCode.Gone, "This account was deleted. You can read on, but not write.");
    private static readonly Error BlockedByOther = Error.Forbidden("You cannot write to this person.");

    private readonly List<TaskCompletionSource> _passing = [];
    private List<string> _blockers = [];
    private bool _isErased;

    public async Task Load(string directId)
    {
        var (first, second) = Ids.Participants(directId);
        (_blockers, _isErased) = await store.FindBlockers(first, second);
    }

    /// <summary>Reads the blocks again; when it returns, nothing that began before them is still under way.</summary>
    public async Task Refresh(string directId)
    {
        await Load(directId);
        await Task.WhenAll(_passing.Select(passing => passing.Task));
    }

    /// <returns>Null when the caller may reach the other.</returns>
    public Error? Gate(string callerId) =>
        _isErased ? Erased
        : _blockers.Count == 0 ? null
        : _blockers.Contains(callerId) ? BlockedByMe
        : BlockedByOther;

    /// <summary>As <see cref="Gate"/>; what passes counts as under way until it is disposed of.</summary>
    public Passage Enter(string callerId) => new(this, Gate(callerId));

    /// <summary>Passes when there is no error.</summary>
    public sealed class Passage : IDisposable
    {
        private readonly DirectBlocks _blocks;
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Passage(DirectBlocks blocks, Error? error)
        {
            (_blocks, Error) = (blocks, error);
            if (error is null)
                blocks._passing.Add(_done);
        }

        public Error? Error { get; }

        public void Dispose()
        {
            _blocks._passing.Remove(_done);
            _done.TrySetResult();
        }
    }
}
