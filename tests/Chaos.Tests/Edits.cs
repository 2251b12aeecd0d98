namespace OrleansChat.Chaos.Tests;

/// <summary>Lists with one thing changed.</summary>
internal static class Edits
{
    public static IReadOnlyList<T> Without<T>(this IReadOnlyList<T> list, int index) => [.. list.Where((_, i) => i != index)];

    public static IReadOnlyList<T> With<T>(this IReadOnlyList<T> list, int index, T item) => [.. list.Select((old, i) => i == index ? item : old)];

    public static IReadOnlyList<T> And<T>(this IReadOnlyList<T> list, T item) => [.. list, item];

    /// <summary>The row with one of its numbers one greater.</summary>
    public static T Bumped<T>(T row, int number)
        where T : IRow<T> =>
        T.FromNumbers(row.Numbers.Select((value, i) => i == number ? value + 1 : value).ToArray());

    public static int IndexOf<T>(this IReadOnlyList<T> list, Func<T, bool> matches)
    {
        var index = list.TakeWhile(item => !matches(item)).Count();
        return index < list.Count ? index : throw new InvalidOperationException("There is none.");
    }
}
