using System.Reflection;
using System.Runtime.CompilerServices;
using OrleansChat.Conversations;

namespace OrleansChat.Grains.Tests.Wire;

/// <summary>One thing that processes of different versions, or a process and the database, must agree on.</summary>
/// <param name="Header">Kind, name on the wire, name in code.</param>
/// <param name="Members">A line each; the first word is what must never be used again.</param>
internal sealed record WireEntry(string Header, IReadOnlyList<string> Members);

/// <summary>
/// What today's code puts on the wire: records with the ids of their members, enums with their values, grain interfaces with the
/// names and signatures of their methods, grain classes with the names of their stored states.
/// </summary>
internal static class WireContract
{
    private static readonly Assembly Contracts = typeof(Message).Assembly;
    private static readonly Assembly Classes = typeof(ChatGrains).Assembly;

    public static IEnumerable<Type> Records => Contracts.GetTypes()
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null)
        .OrderBy(type => AliasOf(type) ?? type.FullName, StringComparer.Ordinal);

    public static IEnumerable<Type> Interfaces => Contracts.GetTypes()
        .Where(type => type.IsInterface && type.IsAssignableTo(typeof(Orleans.Runtime.IAddressable)))
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>What grains store, by the name that it is stored under.</summary>
    public static IEnumerable<(Type Grain, string Name, Type State)> States =>
        from grain in Classes.GetTypes()
        where grain.IsAssignableTo(typeof(Grain)) && !grain.IsAbstract
        orderby grain.FullName
        from parameter in grain.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        let attribute = parameter.GetCustomAttribute<Orleans.Runtime.PersistentStateAttribute>()
        where attribute is not null
        select (grain, attribute.StateName, parameter.ParameterType.GetGenericArguments()[0]);

    public static IEnumerable<WireEntry> Describe() =>
    [
        .. Records.Select(type => new WireEntry(
            $"type {AliasOf(type)} = {type.FullName}",
            [.. MembersOf(type).OrderBy(IdOf).Select(member => $"{IdOf(member)} {member.Name}: {Name(TypeOf(member))}")])),
        .. Contracts.GetTypes().Where(type => type.IsEnum).OrderBy(type => type.FullName, StringComparer.Ordinal).Select(type => new WireEntry(
            $"enum {type.FullName}", [.. Enum.GetValues(type).Cast<object>().Select(value => $"{Convert.ToInt64(value)} {value}")])),
        .. Interfaces.Select(type => new WireEntry(
            $"interface {AliasOf(type)} = {type.FullName}",
            [.. MethodsOf(type).Select(method => $"{AliasOf(method)} {Signature(method)}")])),
        .. States.GroupBy(state => state.Grain).Select(states => new WireEntry(
            $"grain {states.Key.FullName}", [.. states.Select(state => $"{state.Name} {state.State.FullName}")])),
    ];

    /// <summary>Everything of a record that holds a value.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(own))
        {
            if (field.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
                yield return field;
            else if (field.Name.StartsWith('<') && type.GetProperty(field.Name[1..field.Name.IndexOf('>')], own) is { } property)
                yield return property;
        }
    }

    public static uint? IdOf(MemberInfo member) => member.GetCustomAttribute<IdAttribute>()?.Id;

    public static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    public static IEnumerable<MethodInfo> MethodsOf(Type type) => type
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .OrderBy(method => AliasOf(method) ?? method.Name, StringComparer.Ordinal);

    public static object? ValueOf(MemberInfo member, object value) =>
        member is PropertyInfo property ? property.GetValue(value) : ((FieldInfo)member).GetValue(value);

    private static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private static string Signature(MethodInfo method) =>
        $"({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}): {Name(method.ReturnType)}";

    /// <summary>As in code; of ours without the namespace.</summary>
    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        if (!type.IsGenericType)
            return type.Name;
        return $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
