using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace OrleansChat.Web.Tests;

/// <summary>A client of the REST API that speaks in intents. Keeps cookies as a browser does, and its access token.</summary>
internal sealed class ChatApi(string baseUrl) : IDisposable
{
    public const string Password = "correct horse";

    private readonly HttpClient _http = new() { BaseAddress = new Uri(baseUrl), Timeout = TimeSpan.FromSeconds(30) };

    public string? AccessToken { get; set; }

    /// <summary>Sent as <c>Origin</c>, as a browser would.</summary>
    public string? Origin { get; set; }

    /// <summary>A page of this server itself.</summary>
    public string OwnOrigin => baseUrl;

    public string UserId { get; private set; } = "";

    public string Username { get; private set; } = "";

    public string? RefreshToken { get; private set; }

    /// <summary>A name that nobody has.</summary>
    public static string NewName(string prefix = "user") => $"{prefix}-{Guid.NewGuid():N}"[..Math.Min(prefix.Length + 13, 32)];

    /// <summary>Registers a new user, and stays signed in as that.</summary>
    public async Task<ChatApi> RegisterUser(string? username = null, string? displayName = null, bool cookie = false)
    {
        Username = username ?? NewName();
        return Keep((await Register(Username, Password, displayName, cookie)).MustBe(HttpStatusCode.Created));
    }

    /// <summary>Signs in, and stays so.</summary>
    public async Task<ChatApi> SignIn(string username, string password = Password, bool cookie = false)
    {
        Username = username;
        return Keep((await LogIn(username, password, cookie)).MustBe(HttpStatusCode.OK));
    }

    public Task<Answer> Register(string username, string password = Password, string? displayName = null, bool cookie = false) =>
        Post("/api/auth/register", new { username, password, displayName, cookie });

    public Task<Answer> LogIn(string username, string password = Password, bool cookie = false) =>
        Post("/api/auth/login", new { username, password, cookie });

    public Task<Answer> Refresh(string? refreshToken = null, string? requestId = null) =>
        Post("/api/auth/refresh", new { refreshToken, requestId });

    public Task<Answer> LogOut() => Post("/api/auth/logout");

    public Task<Answer> ChangePassword(string currentPassword, string newPassword) =>
        Post("/api/auth/password", new { currentPassword, newPassword });

    public Task<Answer> GetMe() => Get("/api/users/me");

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body);

    public Task<Answer> Patch(string path, object? body = null) => Send(HttpMethod.Patch, path, body);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    public Task<Answer> Send(HttpMethod method, string path, object? body = null) =>
        Send(method, path, body is null ? null : JsonContent.Create(body));

    /// <summary>Sends a text as it is.</summary>
    public Task<Answer> SendText(HttpMethod method, string path, string text, string contentType = "application/json") =>
        Send(method, path, new StringContent(text, Encoding.UTF8, contentType));

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (AccessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        if (Origin is not null)
            request.Headers.Add("Origin", Origin);
        return await Answer.Read(await _http.SendAsync(request));
    }

    public void Dispose() => _http.Dispose();

    private ChatApi Keep(Answer tokens)
    {
        AccessToken = tokens["accessToken"];
        RefreshToken = tokens["refreshToken"];
        UserId = tokens.Json.GetProperty("user").GetProperty("id").GetString()!;
        return this;
    }
}
