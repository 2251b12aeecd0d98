namespace OrleansChat;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="NextCursor">Opaque; give it back for the next page. Null on the last page.</param>
[GenerateSerializer, Immutable, Alias("page`1")]
public sealed record Page<T>([property: Id(0)] ImmutableArray<T> Items, [property: Id(1)] string? NextCursor);
