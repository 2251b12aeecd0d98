namespace Orleans;

/// <summary>What can be asked of a grain and of a reference alike.</summary>
public static class GrainExtensions
{
    /// <summary>The key of the grain.</summary>
    /// <exception cref="ArgumentException"><paramref name="grain"/> is neither a grain nor a reference to one.</exception>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        Grain self => self.Activation.Key,
        Reference { Target: GrainTarget target } => target.Key,
        _ => throw NoGrain(grain),
    };

    /// <summary>A reference to the same grain or observer through another of its interfaces.</summary>
    /// <exception cref="InvalidCastException">The grain or observer does not implement the interface.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        Grain self => Reference.To<TGrainInterface>(self.Activation.Target),
        Reference reference => Reference.To<TGrainInterface>(reference.Target),
        _ => throw NoGrain(grain),
    };

    private static ArgumentException NoGrain(IAddressable grain) =>
        new($"{grain?.GetType().ToString() ?? "null"} is neither a grain nor a reference. "
            + $"An observer gets its reference from {nameof(IGrainFactory.CreateObjectReference)}.", nameof(grain));
}
