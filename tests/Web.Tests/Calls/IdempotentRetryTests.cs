using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using OrleansChat.Calls;
using OrleansChat.Conversations;
using OrleansChat.Groups;
using OrleansChat.Web.Tests.Hub;

namespace OrleansChat.Web.Tests.Calls;

/// <summary>Which calls are made again, after what, and for how long.</summary>
public sealed class IdempotentRetryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<Exception> Passing => new()
    {
        new TimeoutException(),
        new SiloUnavailableException(),
        new InconsistentStateException(),
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task An_idempotent_call_that_may_not_have_arrived_is_made_again(Exception failure)
    {
        var calls = new Calls(typeof(IConversationGrain), nameof(IConversationGrain.Send), failures: 2, failure);
        await calls.Run(Patience);
        Assert.Equal(3, calls.Made);
    }

    [Fact]
    public async Task One_that_would_do_something_twice_is_not()
    {
        var calls = new Calls(typeof(IGroupGrain), nameof(IGroupGrain.Create), failures: 1, new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => calls.Run(Patience));
        Assert.Equal(1, calls.Made);
    }

    [Fact]
    public async Task A_fault_of_the_grain_is_the_callers()
    {
        var calls = new Calls(typeof(IConversationGrain), nameof(IConversationGrain.Send), failures: 1, new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => calls.Run(Patience));
        Assert.Equal(1, calls.Made);
    }

    [Fact]
    public async Task When_patience_ends_the_last_failure_is_told()
    {
        var calls = new Calls(typeof(IConversationGrain), nameof(IConversationGrain.Send), failures: int.MaxValue, new SiloUnavailableException());
        await Assert.ThrowsAsync<SiloUnavailableException>(() => calls.Run(TimeSpan.FromMilliseconds(400)));
        Assert.InRange(calls.Made, 2, 5);
    }

    /// <summary>A call of one method, which fails some times.</summary>
    private sealed class Calls(Type grain, string method, int failures, Exception failure)
    {
        public int Made { get; private set; }

        public Task Run(TimeSpan patience) =>
            new IdempotentRetry(patience, TimeProvider.System, NullLogger<IdempotentRetry>.Instance).Invoke(
                Fake<IOutgoingGrainCallContext>.Of((called, _) => called.Name switch
                {
                    "Invoke" => ++Made <= failures ? Task.FromException(failure) : Task.CompletedTask,
                    "get_InterfaceMethod" => grain.GetMethod(method),
                    "get_InterfaceName" => grain.Name,
                    "get_MethodName" => method,
                    _ => throw new NotSupportedException(called.Name),
                }));
    }
}
