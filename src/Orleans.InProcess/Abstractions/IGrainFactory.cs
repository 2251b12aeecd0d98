namespace Orleans;

/// <summary>Makes references to grains and to observers.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to a grain. Cheap: nothing is activated before the first call.</summary>
    /// <param name="primaryKey">The grain's key.</param>
    /// <param name="grainClassNamePrefix">Where several classes implement the interface: how the class's name or full name begins.</param>
    /// <exception cref="ArgumentException">No grain class, or more than one, implements the interface.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>
    /// A reference to an observer that grains can call. The observer is held weakly: its owner keeps it alive.
    /// Its calls run one after the other, in the order in which they were made.
    /// </summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends the reference: later one-way calls vanish, others fail.</summary>
    /// <param name="obj">What <see cref="CreateObjectReference{T}"/> answered, not the observer itself.</param>
    /// <exception cref="ArgumentException"><paramref name="obj"/> is no reference to an observer.</exception>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The way into the grains for code that is no grain.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the process.</summary>
    IServiceProvider ServiceProvider { get; }
}
