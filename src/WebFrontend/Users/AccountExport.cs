using System.Net.Mime;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using OrleansChat.Accounts;
using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.Images;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Conversations;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Users;

/// <summary>
/// Everything held about a user as one JSON document, written while it is read: it may be larger than memory. When a page
/// cannot be read half-way, the connection is cut, so that nobody takes a part for the whole.
/// </summary>
internal sealed class AccountExport(string userId, IGrainFactory grains) : IResult, IEndpointMetadataProvider
{
    private const int PageSize = 200;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var user = grains.GetGrain<IUserGrain>(userId);
        var profile = await user.GetProfile();
        if (profile.Error is { } error)
        {
            await new Problem(error).ExecuteAsync(httpContext);
            return;
        }

        var response = httpContext.Response;
        response.ContentType = MediaTypeNames.Application.Json;
        response.Headers.ContentDisposition = "attachment; filename=\"orleanschat-export.json\"";
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        await using var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = json.Encoder });
        var document = new ExportDocument(writer, json, httpContext.RequestAborted);
        writer.WriteStartObject();
        document.Write("user", profile.Required);
        document.Write("sessions", await user.ListSessions());
        await document.WriteAll("contacts", Pages(cursor => grains.GetGrain<IContactReaderGrain>("reader.0").List(userId, PageSize, cursor)));
        await document.WriteAll("conversations", Inbox());
        await document.WriteAll("messages", Messages());
        await document.WriteAll("reactions", Pages(cursor => Exports.Reactions(userId, cursor)));
        document.Write("images", (await grains.GetGrain<IImageReaderGrain>("reader.0").OwnedBy(userId)).Required);
        writer.WriteEndObject();
        await document.Flush();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(JsonDocument), [MediaTypeNames.Application.Json]));

    private IExportGrain Exports => grains.GetGrain<IExportGrain>("export.0");

    private IAsyncEnumerable<Conversation> Inbox() => Pages(cursor => grains.Reader().Inbox(userId, PageSize, cursor));

    private async IAsyncEnumerable<ExportedMessage> Messages()
    {
        foreach (var conversationId in (await Exports.Conversations(userId)).Required)
        {
            await foreach (var message in Pages(cursor => Exports.Messages(userId, conversationId, cursor)))
                yield return message;
        }
    }

    private static async IAsyncEnumerable<T> Pages<T>(Func<string?, Task<Outcome<Page<T>>>> read)
    {
        string? cursor = null;
        do
        {
            var page = (await read(cursor)).Required;
            foreach (var item in page.Items)
                yield return item;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
