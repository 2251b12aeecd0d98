namespace OrleansChat.WebFrontend;

/// <summary>The embedded runtime has no silos to connect to.</summary>
internal static class ActorHosting
{
    public static void ConnectToSilos(this WebApplicationBuilder builder) => throw new NotSupportedException(
        "A front-end of its own needs Orleans: build with ActorRuntime=Orleans. With the embedded runtime run OrleansChat.Standalone.");
}
