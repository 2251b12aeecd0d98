namespace OrleansChat;

/// <summary>How the hosts end when they cannot start.</summary>
public static class Startup
{
    /// <summary>Runs a host; what keeps it from starting is said in one line at the end, below the log's details.</summary>
    /// <returns>The exit code: 1 when it failed.</returns>
    public static async Task<int> Run(Func<Task> host)
    {
        try
        {
            await host();
            return 0;
        }
        catch (Exception exception)
        {
            // Our own say what to do; of others the innermost tells most.
            var message = exception is InvalidOperationException ? exception.Message : exception.GetBaseException().Message;
            await Console.Error.WriteLineAsync($"orleanschat could not start: {message}");
            return 1;
        }
    }
}
