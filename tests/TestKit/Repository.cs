using System.Reflection;

namespace OrleansChat.TestKit;

/// <summary>Where the build that is being tested lies.</summary>
public static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The actor runtime of the tests' build: Orleans or InProcess.</summary>
    public static string Runtime { get; } = Metadata("ActorRuntime");

    /// <summary>The other one.</summary>
    public static string OtherRuntime { get; } = Runtime == "Orleans" ? "InProcess" : "Orleans";

    /// <summary>The server of an actor runtime, in the tests' configuration; there only if it was built.</summary>
    public static string ServerBinary(string runtime) =>
        Path.Combine(Root, "src/Standalone/bin", runtime, Metadata("ServerOutput"));

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
