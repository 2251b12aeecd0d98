using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using OrleansChat.WebFrontend.OpenApi;

namespace OrleansChat.Web.Tests.OpenApi;

/// <summary>The OpenAPI document tells all that a client generator needs, for every route there is.</summary>
[Collection(ServerCollection.Name)]
public sealed partial class ApiDocumentTests(ServerFixture server)
{
    private const string CommittedPath = "src/client-ts/sdk/openapi.json";

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_a_tag_and_its_answers()
    {
        var ids = new HashSet<string>();
        await foreach (var (name, operation) in Operations())
        {
            Assert.True(operation.TryGetProperty("operationId", out var id), $"{name} has no operationId: add a row to ApiOperations.");
            Assert.True(operation.TryGetProperty("summary", out var summary), $"{name} has no summary: add a row to ApiOperations.");
            Assert.Matches(CamelCase(), id.GetString());
            Assert.True(ids.Add(id.GetString()!), $"Two operations are named {id}.");
            Assert.EndsWith(".", summary.GetString(), StringComparison.Ordinal);
            Assert.Matches("^[a-z]+$", Assert.Single(operation.GetProperty("tags").EnumerateArray()).GetString());
            var statuses = operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToHashSet();
            Assert.True(statuses.Any(status => status[0] is '2' or '3'), $"{name} has no answer of success.");
            Assert.Superset(new HashSet<string> { "400", "401", "429", "503", "default" }, statuses);
        }
        Assert.NotEmpty(ids);
    }

    [Fact]
    public async Task It_lists_every_route_of_the_contract_and_no_other()
    {
        var listed = new List<string>();
        await foreach (var (name, _) in Operations())
            listed.Add(name.Replace(" /api", " ", StringComparison.Ordinal));
        Assert.Equal(ApiOperations.Table.Select(row => row.Route).Order(), listed.Order());
    }

    [Fact]
    public async Task Every_answer_of_success_but_an_empty_one_has_a_schema()
    {
        await foreach (var (name, operation) in Operations())
        {
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(response => response.Name is "200" or "201"))
                Assert.True(response.Value.TryGetProperty("content", out _), $"{name} {response.Name} has no schema.");
        }
    }

    [Fact]
    public async Task Only_what_needs_no_token_says_so()
    {
        var open = new List<string>();
        await foreach (var (name, operation) in Operations())
        {
            if (operation.TryGetProperty("security", out var security))
            {
                Assert.Empty(security.EnumerateArray());
                open.Add(name);
            }
        }
        Assert.Equal(["POST /api/auth/login", "POST /api/auth/refresh", "POST /api/auth/register"], open.Order());
        var document = await Document();
        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
    }

    [Fact]
    public async Task What_a_body_must_hold_is_required_and_never_null_and_what_an_answer_holds_is_always_there()
    {
        var schemas = (await Document()).GetProperty("components").GetProperty("schemas");
        Assert.Equal(["password", "username"], Required(schemas.GetProperty("RegisterRequest")));
        Assert.Equal("string", schemas.GetProperty("RegisterRequest").GetProperty("properties").GetProperty("username").GetProperty("type").GetString());
        var message = schemas.GetProperty("Message");
        Assert.Equal(message.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(), Required(message));
        Assert.Equal(["member", "admin", "owner"], schemas.GetProperty("GroupRole").GetProperty("enum").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal(11, schemas.GetProperty("Problem").GetProperty("properties").GetProperty("code").GetProperty("enum").GetArrayLength());
    }

    [Fact]
    public async Task Every_required_member_of_a_body_exists()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        await foreach (var (name, operation) in Operations())
        {
            if (!operation.TryGetProperty("requestBody", out var body))
                continue;
            var reference = body.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!;
            var schema = schemas.GetProperty(reference.Split('/')[^1]);
            foreach (var member in Required(schema))
                Assert.True(schema.GetProperty("properties").TryGetProperty(member, out _), $"{name}: its body has no member {member}. Correct its row in ApiOperations.");
        }
    }

    /// <summary>After a change of the API run this with <c>CHAT_WRITE_OPENAPI=1</c>, and commit what it writes.</summary>
    [Fact]
    public async Task The_committed_document_is_what_the_server_answers()
    {
        var answered = $"{JsonSerializer.Serialize(await Document(), new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })}\n";
        var committed = Path.Combine(Repository.Root, CommittedPath);
        if (Environment.GetEnvironmentVariable("CHAT_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(committed, answered);
        Assert.True(
            File.Exists(committed) && await File.ReadAllTextAsync(committed) == answered,
            $"{CommittedPath} is not what the server answers. Run this test with CHAT_WRITE_OPENAPI=1, and commit the file.");
    }

    private static IEnumerable<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).Order() : [];

    private async Task<JsonElement> Document()
    {
        using var client = server.NewClient();
        return (await client.Get("/openapi/v1.json")).MustBe(HttpStatusCode.OK).Json;
    }

    private async IAsyncEnumerable<(string Name, JsonElement Operation)> Operations()
    {
        foreach (var path in (await Document()).GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(member => member.Name is not "parameters"))
                yield return ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);
        }
    }

    [GeneratedRegex("^[a-z][A-Za-z]+$")]
    private static partial Regex CamelCase();
}
