using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Makes one message of several, so that a connection is written to once; SignalR's protocols tell where each record ends. Connections
/// of a group are mostly owed the same: what was joined last is kept for the next one.
/// </summary>
internal sealed class RecordJoiner(IHubProtocolResolver protocols)
{
    private volatile Joined? _last;

    /// <param name="messages">At least one, in the order in which they are to be read; kept, so not to be changed any more.</param>
    public SerializedHubMessage Join(List<SerializedHubMessage> messages)
    {
        if (messages is [var only])
            return only;
        if (_last is { } last && last.Messages.SequenceEqual(messages))
            return last.Message;
        var joined = new SerializedHubMessage(
            [.. protocols.AllProtocols.Select(protocol => new SerializedMessage(protocol.Name, Join(messages, protocol)))]);
        _last = new Joined(messages, joined);
        return joined;
    }

    private static byte[] Join(List<SerializedHubMessage> messages, IHubProtocol protocol)
    {
        var joined = new byte[messages.Sum(message => message.GetSerializedMessage(protocol).Length)];
        var end = 0;
        foreach (var message in messages)
        {
            var record = message.GetSerializedMessage(protocol);
            record.Span.CopyTo(joined.AsSpan(end));
            end += record.Length;
        }
        return joined;
    }

    private sealed record Joined(List<SerializedHubMessage> Messages, SerializedHubMessage Message);
}
