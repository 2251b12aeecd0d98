using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Reads a hub method's argument; what is wrong with it is answered as <c>validation_failed</c>.</summary>
internal static class HubInput
{
    /// <summary>As strict as REST: a number in quotes is no number.</summary>
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerOptions.Web) { NumberHandling = JsonNumberHandling.Strict };

    /// <exception cref="HubException">The argument is not of the form <typeparamref name="T"/>.</exception>
    public static T Read<T>(JsonElement input)
        where T : class
    {
        try
        {
            return input.Deserialize<T>(Json) ?? throw Invalid("$");
        }
        catch (JsonException exception)
        {
            throw Invalid(exception.Path ?? "$");
        }
        catch (InvalidOperationException)
        {
            throw Invalid("$"); // a lone surrogate in a string
        }
    }

    private static HubException Invalid(string path) =>
        Error.Invalid(path, $"The argument has a missing or wrong value at {path}. See the contract for its form.").ToHubException();
}
