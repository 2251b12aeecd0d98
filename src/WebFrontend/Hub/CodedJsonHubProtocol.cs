using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// SignalR's JSON protocol, but a call with too few or too many arguments reaches its method, with nothing for an argument, and
/// is refused there with a code. SignalR's own answer has none, and no filter sees it.
/// </summary>
internal sealed class CodedJsonHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    private readonly JsonHubProtocol _json = new(options);

    /// <summary>The same name: the protocol that is registered last is the one in use.</summary>
    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _json.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(message);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!_json.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is InvocationBindingFailureMessage failure && ParameterCount(binder, failure.Target) is { } count)
        {
            object[] nothing = [.. Enumerable.Repeat<object>(default(JsonElement), count)];
            message = new InvocationMessage(failure.InvocationId, failure.Target, nothing);
        }
        return true;
    }

    private static int? ParameterCount(IInvocationBinder binder, string method)
    {
        try
        {
            return binder.GetParameterTypes(method).Count;
        }
        catch (HubException)
        {
            return null; // no such method
        }
    }
}
