using System.Diagnostics;

namespace OrleansChat.Faults;

/// <summary>A silo that is not set up right says in its last line what to do, and ends.</summary>
public sealed class RefusalToStartTests
{
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static readonly string Database = Environment.GetEnvironmentVariable("CHAT_TEST_DATABASE") ?? "";

    [Fact]
    public Task Without_a_database() => Refuses("Chat:Database", new() { ["Chat__Keys__Signing"] = Key, ["Chat__Keys__Names"] = Key });

    [Fact]
    public Task Without_a_key() => Refuses("Chat:Keys:Names", new() { ["Chat__Database"] = Database, ["Chat__Keys__Signing"] = Key });

    [Fact]
    public Task With_a_key_that_is_too_short() => Refuses(
        "Chat:Keys:Signing",
        new() { ["Chat__Database"] = Database, ["Chat__Keys__Signing"] = "c2hvcnQ=", ["Chat__Keys__Names"] = Key });

    [Fact]
    public Task With_a_database_that_does_not_exist() => Refuses(
        Repository.Runtime == "Orleans" ? "Chat:Database" : "ActorRuntime=Orleans",
        new() { ["Chat__Database"] = $"{Database};Database=nowhere", ["Chat__Keys__Signing"] = Key, ["Chat__Keys__Names"] = Key });

    private static async Task Refuses(string named, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { Repository.SiloBinary }, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var silo = Process.Start(start)!;
        var output = silo.StandardOutput.ReadToEndAsync();
        var lines = (await silo.StandardError.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await output;
        await silo.WaitForExitAsync().Within("the silo ends");

        Assert.Equal(1, silo.ExitCode);
        Assert.StartsWith("orleanschat could not start:", lines[^1], StringComparison.Ordinal);
        Assert.Contains(named, lines[^1], StringComparison.Ordinal);
    }
}
