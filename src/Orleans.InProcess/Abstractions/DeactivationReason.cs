namespace Orleans;

/// <summary>Why an activation ends.</summary>
public readonly struct DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
{
    /// <summary>A reason without an exception.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text) { }

    /// <summary>The kind of reason.</summary>
    public DeactivationReasonCode ReasonCode { get; } = code;

    /// <summary>The reason in words.</summary>
    public string Description { get; } = text;

    /// <summary>The failure behind it, if there is one.</summary>
    public Exception? Exception { get; } = exception;

    /// <inheritdoc />
    public override string ToString() =>
        Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description} Exception: {Exception}";
}

/// <summary>The kinds of reasons for which an activation ends; the embedded runtime gives only those named here.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason.</summary>
    None = 0,

    /// <summary>The process is stopping.</summary>
    ShuttingDown = 1,

    /// <summary>The activation could not be made.</summary>
    ActivationFailed = 2,

    /// <summary>Nobody called it for long.</summary>
    ActivationIdle = 4,

    /// <summary>A call failed in a way that makes the activation's state doubtful.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,
}
