using System.Collections;
using System.Globalization;
using System.Reflection;
using OrleansChat.FrontEnds;

namespace OrleansChat.Grains.Tests.Wire;

/// <summary>Makes values of any type of the contract, the same at every run, with every member set; and writes them as lines.</summary>
internal static class SampleValues
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 31, 23, 59, 58, 765, TimeSpan.Zero);

    /// <param name="type">Not a generic definition.</param>
    /// <param name="name">Texts say where they stand.</param>
    public static object? Of(Type type, string name = "value")
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Of(inner, name);
        if (type == typeof(string))
            return $"text of {name} – ü 🙂";
        if (type == typeof(Guid))
            return new Guid("01234567-89ab-cdef-0123-456789abcdef");
        if (type == typeof(DateTimeOffset))
            return Moment;
        if (type == typeof(TimeSpan))
            return TimeSpan.FromSeconds(90);
        if (type == typeof(byte[]))
            return new byte[] { 1, 2, 255 };
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Last();
        if (type.IsPrimitive)
            return Convert.ChangeType(type == typeof(bool) ? true : name.Length + 1_000, type, CultureInfo.InvariantCulture);
        if (type.IsInterface)
            return null; // the way to a front-end: only a cluster can make one
        if (type == typeof(ClientEvent))
            return Of(typeof(MessageChanged), name);
        if (type.IsGenericType && Collection(type, name) is { } collection)
            return collection;
        return Composed(type, name);
    }

    /// <summary>The members that have an id, deep, as <c>path = value</c>.</summary>
    public static IEnumerable<string> Lines(object? value, string path = "")
    {
        switch (value)
        {
            case null:
                return [$"{path} = null"];
            case DateTimeOffset time:
                return [$"{path} = {time:O}"];
            case string or Enum or Guid or TimeSpan:
                return [$"{path} = {value}"];
            case IDictionary dictionary:
                return dictionary.Keys.Cast<object>().SelectMany(key => Lines(dictionary[key], $"{path}[{key}]"));
            case IEnumerable items:
                return items.Cast<object?>().SelectMany((item, i) => Lines(item, $"{path}[{i}]"));
        }
        if (value.GetType().IsPrimitive)
            return [string.Create(CultureInfo.InvariantCulture, $"{path} = {value}")];
        return WireContract.MembersOf(value.GetType()).SelectMany(member => Lines(WireContract.ValueOf(member, value), $"{path}.{member.Name}"))
            .DefaultIfEmpty($"{path} = {value.GetType().Name}");
    }

    private static object? Collection(Type type, string name)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ImmutableDictionary<,>))
            return ImmutableDictionary<string, long>.Empty.Add($"key of {name}", 7);
        if (definition != typeof(ImmutableArray<>) && definition != typeof(List<>))
            return null;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
        list.Add(Of(arguments[0], name));
        return definition == typeof(List<>)
            ? list
            : typeof(ImmutableArray).GetMethods().Single(method => method.Name == "CreateRange" && method.GetParameters().Length == 1)
                .MakeGenericMethod(arguments).Invoke(null, [list]);
    }

    private static object Composed(Type type, string name)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public)
            .Where(candidate => candidate.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(candidate => candidate.GetParameters().Length)!;
        var value = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType, parameter.Name!))]);
        if (constructor.GetParameters().Length == 0)
        {
            foreach (var property in type.GetProperties().Where(property => property.CanWrite))
                property.SetValue(value, Of(property.PropertyType, property.Name));
        }
        return value;
    }
}
