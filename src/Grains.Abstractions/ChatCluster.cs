namespace OrleansChat;

/// <summary>The names under which silos and front-ends find each other and their state.</summary>
public static class ChatCluster
{
    /// <summary>Part of the key of stored grain state: it never changes.</summary>
    public const string ServiceId = "orleanschat";

    public const string ClusterId = "orleanschat";
}
