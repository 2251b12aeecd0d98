using OrleansChat.Accounts;
using OrleansChat.Silo;
using OrleansChat.Telemetry;
using OrleansChat.WebFrontend;
using OrleansChat.WebFrontend.Auth;

namespace OrleansChat.Standalone;

/// <summary>A silo and a front-end in one process: all of the product on one machine.</summary>
public static class StandaloneHost
{
    /// <param name="args">Settings, as <c>--key value</c>.</param>
    /// <param name="configure">Adds to what the product has registered.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.UseKeysOfDataFolder();
        builder.AddTelemetry("orleanschat");
        builder.AddSilo(SiloKind.Alone);
        builder.AddFrontEnd();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapFrontEnd();
        return app;
    }

    /// <summary>Without configured keys, those of the data folder serve, made on the first start.</summary>
    private static void UseKeysOfDataFolder(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[ChatKeys.SigningSetting] is not null || builder.Configuration["Chat:DataFolder"] is not { } folder)
            return;
        var keys = KeyFile.LoadOrCreate(folder);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [ChatKeys.SigningSetting] = Convert.ToBase64String(keys.Signing),
            [ChatKeys.NamesSetting] = Convert.ToBase64String(keys.Names),
        });
    }
}
