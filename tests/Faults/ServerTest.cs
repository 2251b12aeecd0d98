namespace OrleansChat.Faults;

/// <summary>A test with a server process and a database of its own.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    protected TestDatabase Database { get; private set; } = null!;

    protected ServerProcess Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create();
        Server = await ServerProcess.Start(Database.ConnectionString);
    }

    public virtual async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Database.DisposeAsync();
    }
}
