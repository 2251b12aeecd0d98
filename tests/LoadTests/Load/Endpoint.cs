namespace OrleansChat.LoadTests.Load;

/// <summary>A hub on this machine.</summary>
internal sealed record Endpoint(int Port, string HubPath)
{
    public Uri Address => new($"http://127.0.0.1:{Port}");
}
