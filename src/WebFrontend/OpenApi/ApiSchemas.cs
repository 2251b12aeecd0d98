using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.OpenApi;

/// <summary>What the generator cannot know of schemas: texts that stand for numbers, and what a body may leave out.</summary>
internal static partial class ApiSchemas
{
    /// <summary>The largest whole number that a JavaScript number can count.</summary>
    private const string MaxSeq = "9007199254740991";

    /// <summary>All schemas: enumerations are texts, nulls stand where they are used, and comments flow.</summary>
    public static void Correct(OpenApiDocument document)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>())
        {
            if (schema.Enum is { Count: > 0 } values)
            {
                schema.Enum = [.. values.Where(value => value is not null && value.GetValueKind() == System.Text.Json.JsonValueKind.String)];
                schema.Type = JsonSchemaType.String;
            }
            schema.Description = Flow(schema.Description);
            // Answers leave nothing out; bodies may, see below.
            if (schema.Properties is { Count: > 0 } properties)
                schema.Required = properties.Keys.ToHashSet();
            foreach (var property in schema.Properties?.Values ?? [])
                CorrectProperty(property);
        }
    }

    /// <summary>Names as the contract writes them; numbers that are read as texts, so that a wrong one is refused by name.</summary>
    public static void CorrectParameters(OpenApiOperation operation, string path)
    {
        var isHistory = path.EndsWith("/messages", StringComparison.Ordinal);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var name = parameter.Name = char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];
            parameter.Description = Flow(parameter.Description);
            if (name == "limit")
            {
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "1",
                    Maximum = $"{PageQuery.MaxLimit}",
                    Default = PageQuery.DefaultLimit,
                };
                parameter.Description = $"At most so many; {PageQuery.DefaultLimit} unless told.";
            }
            else if (name == "seq" || (isHistory && name is "before" or "after" or "around"))
            {
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = MaxSeq };
            }
        }
    }

    /// <summary>A body's members may be missing or null, but the required ones.</summary>
    public static void CorrectBody(OpenApiDocument document, OpenApiMediaType media, string[] required)
    {
        // A body that may be missing is told as "null or this", which JSON's null would be.
        var reference = media.Schema as OpenApiSchemaReference ?? media.Schema?.OneOf?.OfType<OpenApiSchemaReference>().SingleOrDefault();
        if (reference?.Reference.Id is not { } name || document.Components!.Schemas![name] is not OpenApiSchema body)
            return;
        media.Schema = reference;
        CorrectBody(body, required);
    }

    private static void CorrectBody(OpenApiSchema body, string[] required)
    {
        body.Required = new HashSet<string>(required);
        foreach (var name in required)
        {
            if (body.Properties?.TryGetValue(name, out var property) == true && property is OpenApiSchema schema)
                schema.Type &= ~JsonSchemaType.Null;
        }
        foreach (var list in body.Properties?.Values.OfType<OpenApiSchema>() ?? [])
        {
            if (list.Items is OpenApiSchema item)
                item.Type &= ~JsonSchemaType.Null;
        }
    }

    private static void CorrectProperty(IOpenApiSchema property)
    {
        property.Description = Flow(property.Description);
        foreach (var choice in (property as OpenApiSchema)?.OneOf ?? [])
            CorrectProperty(choice);
    }

    private static string? Flow(string? comment) =>
        comment is null ? null : TypeOfReference().Replace(Spaces().Replace(comment, " "), "").Trim();

    [GeneratedRegex("""\s+""")]
    private static partial Regex Spaces();

    // A reference to a property comes with its type before it.
    [GeneratedRegex("""\b(string|int|long|bool)\?? (?=[A-Z]\w*\.)""")]
    private static partial Regex TypeOfReference();
}
