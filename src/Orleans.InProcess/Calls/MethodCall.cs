using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrleansChat.InProcess.Telemetry;

namespace OrleansChat.InProcess.Calls;

/// <summary>A call of a grain's or observer's method. Only the caller's <see cref="Activity"/> goes along with it.</summary>
internal sealed class MethodCall<TResult> : Call
{
    private readonly GrainMethod<TResult> _method;
    private readonly CallTarget _target;
    private readonly object?[] _arguments;
    private readonly Activity? _activity = Activity.Current;
    private readonly CancellationToken _cancellation;
    private readonly TaskCompletionSource<TResult>? _answer;
    private readonly CancellationTokenRegistration _registration;

    public MethodCall(GrainMethod<TResult> method, CallTarget target, object?[] arguments)
    {
        _method = method;
        _target = target;
        _arguments = arguments;
        if (method.CancellationIndex is { } index)
            _cancellation = (CancellationToken)arguments[index]!;
        if (method.IsOneWay)
            return;

        _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var timeout = method.Timeout ?? target.Runtime.Options.ResponseTimeout;
        Deadline = target.Runtime.TimestampAfter(timeout);
        _registration = _cancellation.UnsafeRegister(
            static (call, token) => ((MethodCall<TResult>)call!)._answer!.TrySetCanceled(token), this);
    }

    public Task<TResult> Answer => _answer?.Task ?? GrainMethod<TResult>.NoAnswer;

    public override Interleaving Interleaving => _method.Interleaving;

    public override long Deadline { get; } = long.MaxValue;

    public override bool IsAnswered => _answer is { Task.IsCompleted: true };

    public override void TimeOut()
    {
        var timeout = _method.Timeout ?? _target.Runtime.Options.ResponseTimeout;
        if (!IsAnswered)
            Fail(new TimeoutException($"{this} has not answered within {timeout}."));
    }

    public override void Fail(Exception failure)
    {
        if (_answer is null)
            _target.Runtime.LogOneWayFailure(
                failure is ClientNotAvailableException ? LogLevel.Debug : LogLevel.Warning, failure, this);
        else if (_answer.TrySetException(failure))
            _registration.Dispose();
    }

    public override string ToString() => $"{_target}, {_method.Name}";

    protected override async Task RunAsync(ICallHost host)
    {
        using var span = _activity is null ? null : ActorTelemetry.Begin(_method.Name, _target, _activity);
        if (span is null && _activity is { IsStopped: false })
            Activity.Current = _activity;

        Task? done = null;
        Exception? failure = null;
        var cancellation = LinkCancellation();
        try
        {
            var instance = host.Instance ?? throw new ClientNotAvailableException($"{_target} is gone.");
            done = _method.Invoke(instance, _arguments)
                ?? throw new InvalidOperationException($"{this} answered null in place of a task.");
            await done;
        }
        catch (Exception exception)
        {
            failure = exception;
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().FullName);
        }

        // Before the answer: whoever has it finds the span ended.
        span?.Stop();
        cancellation.Unregister();
        // First the host, then the caller: after a failure that deactivates, the caller's next call meets a fresh activation.
        host.Complete(this, failure);
        if (failure is not null)
            Fail(failure);
        else if (_answer?.TrySetResult(GrainMethod<TResult>.ResultOf(done!)) == true)
            _registration.Dispose();
    }

    /// <summary>Gives the method a token of its own, which is cancelled in a turn: callbacks registered on it run there.</summary>
    private CancellationTokenRegistration LinkCancellation()
    {
        if (!_cancellation.CanBeCanceled)
            return default;

        var source = new CancellationTokenSource();
        var scheduler = TaskScheduler.Current;
        _arguments[_method.CancellationIndex!.Value] = source.Token;
        return _cancellation.UnsafeRegister(
            _ =>
            {
                // Callbacks run newest first: the method could answer before the caller's own is called.
                _answer?.TrySetCanceled(_cancellation);
                Task.Factory.StartNew(source.Cancel, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
            },
            null);
    }
}
