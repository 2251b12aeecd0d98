using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansChat.InProcess.Observers;
using OrleansChat.InProcess.Storage;

namespace OrleansChat.InProcess.Hosting;

/// <summary>The grains and observers of the process, and what they share.</summary>
internal sealed partial class ActorRuntime : IClusterClient
{
    private readonly ConcurrentDictionary<ObserverTarget, bool> _observers = new(ReferenceEqualityComparer.Instance);
    private readonly ILogger<ActorRuntime> _logger;
    private readonly GrainCatalog _catalog;
    private bool _isStopping;
    private bool _isStopped;

    public ActorRuntime(
        IServiceProvider services, IOptions<InProcessActorOptions> options, TimeProvider time, ILogger<ActorRuntime> logger)
    {
        ServiceProvider = services;
        Scopes = services.GetRequiredService<IServiceScopeFactory>();
        Options = options.Value;
        Time = time;
        Storage = new(Options);
        _logger = logger;
        _catalog = new(Options.GrainAssemblies, this);
    }

    public IServiceProvider ServiceProvider { get; }

    public IServiceScopeFactory Scopes { get; }

    public InProcessActorOptions Options { get; }

    public TimeProvider Time { get; }

    public GrainStorage Storage { get; }

    /// <summary>Whether no further activation may be made.</summary>
    public bool IsStopping => Volatile.Read(ref _isStopping);

    /// <summary>Whether no call is run any more.</summary>
    public bool IsStopped => Volatile.Read(ref _isStopped);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var grainClass = _catalog.Find(typeof(TGrainInterface), grainClassNamePrefix);
        return Reference.To<TGrainInterface>(new GrainTarget(grainClass, primaryKey));
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is Reference or Grain)
            throw new ArgumentException("A grain or a reference is no object to make a reference to.", nameof(obj));

        var target = new ObserverTarget(obj, this);
        var reference = Reference.To<TGrainObserverInterface>(target);
        _observers.TryAdd(target, true);
        return reference;
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not Reference { Target: ObserverTarget target })
            throw new ArgumentException("Not a reference to an observer.", nameof(obj));

        target.Delete();
        _observers.TryRemove(target, out _);
    }

    public long TimestampAfter(TimeSpan time) =>
        Time.GetTimestamp() + (long)(time.TotalSeconds * Time.TimestampFrequency);

    public SiloUnavailableException Stopped() => new("The actor runtime is stopping or has stopped: it runs no further call.");

    /// <summary>Times out the calls whose time is up.</summary>
    public void ExpireCalls()
    {
        var now = Time.GetTimestamp();
        ForEachActivation(activation => activation.Expire(now));
        foreach (var (observer, _) in _observers)
        {
            observer.WithCalls(calls => calls.Expire(now));
            if (observer.Instance is null)
                _observers.TryRemove(observer, out _);
        }
    }

    /// <summary>Deactivates what has been idle for long.</summary>
    public void CollectIdle() => ForEachActivation(activation => activation.DeactivateIfIdle());

    /// <summary>
    /// Lets the running calls end, deactivates everything, then refuses calls. When <paramref name="cancellationToken"/> is
    /// cancelled first, it fails what still runs or waits.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _isStopping, true);
        try
        {
            while (DeactivateAll() is { Count: > 0 } ending)
                await Task.WhenAll(ending).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogStopTimeout();
        }

        Volatile.Write(ref _isStopped, true);
        ForEachActivation(activation => activation.FailCalls(Stopped()));
        foreach (var (observer, _) in _observers)
            observer.WithCalls(calls => calls.Fail(Stopped()));
    }

    private List<Task> DeactivateAll()
    {
        var ending = new List<Task>();
        ForEachActivation(activation =>
        {
            ending.Add(activation.Ended);
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The process is stopping."));
        });
        return ending;
    }

    private void ForEachActivation(Action<Activation> action)
    {
        foreach (var set in _catalog.Classes.SelectMany(grainClass => grainClass.Sets))
            set.ForEach(action);
    }

    [LoggerMessage(LogLevel.Error, "Activation of {Grain} failed.")]
    public partial void LogActivationFailure(Exception exception, CallTarget grain);

    [LoggerMessage(LogLevel.Error, "Deactivation of {Grain} failed; it is deactivated all the same.")]
    public partial void LogDeactivationFailure(Exception exception, CallTarget grain);

    [LoggerMessage(LogLevel.Warning, "A timer of {Grain} failed.")]
    public partial void LogTimerFailure(Exception exception, CallTarget grain);

    [LoggerMessage("The one-way call {Call} failed.")]
    public partial void LogOneWayFailure(LogLevel level, Exception exception, Call call);

    [LoggerMessage(LogLevel.Warning, "Grains did not end in time: their calls are abandoned.")]
    private partial void LogStopTimeout();
}
