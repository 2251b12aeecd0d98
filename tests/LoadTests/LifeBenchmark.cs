using OrleansChat.TestKit;

namespace OrleansChat.LoadTests;

/// <summary>The random life of the tests, many times: ten people do anything, and in the end every client holds what there is.</summary>
internal static class LifeBenchmark
{
    private const int People = 10;
    private const int RunsWithTheSamePeople = 10;

    /// <param name="options"><c>--server</c>; <c>--runs</c> 1,000, <c>--rounds</c> 20, <c>--seed</c> any.</param>
    /// <exception cref="InvalidDataException">Somebody holds something else; the text says what, and the seed repeats the run.</exception>
    public static async Task Run(Options options)
    {
        var (runs, rounds, seed) = (options.Number("runs", 1_000), options.Number("rounds", 20), options.Number("seed", Random.Shared.Next()));
        using var http = new HttpClient { BaseAddress = options.Address };
        var random = new Random(seed);
        var started = DateTime.UtcNow;
        ChatUser[] people = [];
        Console.WriteLine($"{runs} runs of {rounds} rounds by {People} people, seed {seed}");
        for (var run = 0; run < runs; run++)
        {
            if (run % RunsWithTheSamePeople == 0)
                people = await ChatUser.RegisterMany(http, People);
            await RandomLife.Run(people, random, rounds);
            if ((run + 1) % 100 == 0)
                Console.WriteLine($"{run + 1} runs in {(DateTime.UtcNow - started).TotalSeconds:F0} s: every client equal to a fresh read");
        }
    }
}
