using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// SignalR's JSON protocol, but a call with too few or too many arguments reaches its method, with nothing for an argument, and
/// is refused there with a code; so is a call of a method that does not exist. SignalR's own answers have none, and no filter sees
/// them.
/// </summary>
internal sealed class CodedJsonHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    private static readonly ExceptionDispatchInfo NoSuchMethod = ExceptionDispatchInfo.Capture(
        new Error(ErrorCode.NotFound, "There is no such hub method. See the contract for those there are.").ToHubException());

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
        if (message is InvocationBindingFailureMessage failure)
            message = Coded(failure, ParameterCount(binder, failure.Target));
        return true;
    }

    private static HubMessage Coded(InvocationBindingFailureMessage failure, int? parameters)
    {
        if (parameters is not { } count)
            return new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, NoSuchMethod);
        object[] nothing = [.. Enumerable.Repeat<object>(default(JsonElement), count)];
        return new InvocationMessage(failure.InvocationId, failure.Target, nothing) { Headers = failure.Headers };
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
