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
    public static string ServerBinary(string runtime) => Binary("Standalone", runtime);

    /// <summary>A silo of a cluster, on the tests' actor runtime.</summary>
    public static string SiloBinary => SiloBinaryOn(Runtime);

    /// <summary>A front-end of a cluster, on the tests' actor runtime.</summary>
    public static string FrontEndBinary => FrontEndBinaryOn(Runtime);

    /// <summary>A silo, on an actor runtime; there only if it was built.</summary>
    public static string SiloBinaryOn(string runtime) => Binary("Silo", runtime);

    /// <summary>A front-end, on an actor runtime; there only if it was built.</summary>
    public static string FrontEndBinaryOn(string runtime) => Binary("WebFrontend", runtime);

    /// <summary>The load balancer of a cluster.</summary>
    public static string LoadBalancerBinary => Binary("LoadBalancer", Runtime);

    /// <summary>The tool behind scripts/backup and scripts/restore.</summary>
    public static string BackupBinary => Binary("Backup", Runtime);

    private static string Binary(string project, string runtime) =>
        Path.Combine(Root, "src", project, "bin", runtime, Metadata("Output"), $"OrleansChat.{project}.dll");

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
