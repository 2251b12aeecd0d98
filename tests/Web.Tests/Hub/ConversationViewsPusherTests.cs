using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Conversations;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>What the members of a large group see of it changed, with all of them connected to one front-end.</summary>
public sealed class ConversationViewsPusherTests
{
    private const string GroupId = "g.large";

    private readonly FrontEndObserver _observer = FakeFrontEnd.NewObserver();
    private readonly List<int> _reads = [];
    private readonly ConversationViewsPusher _pusher;
    private Task _reading = Task.CompletedTask;

    public ConversationViewsPusherTests()
    {
        var reader = Fake<IConversationReaderGrain>.Of((_, arguments) => Read((ImmutableArray<string>)arguments[1]!));
        var grains = Fake<IGrainFactory>.Of((_, _) => reader);
        _pusher = new ConversationViewsPusher(
            grains, new FakeFrontEnd().Registry, _observer, TimeProvider.System, NullLogger<ConversationViewsPusher>.Instance);
    }

    [Fact]
    public async Task Views_are_read_a_hundred_at_a_time()
    {
        _pusher.PushTo(GroupId, Users(0, 250));
        var read = new[] { await Next(), await Next(), await Next() };
        Assert.Equal([100, 100, 50], _reads);
        Assert.Equal(Users(0, 250), read.SelectMany(views => views.UserIds));
    }

    [Fact]
    public async Task Whoever_asks_during_a_read_is_read_after_it_and_once()
    {
        var answer = new TaskCompletionSource();
        _reading = answer.Task;
        _pusher.PushTo(GroupId, Users(0, 10));
        _pusher.PushTo(GroupId, Users(5, 10));
        _pusher.PushTo(GroupId, Users(8, 10));
        answer.SetResult();
        await Next();
        Assert.Equal(Users(5, 13).Order(), (await Next()).UserIds.Order());
        Assert.Equal([10, 13], _reads);
    }

    [Fact]
    public async Task Few_do_not_wait_for_many()
    {
        var answer = new TaskCompletionSource();
        _reading = answer.Task;
        _pusher.PushTo(GroupId, Users(0, 1_000));
        _pusher.PushTo(GroupId, ["u.new"]);
        answer.SetResult();
        Assert.Equal<string>(Users(0, 100), (await Next()).UserIds);
        Assert.Equal<string>(["u.new"], (await Next()).UserIds);
        Assert.Equal<string>(Users(100, 100), (await Next()).UserIds);
    }

    private async Task<Outcome<ImmutableArray<ConversationView>>> Read(ImmutableArray<string> userIds)
    {
        _reads.Add(userIds.Length);
        await _reading;
        return ImmutableArray<ConversationView>.Empty;
    }

    private async Task<ViewsRead> Next() =>
        Assert.IsType<ViewsRead>(await _observer.Queue.ReadAsync().AsTask().Within("the views are read"));

    private static ImmutableArray<string> Users(int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"u.{i}")];
}
