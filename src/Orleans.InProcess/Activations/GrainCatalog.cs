using System.Collections.Concurrent;
using System.Reflection;

namespace OrleansChat.InProcess.Activations;

/// <summary>All grain classes of the process, by the interfaces that they implement.</summary>
internal sealed class GrainCatalog
{
    private readonly ILookup<Type, GrainClass> _byInterface;
    private readonly ConcurrentDictionary<(Type InterfaceType, string? Prefix), GrainClass> _found = new();

    public GrainCatalog(IEnumerable<Assembly> assemblies, ActorRuntime runtime)
    {
        Classes =
        [
            .. assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())
                .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }
                    && type.IsSubclassOf(typeof(Grain)) && type.IsAssignableTo(typeof(IGrain)))
                .Select(type => new GrainClass(type, runtime)),
        ];
        _byInterface = Classes
            .SelectMany(grainClass => grainClass.Type.GetInterfaces(), (grainClass, type) => (grainClass, type))
            .Where(pair => pair.type.IsAssignableTo(typeof(IGrain)))
            .ToLookup(pair => pair.type, pair => pair.grainClass);
    }

    public IReadOnlyList<GrainClass> Classes { get; }

    /// <exception cref="ArgumentException">No class, or more than one, implements the interface.</exception>
    public GrainClass Find(Type interfaceType, string? classNamePrefix) =>
        _found.GetOrAdd((interfaceType, classNamePrefix), static (key, self) => self.Search(key.InterfaceType, key.Prefix), this);

    private GrainClass Search(Type interfaceType, string? classNamePrefix)
    {
        GrainClass[] found = [.. _byInterface[interfaceType].Where(grainClass => HasPrefix(grainClass.Type, classNamePrefix))];
        return found switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"No grain class implements {interfaceType}."),
            _ => throw new ArgumentException(
                $"{string.Join(", ", found.Select(grainClass => grainClass.Type))} all implement {interfaceType}: give a prefix."),
        };
    }

    private static bool HasPrefix(Type type, string? prefix) =>
        prefix is null
        || type.Name.StartsWith(prefix, StringComparison.Ordinal)
        || type.FullName!.StartsWith(prefix, StringComparison.Ordinal);
}
