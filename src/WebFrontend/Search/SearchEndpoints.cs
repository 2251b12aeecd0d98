using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Search;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Search;

/// <summary>Search over the messages of the caller's conversations.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder api)
    {
        api.MapGet("/search", Search).WithTags("search").WithLimit(Limit.Search)
            .WithDescription(
                "The most relevant first, of equally relevant ones the newest; the newest 1,000 matches are ranked together, then "
                + "the next older ones. A snippet is HTML: about 160 characters of the text around the first hit, escaped, each "
                + "hit in a mark element, no other element. A rank is from 0 to 1. A message is found within two seconds of its Ack.");
    }

    private static async Task<Results<Ok<Page<SearchHit>>, Problem>> Search(
        [AsParameters] SearchQueryString query, HttpContext context, IGrainFactory grains)
    {
        var check = new Validation();
        var request = query.Parse(check);
        if (check.Failed(out var invalid))
            return invalid;
        return request.Error is { } error
            ? new Problem(error)
            : (await grains.GetGrain<ISearchReaderGrain>("reader.0").Search(context.User.UserId(), request.Required)).ToOk();
    }
}
