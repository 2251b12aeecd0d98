using System.Text.Json;

namespace OrleansChat.LoadBalancer.FrontEnds;

/// <summary>Where the front-ends are, from the configuration's section <c>Chat</c>.</summary>
internal sealed class FrontEndOptions
{
    private const string ListKey = "Chat:FrontEnds";
    private const string FileKey = "Chat:FrontEndsFile";
    private const string ResolveKey = "Chat:ResolveNames";
    private const string CookieKey = "Chat:AffinityCookie";

    /// <summary>Base addresses; empty when they are in the <see cref="File"/>.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>A JSON file <c>{"frontEnds": ["http://…"]}</c> that is read again when it changes; it may name none for a while.</summary>
    public string? File { get; init; }

    /// <summary>Each address's name stands for all addresses that DNS has for it, now and later.</summary>
    public bool ResolveNames { get; init; }

    /// <summary>The affinity cookie's name: cookies do not know ports, so two balancers on one host need two names.</summary>
    public required string Cookie { get; init; }

    /// <exception cref="InvalidOperationException">Something is missing or wrong; the message names the key.</exception>
    public static FrontEndOptions Read(IConfiguration configuration)
    {
        var addresses = configuration.GetSection(ListKey).GetChildren().Select(child => child.Value ?? "").ToList();
        var file = configuration[FileKey];
        if (addresses.Count == 0 == string.IsNullOrEmpty(file))
        {
            throw new InvalidOperationException(
                $"Set either {ListKey} (base addresses, such as {ListKey}:0=http://10.0.0.5:8080) or {FileKey} (the path of a JSON file that holds them).");
        }
        return new FrontEndOptions
        {
            Addresses = [.. (addresses.Count > 0 ? addresses : ReadFile(file!)).Select(text => ParseAddress(ListKey, text))],
            File = file,
            ResolveNames = ReadFlag(configuration),
            Cookie = ReadCookie(configuration[CookieKey]),
        };
    }

    /// <exception cref="InvalidOperationException">The text is not of that form; the message names the key.</exception>
    public static IReadOnlyList<Uri> ParseFile(string json)
    {
        try
        {
            var content = JsonSerializer.Deserialize<FileContent>(json, JsonSerializerOptions.Web);
            return [.. (content?.FrontEnds ?? throw new JsonException("It has no \"frontEnds\".")).Select(text => ParseAddress(FileKey, text))];
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException(
                $$"""{{FileKey}} does not hold {"frontEnds": ["http://…", …]}: {{exception.Message}}""", exception);
        }
    }

    private static IEnumerable<string> ReadFile(string path)
    {
        try
        {
            return ParseFile(System.IO.File.ReadAllText(path)).Select(address => address.OriginalString);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{FileKey} cannot be read: {exception.Message}", exception);
        }
    }

    private static Uri ParseAddress(string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.Fragment == ""
            ? uri
            : throw new InvalidOperationException($"{key} holds \"{text}\", which is no base address, such as http://10.0.0.5:8080.");

    private static bool ReadFlag(IConfiguration configuration) => configuration[ResolveKey] switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw new InvalidOperationException($"{ResolveKey} is \"true\" or \"false\", and without it false."),
    };

    private static string ReadCookie(string? text) => text switch
    {
        null or "" => "chat_frontend",
        _ when text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') => text,
        _ => throw new InvalidOperationException($"{CookieKey} is \"{text}\". Give a name of letters, digits, _ and -."),
    };

    private sealed record FileContent(IReadOnlyList<string>? FrontEnds);
}
