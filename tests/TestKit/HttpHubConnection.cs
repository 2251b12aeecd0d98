using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansChat.TestKit;

/// <summary>
/// A hub connection over plain HTTP as the pair of pipes that SignalR's client works on: what is sent are POSTs, what is received
/// comes as Server-Sent Events or by polling.
/// </summary>
internal sealed class HttpHubConnection : ConnectionContext, IDuplexPipe
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly Pipe _received = new();
    private readonly Pipe _toSend = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly bool _polls;
    private readonly Task _pumps;

    private HttpHubConnection(HttpClient http, Uri address, Stream? events)
    {
        (_http, _address, _polls) = (http, address, events is null);
        _pumps = Task.WhenAll(Receive(events), Send());
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _toSend.Writer;

    /// <summary>Negotiates and opens.</summary>
    /// <param name="cookies">Whether those that the server sets are sent back.</param>
    /// <exception cref="HttpRequestException">The server refused; the text holds its answer.</exception>
    public static async Task<HttpHubConnection> Open(
        Uri hub, IReadOnlyDictionary<string, string> headers, HubTransport transport, bool cookies, CancellationToken cancellationToken)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = cookies }) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in headers)
            http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        try
        {
            var token = await Negotiate(http, hub, transport, cancellationToken);
            var address = new UriBuilder(hub) { Query = $"id={Uri.EscapeDataString(token)}&{hub.Query.TrimStart('?')}" }.Uri;
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (transport == HubTransport.ServerSentEvents)
                request.Headers.Accept.ParseAdd("text/event-stream");
            // The first poll opens the connection and answers nothing.
            var opened = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await MustSucceed(opened);
            if (transport == HubTransport.ServerSentEvents)
                return new HttpHubConnection(http, address, await opened.Content.ReadAsStreamAsync(cancellationToken));
            opened.Dispose();
            return new HttpHubConnection(http, address, null);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Cuts the connection as a lost network does: nobody says goodbye.</summary>
    public override void Abort() => _ended.Cancel();

    public override async ValueTask DisposeAsync()
    {
        await _toSend.Writer.CompleteAsync();
        await _received.Reader.CompleteAsync();
        var isAborted = _ended.IsCancellationRequested;
        await _ended.CancelAsync();
        await _pumps;
        if (_polls && !isAborted)
            (await _http.DeleteAsync(_address)).Dispose();
        _http.Dispose();
        _ended.Dispose();
    }

    private static async Task<string> Negotiate(HttpClient http, Uri hub, HubTransport transport, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(hub) { Path = $"{hub.AbsolutePath}/negotiate", Query = $"negotiateVersion=1&{hub.Query.TrimStart('?')}" };
        using var answer = await http.PostAsync(address.Uri, null, cancellationToken);
        await MustSucceed(answer);
        var connection = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
        var offered = connection.GetProperty("availableTransports").EnumerateArray().Select(one => one.GetProperty("transport").GetString());
        return offered.Contains(transport.ToString())
            ? connection.GetProperty("connectionToken").GetString()!
            : throw new InvalidDataException($"The server does not offer {transport}.");
    }

    private static async Task MustSucceed(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException(await answer.Content.ReadAsStringAsync(), null, answer.StatusCode);
    }

    private async Task Receive(Stream? events)
    {
        Exception? lost = null;
        try
        {
            await (events is null ? Poll() : ReadEvents(events));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            lost = exception;
        }
        await _received.Writer.CompleteAsync(lost);
        _toSend.Reader.CancelPendingRead();
    }

    private async Task Poll()
    {
        while (true)
        {
            using var answer = await _http.GetAsync(_address, _ended.Token);
            if (answer.StatusCode == HttpStatusCode.NoContent)
                return;
            await MustSucceed(answer);
            if ((await _received.Writer.WriteAsync(await answer.Content.ReadAsByteArrayAsync(_ended.Token))).IsCompleted)
                return;
        }
    }

    private async Task ReadEvents(Stream events)
    {
        using var reader = new StreamReader(events, Encoding.UTF8);
        while (await reader.ReadLineAsync(_ended.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)
                && (await _received.Writer.WriteAsync(Encoding.UTF8.GetBytes(line["data: ".Length..]))).IsCompleted)
                return;
        }
    }

    private async Task Send()
    {
        try
        {
            while (true)
            {
                var read = await _toSend.Reader.ReadAsync();
                if (!read.Buffer.IsEmpty)
                {
                    using var answer = await _http.PostAsync(_address, new ByteArrayContent(read.Buffer.ToArray()), _ended.Token);
                    await MustSucceed(answer);
                }
                _toSend.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                    break;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            await _ended.CancelAsync();
        }
        await _toSend.Reader.CompleteAsync();
    }
}
