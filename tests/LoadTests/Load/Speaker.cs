using System.Text;

namespace OrleansChat.LoadTests.Load;

/// <summary>Somebody who writes into a conversation: a connection, and the arguments of its calls, ready but for the client id.</summary>
internal sealed class Speaker
{
    /// <summary>Of the usual length.</summary>
    public const string Content = "a message of the usual length, more or less";

    private readonly byte[] _arguments;
    private readonly byte[] _method;
    private readonly int _stampAt;

    /// <param name="listeners">How many connections get the push of its messages, its own left out.</param>
    /// <param name="method">Of the hub.</param>
    public Speaker(HubConnection connection, string conversationId, int listeners, string method = "SendMessage")
    {
        _method = Encoding.UTF8.GetBytes(method);
        (Connection, Listeners) = (connection, listeners);
        var before = $"{{\"conversationId\":\"{conversationId}\",\"clientMessageId\":\"";
        _stampAt = before.Length;
        _arguments = Encoding.UTF8.GetBytes($"{before}{new string('0', MessageStamp.Length)}\",\"content\":\"{Content}\"}}");
    }

    /// <summary>Another one when it was lost.</summary>
    public HubConnection Connection { get; set; }

    public int Listeners { get; }

    /// <summary>Only on the loop's thread.</summary>
    public void Send(ICall call, MessageStamp stamp)
    {
        stamp.Write(_arguments.AsSpan(_stampAt, MessageStamp.Length));
        Connection.Invoke(call, _method, _arguments);
    }
}
