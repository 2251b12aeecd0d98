namespace OrleansChat.Telemetry.Tests;

/// <summary>Nobody who reads traces, metrics or logs learns what people write or how they sign in.</summary>
public sealed class SecretsTests(ServerWithCollector product) : IClassFixture<ServerWithCollector>
{
    [Fact]
    public async Task No_text_no_password_no_token_and_no_invite_leaves_the_server()
    {
        const string Text = "a-text-that-nobody-else-writes";
        var users = await ChatUser.RegisterMany(product.Server.Http, 2);
        var group = (await users[0].CreateGroup("secrets", users[1])).Id;
        var invite = await users[0].Invite(group);
        await users[1].Preview(invite.Code);
        await using var sender = await users[0].Connect();
        await using var receiver = await users[1].Connect(transport: HubTransport.LongPolling);
        var ack = await sender.Send(group, Text);
        await sender.Edit(group, ack.Seq, $"{Text}-edited");
        await Assert.ThrowsAsync<Refusal>(() => sender.Send("g.nobody-has-this", Text));
        await sender.Invoke("SetTyping", new { conversationId = group, typing = true });
        await users[1].Send(group, $"{Text}-too");
        await users[1].SearchUntil(hits => !hits.IsEmpty, Text);
        var traceId = await ClientTraces.Run(() => sender.Send(group, $"{Text}-last"));
        await product.Collector.Trace(traceId, spans => spans.Any(span => span.Name == "push.deliver"));

        var told = product.Collector.Everything + product.Server.Output;
        foreach (var secret in new[] { Text, ChatUser.Password, users[0].AccessToken, users[1].AccessToken, invite.Code })
            Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
    }
}
