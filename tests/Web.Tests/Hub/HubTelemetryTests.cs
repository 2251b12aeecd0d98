using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>What hub calls tell those who listen.</summary>
[Collection(ChatCollection.Name)]
public sealed class HubTelemetryTests(ChatFixture chat)
{
    [Fact]
    public async Task Calls_are_timed_by_method_and_refusals_by_their_code()
    {
        var timed = new ConcurrentQueue<(string? Method, string? Error)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "chat.hub.call.duration")
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            Assert.InRange(seconds, 0, 60);
            timed.Enqueue((Find(tags, "rpc.method"), Find(tags, "error.type")));
        });
        listener.Start();
        await using var hub = await chat.Somebody.Connect();

        await hub.MarkRead(Ids.NewGroup(), 1).MustBeRefused("not_found");

        Assert.Contains(("Ping", null), timed);
        Assert.Contains(("MarkRead", "not_found"), timed);
    }

    [Theory]
    [InlineData("Ping", "", true)]
    [InlineData("MarkRead", "1,2,3", false)]
    public async Task A_call_goes_on_with_the_trace_that_it_names_also_when_its_arguments_are_wrong(string method, string arguments, bool succeeds)
    {
        var traceId = ActivityTraceId.CreateRandom();
        var followed = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore.SignalR.Server",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = followed.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, chat.Somebody);

        var answer = await Call(raw, method, arguments, $"00-{traceId}-00f067aa0ba902b7-01");

        Assert.Equal(succeeds, !answer.TryGetProperty("error", out _));
        Assert.Single(followed, activity => activity.TraceId == traceId);
    }

    [Fact]
    public async Task A_traceparent_that_is_none_does_no_harm()
    {
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, chat.Somebody);
        foreach (var nonsense in new[] { "", "nonsense", "00-0-0-01", new string('9', 5_000) })
            Assert.False((await Call(raw, "Ping", "", nonsense)).TryGetProperty("error", out _));
    }

    private static async Task<JsonElement> Call(RawHubConnection raw, string method, string arguments, string traceparent)
    {
        var id = Guid.NewGuid().ToString("N");
        await raw.Send($$"""
            {"type":1,"headers":{"traceparent":"{{traceparent}}"},"invocationId":"{{id}}","target":"{{method}}","arguments":[{{arguments}}]}
            """);
        while (await raw.Next() is { } record)
        {
            var message = JsonElement.Parse(record);
            if (message.TryGetProperty("invocationId", out var answered) && answered.GetString() == id)
                return message;
        }
        throw new EndOfStreamException($"The server closed the connection on {method} of {traceparent}.");
    }

    private static string? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
                return (string?)tag.Value;
        }
        return null;
    }
}
