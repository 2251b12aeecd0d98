using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.WebFrontend.OpenApi;

/// <summary>The OpenAPI document: generated from the endpoints, with what holds for all of them added in one place.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddOperationTransformer(DescribeOperation);
        options.AddDocumentTransformer(DescribeDocument);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json");

    private static Task DescribeOperation(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        // The callers of the other operations are told at the document's top.
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [];
        return Task.CompletedTask;
    }

    private static async Task DescribeDocument(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new()
        {
            Title = "OrleansChat",
            Version = "1",
            Description = "The REST interface. Live pushes come over the SignalR hub /hubs/chat, whose pushes are among the schemas.",
        };
        // The document is the same wherever it is served.
        document.Servers = [];
        foreach (var push in typeof(IChatClient).GetMethods().SelectMany(method => method.GetParameters()))
            document.AddComponent(push.ParameterType.Name, await context.GetOrCreateSchemaAsync(push.ParameterType, null, cancellation));

        document.Components!.Schemas!.Remove("ProblemDetails");
        ApiSchemas.Correct(document);
        document.AddComponent(ApiProblems.Schema, ApiProblems.Describe());
        ApiProblems.AddResponses(document);
        document.AddComponent(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            BearerFormat = "JWT",
            Description = "The accessToken that registering, signing in and refreshing answer; short-lived.",
        });
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];

        // One tag per feature: what a path begins with.
        document.Tags = new HashSet<OpenApiTag>();
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
                Describe(document, operation, method.Method, path[ApiRoutes.Prefix.Length..]);
        }
    }

    private static void Describe(OpenApiDocument document, OpenApiOperation operation, string method, string path)
    {
        var row = ApiOperations.Find(method, path);
        operation.OperationId ??= row?.Id;
        operation.Summary ??= row?.Summary;
        var tag = path.Split('/')[1];
        document.Tags!.Add(new OpenApiTag { Name = tag });
        operation.Tags = new HashSet<OpenApiTagReference> { new(tag, document) };
        ApiSchemas.CorrectParameters(operation, path);
        foreach (var media in operation.RequestBody?.Content?.Values ?? [])
            ApiSchemas.CorrectBody(document, media, row?.Body.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);
        ApiProblems.AddTo(document, operation, path);
    }
}
