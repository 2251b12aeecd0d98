using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Web.Tests.Edge;

/// <summary>However much is logged, no line holds a token or a password.</summary>
public sealed class SecretsInLogsTests : IAsyncLifetime
{
    private const string Password = "a password nobody logs 1";
    private readonly Recorder _log = new();
    private readonly ServerFixture _server;

    public SecretsInLogsTests() => _server = new()
    {
        Configure = builder =>
        {
            builder.Logging.Services.AddSingleton<ILoggerProvider>(_log);
            // Rules for one provider win over those for all, whatever category they name.
            builder.Logging.AddFilter<Recorder>(null, LogLevel.Trace);
        },
    };

    [Fact]
    public async Task Neither_when_all_goes_well_nor_when_it_does_not()
    {
        using var api = _server.NewClient();
        var username = ChatApi.NewName();
        var tokens = (await api.Register(username, Password)).MustBe(HttpStatusCode.Created);
        var accessToken = tokens["accessToken"];
        var secrets = new List<string> { Password, accessToken, tokens["refreshToken"] };
        var address = new Uri(_server.BaseUrl);

        foreach (var transport in Enum.GetValues<HubTransport>())
        {
            await using var byQuery = await ChatHubClient.Connect(address, accessToken, transport: transport);
            await using var byHeader = await ChatHubClient.Connect(
                address, "", new Dictionary<string, string> { ["Authorization"] = $"Bearer {accessToken}" }, transport: transport);
            await Assert.ThrowsAnyAsync<Exception>(() => byQuery.Invoke("SendMessage", 5));
            await Assert.ThrowsAnyAsync<Exception>(() => byQuery.Invoke("Nothing"));
        }
        await Assert.ThrowsAnyAsync<Exception>(() => ChatHubClient.Connect(address, accessToken + "x"));
        api.AccessToken = accessToken;
        (await api.Get($"/api/users/me?access_token={accessToken}")).MustBe(HttpStatusCode.OK);
        (await api.Get($"/api/nothing?access_token={accessToken}")).MustBeProblem("not_found");
        (await api.LogIn(username, Password + "x")).MustBeProblem("unauthenticated");
        (await api.LogIn(username, Password)).MustBe(HttpStatusCode.OK);
        (await api.Register(username, Password)).MustBeProblem("username_taken");
        (await api.ChangePassword(Password, Password + " 2")).MustBe(HttpStatusCode.NoContent);
        var refreshed = (await api.Refresh(tokens["refreshToken"])).MustBe(HttpStatusCode.OK);
        secrets.Add(refreshed["refreshToken"]);
        secrets.Add(refreshed["accessToken"]);
        (await api.Refresh(tokens["refreshToken"])).MustBeProblem("unauthenticated");
        (await api.SendText(HttpMethod.Post, "/api/auth/login", $"{{\"password\":\"{Password}\"")).MustBeProblem("validation_failed");
        (await api.SendText(HttpMethod.Post, "/api/auth/login", $"{{\"username\":[\"{Password}\"]}}")).MustBeProblem("validation_failed");

        // The recorder hears all: else this test could not fail.
        Assert.Contains(_log.Lines, line => line.Contains("Request starting", StringComparison.Ordinal) && line.Contains("/hubs/chat", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.StartsWith("Trace", StringComparison.Ordinal));
        foreach (var secret in secrets)
        {
            // A part would be bad enough, such as a token's signature; ids and a token's first part are no secrets.
            foreach (var part in secret.Split('.').Where(part => part.Length > 16 && part.Length != Ids.NewUser().Length - 2 && !part.StartsWith("eyJhbGciOiJ", StringComparison.Ordinal)))
            {
                var line = _log.Lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal));
                Assert.True(line is null, $"A log line holds a secret: {line}");
            }
        }
    }

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [ProviderAlias("Recorder")]
    private sealed class Recorder : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, Recorder recorder) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                recorder.Lines.Enqueue($"Scope {category} {state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{logLevel} {category} {formatter(state, exception)} {exception}"));
                if (state is IEnumerable<KeyValuePair<string, object?>> values)
                    line.AppendJoin(' ', values.Select(value => $"{value.Key}={value.Value}"));
                recorder.Lines.Enqueue(line.ToString());
            }
        }
    }
}
