using System.Reflection;
using Microsoft.Extensions.Options;

namespace OrleansChat.InProcess;

/// <summary>Options of the embedded actor runtime.</summary>
public sealed class InProcessActorOptions
{
    /// <summary>The PostgreSQL database of persistent state. Needed only if a grain has such state.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The service under whose name state is stored; that of Orleans' <c>ClusterOptions.ServiceId</c>.</summary>
    public string ServiceId { get; set; } = "default";

    /// <summary>The assemblies whose grain classes are run.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>How long a caller waits for an answer. Checked every second, or twice in this time if that is shorter.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may be idle before it is deactivated.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long reading a grain's state and its <c>OnActivateAsync</c> may take.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a grain's <c>OnDeactivateAsync</c> may take.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The rules of <see cref="InProcessActorOptions"/>, checked at start.</summary>
internal sealed class InProcessActorOptionsValidator : IValidateOptions<InProcessActorOptions>
{
    public ValidateOptionsResult Validate(string? name, InProcessActorOptions options)
    {
        var failures = new List<string>();
        if (options.GrainAssemblies.Count == 0)
            failures.Add($"{nameof(options.GrainAssemblies)} names no assembly.");
        if (string.IsNullOrEmpty(options.ServiceId) || options.ServiceId.Length > 150)
            failures.Add($"{nameof(options.ServiceId)} must have 1 to 150 characters.");

        MustBePositive(nameof(options.ResponseTimeout), options.ResponseTimeout);
        MustBePositive(nameof(options.CollectionAge), options.CollectionAge);
        MustBePositive(nameof(options.CollectionQuantum), options.CollectionQuantum);
        MustBePositive(nameof(options.ActivationTimeout), options.ActivationTimeout);
        MustBePositive(nameof(options.DeactivationTimeout), options.DeactivationTimeout);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void MustBePositive(string option, TimeSpan value)
        {
            if (value <= TimeSpan.Zero)
                failures.Add($"{option} must be above zero, but is {value}.");
        }
    }
}
