using System.Diagnostics.CodeAnalysis;

namespace OrleansChat.WebFrontend.Http;

/// <summary>Collects what is wrong with a request, so that the answer names every field at once.</summary>
internal sealed class Validation
{
    private readonly List<Error> _errors = [];

    /// <summary>The checked value; only to be used when nothing <see cref="Failed"/>.</summary>
    public T Take<T>(Outcome<T> outcome)
    {
        if (outcome.Error is { } error)
            _errors.Add(error);
        return outcome.Value!;
    }

    public bool Failed([NotNullWhen(true)] out Problem? problem)
    {
        problem = _errors.Count == 0 ? null : new Problem(_errors);
        return problem is not null;
    }
}
