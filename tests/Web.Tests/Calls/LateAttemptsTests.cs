using Microsoft.Extensions.DependencyInjection;
using OrleansChat.Conversations;

namespace OrleansChat.Web.Tests.Calls;

/// <summary>An attempt that was held up on its way changes nothing after a later one of the same call.</summary>
public sealed class LateAttemptsTests : IAsyncLifetime
{
    private readonly HoldingUp _way = new();
    private readonly ServerFixture _server;
    private HttpClient _http = null!;

    public LateAttemptsTests() => _server = new()
    {
        Configure = builder => builder.Services.Insert(0, ServiceDescriptor.Singleton<IIncomingGrainCallFilter>(_way)),
    };

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_edit_that_was_passed_on_late_does_not_undo_a_newer_one()
    {
        var (user, conversation, seq) = await Say("first");
        await using var hub = await user.Connect();

        _way.Holds = nameof(IConversationGrain.Edit);
        Assert.Equal("second", (await hub.Edit(conversation, seq, "second")).Content); // after the time-out of an attempt
        Assert.Equal("third", (await hub.Edit(conversation, seq, "third")).Content);
        await Assert.ThrowsAsync<TimeoutException>(_way.PassOn);

        Assert.Equal("third", (await user.History(conversation)).Items.Single().Content);
    }

    [Fact]
    public async Task One_whose_answer_is_late_is_carried_out_once_and_the_next_one_answers()
    {
        var (user, conversation, seq) = await Say("first");
        await using var hub = await user.Connect();

        _way.HoldsAnswerOf = nameof(IConversationGrain.Edit);
        var edited = await hub.Edit(conversation, seq, "second");
        await _way.PassOn();

        Assert.Equal("second", edited.Content);
        Assert.Equal(edited, (await user.History(conversation)).Items.Single());
    }

    private async Task<(ChatUser User, string Conversation, long Seq)> Say(string text)
    {
        var users = await ChatUser.RegisterMany(_http, 2);
        var conversation = (await users[0].OpenDirect(users[1])).Id;
        return (users[0], conversation, (await users[0].Send(conversation, text)).Seq);
    }

    /// <summary>Holds up one call on its way to the grain, or its answer, as a frozen gateway does.</summary>
    private sealed class HoldingUp : IIncomingGrainCallFilter
    {
        private readonly TaskCompletionSource _passOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task _held = Task.CompletedTask;

        /// <summary>The method whose next call is held up; null: none.</summary>
        public string? Holds { get; set; }

        /// <summary>The method whose next answer is held up; null: none.</summary>
        public string? HoldsAnswerOf { get; set; }

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName == Holds)
            {
                Holds = null;
                return _held = GoOn(_passOn.Task, context.Invoke);
            }
            if (context.MethodName == HoldsAnswerOf)
            {
                HoldsAnswerOf = null;
                return _held = GoOn(context.Invoke(), () => _passOn.Task);
            }
            return context.Invoke();
        }

        /// <returns>Ends, or fails, as the held call does.</returns>
        public Task PassOn()
        {
            _passOn.SetResult();
            return _held;
        }

        private static async Task GoOn(Task first, Func<Task> then)
        {
            await first;
            await then();
        }
    }
}
