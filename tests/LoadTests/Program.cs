using OrleansChat.LoadTests;
using OrleansChat.LoadTests.Baseline;
using OrleansChat.LoadTests.Servers;

if (args is [BaselineServer.Verb, .. var settings])
{
    await BaselineHost.Run(settings);
    return 0;
}

// dotnet run -c Release --project tests/LoadTests -- <scenario> [--option value …]
var scenarios = new Dictionary<string, Func<Options, Task>>
{
    ["bench"] = BenchCommand.Run,
    ["life"] = LifeBenchmark.Run,
    ["messages"] = MessageBenchmark.Run,
    ["suggestions"] = SuggestionsBenchmark.Run,
};

if (args.Length == 0 || !scenarios.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"Name a scenario: {string.Join(", ", scenarios.Keys)}.");
    return 1;
}
try
{
    await run(Options.Parse(args[1..]));
    return 0;
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (Exception exception)
{
    Console.Error.WriteLine(exception);
    return 1;
}
