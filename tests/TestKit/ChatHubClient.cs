using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.Presence;

namespace OrleansChat.TestKit;

/// <summary>The user is no longer in the conversation.</summary>
public sealed record RemovedConversation(string ConversationId);

/// <param name="ConversationId">Null means all of them.</param>
public sealed record ResyncRequest(string? ConversationId);

public sealed record EndedSession(string Reason);

public sealed record DrainingServer(int WithinSeconds);

/// <summary>A live connection of one user, in intents. Refusals throw <see cref="Refusal"/>.</summary>
public sealed class ChatHubClient : IAsyncDisposable
{
    /// <summary>A server may make a call again for so long when a silo has died over it.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly HubConnection _connection;
    private readonly HubConnectionFactory _transport;
    private readonly bool _keepsPushes;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _callsInFlight;

    private ChatHubClient(
        Uri server, string accessToken, IReadOnlyDictionary<string, string> headers, HubTransport transport, bool cookies,
        bool keepsPushes)
    {
        _keepsPushes = keepsPushes;
        _transport = new HubConnectionFactory(transport, headers, cookies);
        var address = new UriBuilder(new Uri(server, "hubs/chat")) { Query = $"access_token={Uri.EscapeDataString(accessToken)}" };
        var builder = new HubConnectionBuilder().AddJsonProtocol();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(address.Uri));
        builder.Services.AddSingleton<IConnectionFactory>(_transport);
        _connection = builder.Build();
        _connection.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
        Listen("MessageChanged", Messages);
        ListenToReceipts();
        Listen("TypingChanged", Typings);
        Listen("ConversationChanged", Conversations);
        Listen("ConversationRemoved", Removals);
        Listen("ResyncRequired", Resyncs);
        Listen("SessionEnded", EndedSessions);
        Listen("ContactChanged", Contacts);
        Listen("PresenceChanged", Presences);
        Listen("ServerDraining", Drainings);
    }

    /// <summary>Every push, in order of arrival, of whatever kind.</summary>
    public PushLog<object> Pushes { get; } = new("push");

    public PushLog<Message> Messages { get; } = new("message");

    public PushLog<Receipt> Receipts { get; } = new("receipt");

    /// <summary>In large groups.</summary>
    public PushLog<ReceiptCount> ReceiptCounts { get; } = new("count of receipts");

    public PushLog<Typing> Typings { get; } = new("typing");

    public PushLog<Conversation> Conversations { get; } = new("conversation");

    public PushLog<RemovedConversation> Removals { get; } = new("removal");

    public PushLog<ResyncRequest> Resyncs { get; } = new("request to sync");

    public PushLog<EndedSession> EndedSessions { get; } = new("end of the session");

    public PushLog<Contact> Contacts { get; } = new("contact");

    public PushLog<UserPresence> Presences { get; } = new("presence");

    public PushLog<DrainingServer> Drainings { get; } = new("draining server");

    /// <summary>Completes when the connection is closed, by whomever.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Raised for every push, in order of arrival, one at a time.</summary>
    public event Action<object>? Pushed;

    /// <summary>Opens a connection; when it returns, the connection receives every push that follows.</summary>
    /// <param name="headers">Of the request that opens the connection.</param>
    /// <param name="listen">Attached before the first push can arrive.</param>
    /// <param name="cookies">Whether those that the server sets are sent back, as browsers do.</param>
    /// <param name="keepsPushes">False: only <see cref="Pushed"/> tells of them, for connections that last.</param>
    public static async Task<ChatHubClient> Connect(
        Uri server, string accessToken, IReadOnlyDictionary<string, string>? headers = null, Action<object>? listen = null,
        HubTransport transport = HubTransport.WebSockets, bool cookies = true, bool keepsPushes = true)
    {
        var client = new ChatHubClient(server, accessToken, headers ?? new Dictionary<string, string>(), transport, cookies, keepsPushes);
        client.Pushed += listen;
        try
        {
            await client._connection.StartAsync();
            // The start ends with the handshake; calls wait until the server has subscribed the connection.
            await client.Ping();
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
        return client;
    }

    public Task<Ack> Send(string conversationId, string content, Guid? clientMessageId = null, long? replyTo = null) =>
        Invoke<Ack>("SendMessage", new { conversationId, clientMessageId = clientMessageId ?? Guid.NewGuid(), content, replyTo });

    public Task<Ack> SendImage(string conversationId, string imageId, string content = "") =>
        Invoke<Ack>("SendMessage", new { conversationId, clientMessageId = Guid.NewGuid(), content, imageId });

    public Task<Message> Edit(string conversationId, long seq, string content) =>
        Invoke<Message>("EditMessage", new { conversationId, seq, content });

    public Task Delete(string conversationId, long seq) => Invoke("DeleteMessage", new { conversationId, seq });

    public Task<Message> React(string conversationId, long seq, string reaction, bool on = true) =>
        Invoke<Message>("React", new { conversationId, seq, reaction, on });

    public Task MarkRead(string conversationId, long seq) => Invoke("MarkRead", new { conversationId, seq });

    public Task MarkDelivered(string conversationId, long seq) => Invoke("MarkDelivered", new { conversationId, seq });

    public Task SetTyping(string conversationId, bool typing) => Invoke("SetTyping", new { conversationId, typing });

    public Task<SyncAnswer> Sync(IReadOnlyDictionary<string, long> cursors, string? since = null) =>
        Invoke<SyncAnswer>("Sync", new { cursors, since });

    /// <summary>What the replica missed.</summary>
    public Task<SyncAnswer> Sync(Replica replica) => Sync(replica.Cursors, replica.Next);

    public Task<DateTimeOffset> Ping() => Invoke<DateTimeOffset>("Ping");

    /// <summary>The next pushed message that matches; arm it before the trigger.</summary>
    public Task<Message> NextMessage(Func<Message, bool>? matches = null) => Messages.Next(matches);

    /// <summary>Calls a method with any arguments, for input that no typed call can make.</summary>
    public Task Invoke(string method, params object?[] arguments) => Invoke<object?>(method, arguments);

    /// <summary>Loses the connection without a goodbye, as a network does.</summary>
    public void Drop() => _transport.Last!.Abort();

    /// <summary>Closes it as soon as no call waits for an answer; nobody may call it any more.</summary>
    public async Task CloseWhenAnswered()
    {
        for (var end = DateTime.UtcNow + CallLimit; Volatile.Read(ref _callsInFlight) > 0 && DateTime.UtcNow < end;)
            await Task.Delay(Look);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private async Task<T> Invoke<T>(string method, params object?[] arguments)
    {
        Interlocked.Increment(ref _callsInFlight);
        try
        {
            return await _connection.InvokeCoreAsync<T>(method, arguments).Within($"{method} answers", CallLimit);
        }
        catch (HubException exception)
        {
            throw Refusal.Read(exception);
        }
        finally
        {
            Interlocked.Decrement(ref _callsInFlight);
        }
    }

    private void Listen<T>(string method, PushLog<T> log)
        where T : class =>
        _connection.On<T>(method, push => Note(log, push));

    /// <summary>One method, two forms.</summary>
    private void ListenToReceipts() => _connection.On<JsonElement>("ReceiptChanged", push =>
    {
        if (push.TryGetProperty("userId", out _))
            Note(Receipts, push.Deserialize<Receipt>(JsonSerializerOptions.Web)!);
        else
            Note(ReceiptCounts, push.Deserialize<ReceiptCount>(JsonSerializerOptions.Web)!);
    });

    private void Note<T>(PushLog<T> log, T push)
        where T : class
    {
        if (_keepsPushes)
        {
            log.Add(push);
            Pushes.Add(push);
        }
        Pushed?.Invoke(push);
    }
}
