using System.Diagnostics;
using System.Globalization;
using OrleansChat.TestKit;

namespace OrleansChat.LoadTests;

/// <summary>Pairs of people who talk as fast as they are answered: how many messages a second, and what one costs the server.</summary>
internal static class MessageBenchmark
{
    /// <param name="options"><c>--server</c>; <c>--pid</c> of the server, on this machine, to read its CPU; <c>--pairs</c> 8,
    /// <c>--parallel</c> 4 sends under way by each, <c>--seconds</c> 10 after <c>--warmup</c> 5; <c>--traced</c> 1: each call carries a
    /// <c>traceparent</c>.</param>
    public static async Task Run(Options options)
    {
        var pid = options.Number("pid", 0);
        using var listener = options.Number("traced", 0) == 1 ? TraceCalls() : null;
        using var http = new HttpClient { BaseAddress = options.Address };
        var people = await ChatUser.RegisterMany(http, 2 * options.Number("pairs", 8));
        var pairs = await Task.WhenAll(people.Chunk(2).Select(async pair =>
            (Hub: await pair[0].Connect(), Reader: await pair[1].Connect(), Conversation: (await pair[0].OpenDirect(pair[1])).Id)));

        await Talk(options, pairs.Select(pair => (pair.Hub, pair.Conversation)), options.Number("warmup", 5));
        var (cpu, started) = (CpuMilliseconds(pid), Stopwatch.GetTimestamp());
        var sent = await Talk(options, pairs.Select(pair => (pair.Hub, pair.Conversation)), options.Number("seconds", 10));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sent} messages, {sent / seconds:F0}/s, {(CpuMilliseconds(pid) - cpu) / sent:F4} CPU-ms of the server each"));

        foreach (var pair in pairs)
        {
            await pair.Hub.DisposeAsync();
            await pair.Reader.DisposeAsync();
        }
    }

    private static async Task<int> Talk(Options options, IEnumerable<(ChatHubClient Hub, string Conversation)> pairs, int seconds)
    {
        var end = DateTime.UtcNow.AddSeconds(seconds);
        var counts = await Task.WhenAll(pairs.SelectMany(pair => Enumerable.Range(0, options.Number("parallel", 4)).Select(async _ =>
        {
            var count = 0;
            for (; DateTime.UtcNow < end; count++)
                await pair.Hub.Send(pair.Conversation, "a message of the usual length, more or less");
            return count;
        })));
        return counts.Sum();
    }

    private static ActivityListener TraceCalls()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore.SignalR.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static double CpuMilliseconds(int pid) =>
        pid == 0 ? 0 : Process.GetProcessById(pid).TotalProcessorTime.TotalMilliseconds;
}
