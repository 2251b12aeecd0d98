using System.Diagnostics;

namespace OrleansChat.LoadBalancer.Tests;

/// <summary>Where it learns which front-ends there are.</summary>
public sealed class FrontEndListTests : BalancerTest
{
    [Fact]
    public async Task The_file_is_read_again_when_it_changes()
    {
        await Balancer.Use(Second.Address);
        await OnlyServes(Second);
        await Balancer.Use(First.Address);
        await OnlyServes(First);
    }

    [Fact]
    public async Task A_name_stands_for_all_its_addresses()
    {
        var byName = new UriBuilder(First.Address) { Host = "localhost" }.Uri;
        await using var resolving = await LoadBalancerProcess.Start(
            [byName], new Dictionary<string, string> { ["Chat__ResolveNames"] = "true" }, ready: 1);
        Assert.Equal(First.Address.Authority, await resolving.Http.GetStringAsync("api/anything"));
        Assert.Contains($"{byName.GetLeftPart(UriPartial.Authority)}[127.0.0.1] is ready", resolving.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_an_address_is_looked_for_again_and_keeps_nobody_from_the_others()
    {
        await using var resolving = await LoadBalancerProcess.Start(
            [new Uri("http://front-ends.invalid:8080"), First.Address], new Dictionary<string, string> { ["Chat__ResolveNames"] = "true" }, ready: 1);
        Assert.Equal(First.Address.Authority, await resolving.Http.GetStringAsync("api/anything"));
    }

    [Theory]
    [InlineData("Chat:FrontEnds")]
    [InlineData("Chat:FrontEnds", "--Chat:FrontEnds:0=10.0.0.5:8080")]
    [InlineData("Chat:FrontEnds", "--Chat:FrontEnds:0=http://10.0.0.5:8080/chat")]
    [InlineData("Chat:FrontEndsFile", "--Chat:FrontEndsFile=/nowhere/at/all")]
    [InlineData("Chat:FrontEndsFile", "--Chat:FrontEndsFile=/dev/null")]
    [InlineData("Chat:ResolveNames", "--Chat:FrontEnds:0=http://chat:8080", "--Chat:ResolveNames=yes")]
    [InlineData("Chat:AffinityCookie", "--Chat:FrontEnds:0=http://chat:8080", "--Chat:AffinityCookie=a;b")]
    [InlineData("Chat:TrustedProxies", "--Chat:FrontEnds:0=http://chat:8080", "--Chat:TrustedProxies=chat")]
    public async Task A_wrong_setting_is_named_in_the_last_line(string named, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.LoadBalancerBinary, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync().Within("it refuses to start");
        await output;
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        var last = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("orleanschat could not start: ", last, StringComparison.Ordinal);
        Assert.Contains(named, last, StringComparison.Ordinal);
    }
}
