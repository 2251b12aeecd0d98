using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace OrleansChat.Calls;

/// <summary>
/// Makes calls of <see cref="IdempotentAttribute"/> methods again when it is not known that they arrived: the silo did not answer, is
/// gone, or is not the one any more that runs the grain. Faults of the grain itself are the caller's.
/// </summary>
/// <param name="patience">From the first attempt to the beginning of the last one.</param>
public sealed partial class IdempotentRetry(TimeSpan patience, TimeProvider clock, ILogger<IdempotentRetry> logger) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<MethodInfo, IdempotentAttribute?> Marks = new();

    public Task Invoke(IOutgoingGrainCallContext context) => MarkOf(context.InterfaceMethod) is { } mark
        ? Persist(context, mark.Overwrites ? Guid.NewGuid() : null)
        : context.Invoke();

    /// <summary>Null: a call of it is not made again.</summary>
    internal static IdempotentAttribute? MarkOf(MethodInfo method) =>
        Marks.GetOrAdd(method, static called => called.GetCustomAttribute<IdempotentAttribute>());

    private static bool IsPassing(Exception exception) => exception
        is TimeoutException
        or OrleansMessageRejectionException
        or GatewayTooBusyException
        or ConnectionFailedException
        or InconsistentStateException; // another activation has written: this one is gone, and the next reads

    /// <param name="call">Null when it does not matter which attempt comes first.</param>
    private async Task Persist(IOutgoingGrainCallContext context, Guid? call)
    {
        var startedAt = clock.GetTimestamp();
        var attempt = 0;
        var arguments = ArgumentsOf(context.Request);
        for (var pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            if (call is { } id)
                new CallAttempt(id, attempt++).Attach();
            // Jittered: many calls fail at the same moment, and should not all come again at the same moment.
            var wait = pause * (0.5 + Random.Shared.NextDouble());
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception exception) when (IsPassing(exception) && clock.GetElapsedTime(startedAt) + wait < patience)
            {
                LogAgain(context.InterfaceName, context.MethodName, exception.GetType().Name);
            }
            await Task.Delay(wait, clock);
            // A grain of the same process, which answered too late, has cleared them.
            for (var i = 0; i < arguments.Length; i++)
                context.Request.SetArgument(i, arguments[i]!);
        }
    }

    private static object?[] ArgumentsOf(IInvokable request)
    {
        var arguments = new object?[request.GetArgumentCount()];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = request.GetArgument(i);
        return arguments;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Interface}.{Method} is called again after {Reason}")]
    private partial void LogAgain(string @interface, string method, string reason);
}
