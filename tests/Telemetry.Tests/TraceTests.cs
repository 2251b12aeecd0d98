namespace OrleansChat.Telemetry.Tests;

/// <summary>What a client's call makes happen is one trace, from the hub to the pushes.</summary>
public sealed class TraceTests(ServerWithCollector product) : IClassFixture<ServerWithCollector>
{
    [Fact]
    public async Task A_message_is_followed_from_the_call_through_grain_and_journal_to_the_push()
    {
        var (alice, bob) = await TwoUsers();
        var conversation = (await alice.OpenDirect(bob)).Id;
        await using var sender = await alice.Connect();
        await using var receiver = await bob.Connect();

        var ack = default(Ack);
        var traceId = await ClientTraces.Run(async () => ack = await sender.Send(conversation, "hello"));

        var trace = await product.Collector.Trace(traceId, spans =>
            spans.Count(span => span.Name == "push.deliver" && span.Tags["chat.push.event"] == "MessageChanged") == 2
            && spans.Any(span => span.Name.EndsWith("ChatHub/SendMessage", StringComparison.Ordinal)));
        var call = Assert.Single(trace, span => span.Name.EndsWith("ChatHub/SendMessage", StringComparison.Ordinal));
        var send = Assert.Single(trace, span => span.IsRunOf("/Send", ".Send"));
        var append = Assert.Single(trace, span => span.Name == "journal.append");
        var commit = Assert.Single(trace, span => span.Name == "journal.commit");
        AssertIsBelow(trace, send, call);
        AssertIsBelow(trace, append, send);
        AssertIsBelow(trace, commit, send);
        Assert.Contains(trace, span => span.Scope == "Npgsql" && span.ParentId == commit.Id);
        var pushes = trace.Where(span => span.Name == "push.deliver" && span.Tags["chat.push.event"] == "MessageChanged").ToList();
        Assert.Equal(2, pushes.Count);
        Assert.Equal(2, trace.Count(span => span.IsRunOf("IFrontEndObserver/OnUserPush", "IFrontEndObserver.OnUserPush")
            && pushes.Any(push => push.ParentId == span.Id)));
        Assert.All(pushes, push => AssertIsBelow(trace, push, send));
        Assert.Equal(conversation, append.Tags["chat.conversation.id"]);
        Assert.Equal(1, ack!.Seq);
    }

    [Fact]
    public async Task A_message_sent_by_REST_is_followed_too()
    {
        var (alice, bob) = await TwoUsers();
        var conversation = (await alice.OpenDirect(bob)).Id;
        await using var receiver = await bob.Connect();

        var traceId = await ClientTraces.Run(() => alice.Send(conversation, "hello"));

        static bool IsRequest(Span span) => span.Name.StartsWith("POST /api/conversations/{id}/messages", StringComparison.Ordinal);
        var trace = await product.Collector.Trace(traceId, spans => spans.Any(IsRequest) && spans.Any(span => span.Name == "push.deliver"));
        var request = Assert.Single(trace, IsRequest);
        AssertIsBelow(trace, Assert.Single(trace, span => span.Name == "journal.append"), request);
    }

    [Fact]
    public async Task Messages_that_share_a_batch_keep_their_own_traces()
    {
        const int Count = 30;
        var (alice, bob) = await TwoUsers();
        var group = (await alice.CreateGroup("many", bob)).Id;
        await using var sender = await alice.Connect();
        await using var receiver = await bob.Connect();
        await sender.Send(group, "warm");

        var traces = await Task.WhenAll(Enumerable.Range(0, Count).Select(i =>
            Task.Run(() => ClientTraces.Run(() => sender.Send(group, $"message {i}")))));

        var commits = 0;
        foreach (var traceId in traces)
        {
            var trace = await product.Collector.Trace(
                traceId, spans => spans.Any(span => span.Name == "push.deliver") && spans.Any(span => span.Name == "journal.append"));
            var append = Assert.Single(trace, span => span.Name == "journal.append");
            var batch = Assert.Single(append.LinkedTraces);
            Assert.Contains(batch, traces);
            commits += trace.Count(span => span.Name == "journal.commit");
            Assert.Single(trace, span => span.Name == "push.deliver" && span.Tags["chat.push.event"] == "MessageChanged");
        }
        Assert.InRange(commits, 1, Count);
    }

    [Fact]
    public async Task What_nobody_asked_for_begins_no_trace()
    {
        var (alice, _) = await TwoUsers();
        await using var connection = await alice.Connect();
        var traceId = await ClientTraces.Run(() => connection.Ping());
        await product.Collector.Trace(traceId, spans => spans.Count > 0);

        var roots = product.Collector.Spans.Where(span => span.ParentId == "").ToList();
        Assert.All(roots, root => Assert.StartsWith("Microsoft.AspNetCore", root.Scope, StringComparison.Ordinal));
    }

    private async Task<(ChatUser, ChatUser)> TwoUsers()
    {
        var users = await ChatUser.RegisterMany(product.Server.Http, 2);
        return (users[0], users[1]);
    }

    private static void AssertIsBelow(IReadOnlyList<Span> trace, Span span, Span above)
    {
        var path = new List<string> { span.Name };
        for (var parent = span; parent is not null;)
        {
            if (parent.ParentId == above.Id)
                return;
            parent = trace.FirstOrDefault(other => other.Id == parent.ParentId);
            path.Add(parent?.Name ?? "nothing");
        }
        Assert.Fail($"{span.Name} is not below {above.Name}: {string.Join(" < ", path)}. The trace:\n{string.Join('\n', trace)}");
    }
}
