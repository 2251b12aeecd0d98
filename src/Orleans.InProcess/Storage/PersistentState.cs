using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansChat.InProcess.Storage;

/// <summary>A state of one activation. Its operations run one after the other, also when calls of the grain interleave.</summary>
internal sealed class PersistentState<TState>(Activation activation, string name) : IPersistentState<TState>
{
    private readonly StorageKey _key = new(activation.Key, name);
    private Task _last = Task.CompletedTask;
    private TState _state = default!;

    public TState State
    {
        get
        {
            Activation.EnsureInTurn();
            return _state;
        }

        set
        {
            Activation.EnsureInTurn();
            _state = value;
        }
    }

    public string? Etag { get; private set; }

    public bool RecordExists { get; private set; }

    private GrainStorage Storage => activation.Runtime.Storage;

    public Task ReadStateAsync() => Enqueue(ReadAsync);

    public Task WriteStateAsync() => Enqueue(WriteAsync);

    public Task ClearStateAsync() => Enqueue(ClearAsync);

    private async Task ReadAsync()
    {
        var stored = await Storage.ReadAsync(_key);
        var payload = stored?.Payload;
        _state = (payload is null ? default : JsonSerializer.Deserialize<TState>(payload, StateJson.Options)) ?? New();
        Etag = stored?.Etag;
        RecordExists = payload is not null;
    }

    private async Task WriteAsync()
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(_state, StateJson.Options);
        Etag = await Storage.WriteAsync(_key, Etag, payload);
        RecordExists = true;
    }

    private async Task ClearAsync()
    {
        if (!RecordExists && Etag is null)
        {
            await ReadAsync();
            if (!RecordExists)
                return;
        }

        Etag = await Storage.ClearAsync(_key, Etag);
        RecordExists = false;
        _state = New();
    }

    private static TState New() => Activator.CreateInstance<TState>();

    private Task Enqueue(Func<Task> operation)
    {
        Activation.EnsureInTurn();
        return _last = RunAfterAsync(_last, operation);
    }

    private async Task RunAfterAsync(Task previous, Func<Task> operation)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await operation();
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            throw new OrleansException($"The state {name} of {activation.Target} failed in storage: {exception.Message}", exception);
        }
    }
}

/// <summary>The JSON of states, as Orleans' System.Text.Json storage serializer writes it.</summary>
internal static class StateJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
