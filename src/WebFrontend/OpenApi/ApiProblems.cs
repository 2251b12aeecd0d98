using Microsoft.OpenApi;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.OpenApi;

/// <summary>Refusals in the document: one schema, and the statuses that an operation may answer.</summary>
internal static class ApiProblems
{
    public const string Schema = "Problem";
    private const string MediaType = "application/problem+json";

    private static readonly (string Status, string Name, string Description)[] Statuses =
    [
        ("400", "Invalid", "The input breaks a rule."),
        ("401", "Unauthenticated", "No valid token, password or session."),
        ("403", "Forbidden", "The caller lacks the role, or is blocked."),
        ("404", "NotFound", "It does not exist, or the caller may not know that it does."),
        ("409", "Conflict", "It contradicts the present state."),
        ("413", "TooLarge", "The request is too large."),
        ("415", "UnsupportedMediaType", "That kind of content is not accepted."),
        ("429", "RateLimited", "Too many requests."),
        ("503", "Unavailable", "Nothing is known to have been done; try again with the same ids."),
        ("default", "Refused", "Refused."),
    ];

    public static OpenApiSchema Describe() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A refusal (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A sentence for people that says what to do next." },
            ["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Why, from a closed list; hub methods reject with the same codes.",
                Enum = [.. Enum.GetValues<ErrorCode>().Select(code => code.WireCode())],
            },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "For validation_failed: what is wrong, by field.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
        },
    };

    /// <summary>The refusals that operations share.</summary>
    public static void AddResponses(OpenApiDocument document)
    {
        foreach (var (status, name, description) in Statuses)
            document.AddComponent(name, Response(document, description, retryAfter: status is "429" or "503"));
    }

    /// <summary>Every operation may be refused for its form, the caller, or the moment; what names a thing, for not finding it.</summary>
    public static void AddTo(OpenApiDocument document, OpenApiOperation operation, string path)
    {
        var hasBody = operation.RequestBody is not null;
        var namesThing = hasBody || path.Contains('{', StringComparison.Ordinal);
        foreach (var (status, name, _) in Statuses)
        {
            if ((status is "413" or "415" && !hasBody) || (status is "404" or "409" && !namesThing))
                continue;
            (operation.Responses ??= [])[status] = new OpenApiResponseReference(name, document);
        }
    }

    private static OpenApiResponse Response(OpenApiDocument document, string description, bool retryAfter)
    {
        var response = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new() { Schema = new OpenApiSchemaReference(Schema, document) },
            },
        };
        if (retryAfter)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "Seconds to wait.",
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                },
            };
        }
        return response;
    }
}
