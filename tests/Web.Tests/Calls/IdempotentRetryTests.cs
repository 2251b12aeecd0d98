using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization.Invocation;
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
    public async Task Each_attempt_has_the_arguments_that_the_grain_may_have_cleared_after_the_one_before()
    {
        var calls = new Calls(typeof(IConversationGrain), nameof(IConversationGrain.Send), failures: 2, new TimeoutException());
        await calls.Run(Patience);
        Assert.Equal(Enumerable.Repeat<object?[]>(["caller", 7L], 3), calls.Arguments);
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

    /// <summary>A call of one method, which fails some times, and whose arguments are gone after each.</summary>
    private sealed class Calls(Type grain, string method, int failures, Exception failure)
    {
        private readonly object?[] _arguments = ["caller", 7L];

        public int Made => Arguments.Count;

        /// <summary>Of each attempt.</summary>
        public List<object?[]> Arguments { get; } = [];

        public Task Run(TimeSpan patience)
        {
            var request = Fake<IInvokable>.Of((called, values) => called.Name switch
            {
                "GetArgumentCount" => _arguments.Length,
                "GetArgument" => _arguments[(int)values[0]!],
                "SetArgument" => _arguments[(int)values[0]!] = values[1],
                _ => throw new NotSupportedException(called.Name),
            });
            return new IdempotentRetry(patience, TimeProvider.System, NullLogger<IdempotentRetry>.Instance).Invoke(
                Fake<IOutgoingGrainCallContext>.Of((called, _) => called.Name switch
                {
                    "Invoke" => Invoke(),
                    "get_InterfaceMethod" => grain.GetMethod(method),
                    "get_InterfaceName" => grain.Name,
                    "get_MethodName" => method,
                    "get_Request" => request,
                    _ => throw new NotSupportedException(called.Name),
                }));
        }

        private Task Invoke()
        {
            Arguments.Add([.. _arguments]);
            Array.Clear(_arguments);
            return Made <= failures ? Task.FromException(failure) : Task.CompletedTask;
        }
    }
}
