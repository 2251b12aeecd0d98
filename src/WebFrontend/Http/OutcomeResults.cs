using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansChat.WebFrontend.Http;

/// <summary>Outcomes of grains as answers.</summary>
internal static class OutcomeResults
{
    public static Results<Ok<T>, Problem> ToOk<T>(this Outcome<T> outcome) =>
        outcome.Error is { } error ? new Problem(error) : TypedResults.Ok(outcome.Required);

    public static Results<NoContent, Problem> ToNoContent(this Outcome outcome) =>
        outcome.Error is { } error ? new Problem(error) : TypedResults.NoContent();
}
