using System.Text;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>The hub for clients without WebSockets; spoken by hand, because these transports are plain HTTP.</summary>
[Collection(ChatCollection.Name)]
public sealed class HttpTransportTests(ChatFixture chat)
{
    private const char EndOfRecord = '\u001e';

    [Fact]
    public async Task Long_polling_carries_calls_and_pushes()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        var url = await Negotiate(bob, "LongPolling");
        using (var opened = await chat.Http.GetAsync(url))
            opened.EnsureSuccessStatusCode();

        var records = Poll(url).GetAsyncEnumerator();
        await CheckTalk(alice, conversation, url, records);
        await records.DisposeAsync();
        using var ended = await chat.Http.DeleteAsync(url);
        Assert.Equal(HttpStatusCode.Accepted, ended.StatusCode);
    }

    [Fact]
    public async Task Server_sent_events_carry_calls_and_pushes()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        var url = await Negotiate(bob, "ServerSentEvents");
        var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Accept", "text/event-stream" } } };
        using var stream = await chat.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);

        var records = Events(await stream.Content.ReadAsStreamAsync()).GetAsyncEnumerator();
        await CheckTalk(alice, conversation, url, records);
        await records.DisposeAsync();
    }

    private async Task CheckTalk(ChatUser sender, string conversation, string url, IAsyncEnumerator<JsonElement> records)
    {
        await Post(url, """{"protocol":"json","version":1}""");
        Assert.Equal("{}", (await Next(records)).GetRawText());
        await Post(url, """{"type":1,"invocationId":"1","target":"Ping","arguments":[]}""");
        Assert.Equal("1", (await Next(records, "invocationId")).GetProperty("invocationId").GetString());

        await sender.Send(conversation, "over HTTP");
        var push = await Next(records, "target");
        while (push.GetProperty("target").GetString() != "MessageChanged")
            push = await Next(records, "target");
        Assert.Equal("over HTTP", push.GetProperty("arguments")[0].GetProperty("content").GetString());
    }

    private async Task<string> Negotiate(ChatUser user, string transport)
    {
        using var answer = await chat.Http.PostAsync($"hubs/chat/negotiate?negotiateVersion=1&access_token={user.AccessToken}", null);
        var connection = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains(
            connection.GetProperty("availableTransports").EnumerateArray(),
            offered => offered.GetProperty("transport").GetString() == transport);
        return $"hubs/chat?id={connection.GetProperty("connectionToken").GetString()}&access_token={user.AccessToken}";
    }

    private async Task Post(string url, string record)
    {
        using var answer = await chat.Http.PostAsync(url, new StringContent(record + EndOfRecord));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The next record, or the next that has a member; keep-alives are passed over.</summary>
    private static async Task<JsonElement> Next(IAsyncEnumerator<JsonElement> records, string? member = null)
    {
        while (await records.MoveNextAsync().AsTask().Within("the next record comes"))
        {
            if (member is null || records.Current.TryGetProperty(member, out _))
                return records.Current;
        }
        throw new EndOfStreamException("The server ended the connection.");
    }

    private async IAsyncEnumerable<JsonElement> Poll(string url)
    {
        while (true)
        {
            using var answer = await chat.Http.GetAsync(url);
            if (answer.StatusCode != HttpStatusCode.OK)
                yield break;
            foreach (var record in Records(await answer.Content.ReadAsStringAsync()))
                yield return record;
        }
    }

    private static async IAsyncEnumerable<JsonElement> Events(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                foreach (var record in Records(line["data: ".Length..]))
                    yield return record;
            }
        }
    }

    private static IEnumerable<JsonElement> Records(string text) =>
        text.Split(EndOfRecord, StringSplitOptions.RemoveEmptyEntries).Select(record => JsonElement.Parse(record));
}
