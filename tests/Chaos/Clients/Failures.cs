namespace OrleansChat.Chaos;

/// <summary>How calls and connections fail.</summary>
internal static class Failures
{
    /// <summary>A code of the contract when the server refused; otherwise how the answer failed to come.</summary>
    public static string Code(Exception exception) => exception switch
    {
        Refusal refusal => refusal.Code,
        TimeoutException => "timeout",
        InvalidDataException => "not of the contract's form",
        HttpRequestException => "no HTTP answer",
        _ => "connection lost",
    };

    /// <summary>Whether the server answered that nothing was done.</summary>
    public static bool IsRefusal(Exception exception) => exception is Refusal;
}
