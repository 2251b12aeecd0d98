namespace OrleansChat.TestKit;

/// <summary>How long tests wait for what must happen; generous, because nothing but a failure waits that long.</summary>
public static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <param name="what">Names what did not happen, in the failure.</param>
    public static async Task<T> Within<T>(this Task<T> task, string what, TimeSpan? limit = null)
    {
        try
        {
            return await task.WaitAsync(limit ?? Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {(limit ?? Limit).TotalSeconds} s: {what}.");
        }
    }

    /// <inheritdoc cref="Within{T}"/>
    public static Task Within(this Task task, string what, TimeSpan? limit = null) => AsResult(task).Within(what, limit);

    private static async Task<bool> AsResult(Task task)
    {
        await task;
        return true;
    }
}
