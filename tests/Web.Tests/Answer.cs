using System.Globalization;

namespace OrleansChat.Web.Tests;

/// <summary>An HTTP answer. Assertions that fail print its body.</summary>
internal sealed class Answer
{
    private readonly HttpResponseMessage _response;
    private readonly string _text;

    private Answer(HttpResponseMessage response, string text)
    {
        _response = response;
        _text = text;
    }

    public static async Task<Answer> Read(HttpResponseMessage response) => new(response, await response.Content.ReadAsStringAsync());

    public HttpStatusCode Status => _response.StatusCode;

    public JsonElement Json => JsonDocument.Parse(_text).RootElement;

    public string this[string member] => Json.GetProperty(member).GetString()!;

    public IEnumerable<string> SetCookies => Header("Set-Cookie");

    public IEnumerable<string> Header(string name) => _response.Headers.TryGetValues(name, out var values) ? values : [];

    public Answer MustBe(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}, got {this}");
        return this;
    }

    /// <summary>A refusal in the contract's form, with this code and its status.</summary>
    public Answer MustBeProblem(string code, params string[] fields)
    {
        Assert.True(_response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"Expected a problem, got {this}");
        Assert.True(this["code"] == code, $"Expected {code}, got {this}");
        var body = Json;
        Assert.Equal(StatusOf(code), (int)Status);
        Assert.Equal((int)Status, body.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(this["type"]) || string.IsNullOrWhiteSpace(this["title"]) || string.IsNullOrWhiteSpace(this["detail"]), ToString());
        Assert.DoesNotContain("   at ", _text);
        Assert.DoesNotContain("Exception", _text);
        if (fields.Length > 0)
        {
            Assert.True(body.TryGetProperty("errors", out var errors), $"Expected errors by field, got {this}");
            Assert.Equal(fields.Order(), errors.EnumerateObject().Select(field => field.Name).Order());
        }
        if (code is "rate_limited" or "unavailable")
            Assert.InRange(int.Parse(Assert.Single(Header("Retry-After")), CultureInfo.InvariantCulture), 1, 3600);
        return this;
    }

    public override string ToString() =>
        $"{(int)Status} to {_response.RequestMessage?.Method} {_response.RequestMessage?.RequestUri?.PathAndQuery}:\n{_text}";

    private static int StatusOf(string code) => code switch
    {
        "validation_failed" => 400,
        "unauthenticated" => 401,
        "forbidden" => 403,
        "not_found" => 404,
        "conflict" or "username_taken" => 409,
        "gone" => 410,
        "too_large" => 413,
        "unsupported_media_type" => 415,
        "rate_limited" => 429,
        "unavailable" => 503,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "This is no code of the contract."),
    };
}
