using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OrleansChat.InProcess.Calls;

/// <summary>A reference to a grain or observer: implements the interface, and makes calls of its methods.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it.")]
internal class Reference : DispatchProxy, IAddressable
{
    private Dictionary<MethodInfo, GrainMethod> _methods = null!;

    public CallTarget Target { get; private set; } = null!;

    /// <summary>A reference of this type. Copies a prototype, which is much faster than making a proxy.</summary>
    /// <exception cref="InvalidCastException">The target does not implement the interface.</exception>
    public static TInterface To<TInterface>(CallTarget target)
    {
        if (!target.Implements(typeof(TInterface)))
            throw new InvalidCastException($"{target} does not implement {typeof(TInterface)}.");

        var reference = (Reference)Prototype<TInterface>.Instance.MemberwiseClone();
        reference.Target = target;
        return (TInterface)(object)reference;
    }

    public override bool Equals(object? other) => other is Reference reference && reference.Target.Equals(Target);

    public override int GetHashCode() => Target.GetHashCode();

    public override string ToString() => $"Reference to {Target}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _methods[targetMethod!].Call(Target, args!);

    private static class Prototype<TInterface>
    {
        public static readonly Reference Instance = Create();

        private static Reference Create()
        {
            var reference = (Reference)(object)DispatchProxy.Create<TInterface, Reference>()!;
            reference._methods = typeof(TInterface).GetInterfaces().Append(typeof(TInterface))
                .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                .ToDictionary(method => method, GrainMethod.Create);
            return reference;
        }
    }
}
