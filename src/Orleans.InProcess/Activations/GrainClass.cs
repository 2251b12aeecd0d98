using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Core;
using OrleansChat.InProcess.Storage;

namespace OrleansChat.InProcess.Activations;

/// <summary>A class of grains: how its grains are made, and all that are activated.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<string, ActivationSet> _sets = new();
    private readonly (string Name, ObjectFactory Factory)[] _states;
    private readonly ObjectFactory _factory;

    public GrainClass(Type type, ActorRuntime runtime)
    {
        Type = type;
        Runtime = runtime;
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MaxActivations = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 1;
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? runtime.Options.CollectionAge;
        if (type.GetConstructors() is not [var constructor])
            throw new InvalidOperationException($"The grain class {type} must have one public constructor.");

        ParameterInfo[] states =
            [.. constructor.GetParameters().Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)))];
        if (states.Length > 0 && string.IsNullOrEmpty(runtime.Options.ConnectionString))
            throw new InvalidOperationException(
                $"{type} has persistent state, but {nameof(InProcessActorOptions)}.{nameof(InProcessActorOptions.ConnectionString)} is not set.");

        _states = [.. states.Select(state => (state.GetCustomAttribute<PersistentStateAttribute>()!.StateName, StateFactory(state)))];
        _factory = ActivatorUtilities.CreateFactory(type, [.. states.Select(state => state.ParameterType)]);
    }

    public Type Type { get; }

    public ActorRuntime Runtime { get; }

    public bool IsReentrant { get; }

    public int MaxActivations { get; }

    public TimeSpan CollectionAge { get; }

    public IEnumerable<ActivationSet> Sets => _sets.Select(entry => entry.Value);

    public void Send(GrainTarget target, Call call)
    {
        while (true)
        {
            if (!_sets.TryGetValue(target.Key, out var set))
                set = _sets.GetOrAdd(target.Key, new ActivationSet(this, target));
            // Refused by a set that left the dictionary meanwhile: then there is room for another one.
            if (set.TrySend(call))
                return;
        }
    }

    /// <summary>Takes out a set without activations. Under its lock.</summary>
    public void Remove(ActivationSet set) => _sets.TryRemove(new(set.Target.Key, set));

    /// <summary>Makes the grain of an activation, in its first turn.</summary>
    public Grain CreateGrain(Activation activation) =>
        (Grain)_factory(activation.Services, [.. _states.Select(state => CreateState(state.Name, state.Factory, activation))]);

    private static ObjectFactory StateFactory(ParameterInfo parameter) => ActivatorUtilities.CreateFactory(
        typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GenericTypeArguments), [typeof(Activation), typeof(string)]);

    private static object CreateState(string name, ObjectFactory factory, Activation activation)
    {
        var state = (IStorage)factory(activation.Services, [activation, name]);
        activation.AddState(state);
        return state;
    }
}
