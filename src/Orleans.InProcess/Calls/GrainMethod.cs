using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace OrleansChat.InProcess.Calls;

/// <summary>A method of a grain or observer interface, read once: its attributes and a compiled way to call it.</summary>
internal abstract class GrainMethod(MethodInfo method)
{
    public string Name { get; } = $"{method.DeclaringType!.Name}.{method.Name}";

    public bool IsOneWay { get; } = method.IsDefined(typeof(OneWayAttribute));

    public Interleaving Interleaving { get; } =
        method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? Interleaving.Always
        : method.IsDefined(typeof(ReadOnlyAttribute)) ? Interleaving.WithReadOnly
        : Interleaving.Never;

    public TimeSpan? Timeout { get; } = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;

    /// <summary>Which parameter is the <see cref="CancellationToken"/>, if one is.</summary>
    public int? CancellationIndex { get; } = method.GetParameters()
        .FirstOrDefault(parameter => parameter.ParameterType == typeof(CancellationToken))?.Position;

    /// <summary>Sends a call and answers what the method's caller gets: its task.</summary>
    public abstract object Call(CallTarget target, object?[] arguments);

    /// <exception cref="NotSupportedException">No task is returned, or the method is generic.</exception>
    public static GrainMethod Create(MethodInfo method)
    {
        var returned = method.ReturnType;
        var result =
            returned == typeof(Task) || returned == typeof(ValueTask) ? typeof(Nothing)
            : returned.IsGenericType
                && (returned.GetGenericTypeDefinition() == typeof(Task<>) || returned.GetGenericTypeDefinition() == typeof(ValueTask<>))
                ? returned.GenericTypeArguments[0]
            : null;
        if (result is null || method.IsGenericMethod)
            throw new NotSupportedException($"{method.DeclaringType}.{method.Name} must return a task and not be generic.");

        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(result), method)!;
    }

    /// <summary>The result of a method that has none.</summary>
    internal readonly struct Nothing;
}

/// <inheritdoc />
internal sealed class GrainMethod<TResult>(MethodInfo method) : GrainMethod(method)
{
    public static readonly Task<TResult> NoAnswer = Task.FromResult(default(TResult)!);

    private readonly Func<Task<TResult>, object> _toReturnType =
        method.ReturnType == typeof(ValueTask) ? task => new ValueTask(task)
        : method.ReturnType == typeof(ValueTask<TResult>) ? task => new ValueTask<TResult>(task)
        : task => task;

    public Func<object, object?[], Task?> Invoke { get; } = Compile(method);

    public static TResult ResultOf(Task done) => done is Task<TResult> task ? task.Result : default!;

    public override object Call(CallTarget target, object?[] arguments)
    {
        var call = new MethodCall<TResult>(this, target, arguments);
        if (!call.IsAnswered)
            target.Send(call);
        return _toReturnType(call.Answer);
    }

    private static Func<object, object?[], Task?> Compile(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        Expression call = Expression.Call(
            Expression.Convert(target, method.DeclaringType!),
            method,
            method.GetParameters().Select(parameter => Expression.Convert(
                Expression.ArrayIndex(arguments, Expression.Constant(parameter.Position)), parameter.ParameterType)));
        if (method.ReturnType.IsValueType)
            call = Expression.Call(call, nameof(ValueTask.AsTask), Type.EmptyTypes);
        return Expression.Lambda<Func<object, object?[], Task?>>(call, target, arguments).Compile();
    }
}
