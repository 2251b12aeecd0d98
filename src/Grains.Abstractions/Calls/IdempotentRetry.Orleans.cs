using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;
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
    private static readonly ConcurrentDictionary<MethodInfo, bool> Marks = new();

    public Task Invoke(IOutgoingGrainCallContext context) => IsIdempotent(context.InterfaceMethod) ? Persist(context) : context.Invoke();

    private static bool IsIdempotent(MethodInfo method) =>
        Marks.GetOrAdd(method, static called => called.IsDefined(typeof(IdempotentAttribute)));

    private static bool IsPassing(Exception exception) => exception
        is TimeoutException
        or OrleansMessageRejectionException
        or GatewayTooBusyException
        or ConnectionFailedException
        or InconsistentStateException; // another activation has written: this one is gone, and the next reads

    private async Task Persist(IOutgoingGrainCallContext context)
    {
        var startedAt = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
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
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Interface}.{Method} is called again after {Reason}")]
    private partial void LogAgain(string @interface, string method, string reason);
}
