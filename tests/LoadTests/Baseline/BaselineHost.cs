using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace OrleansChat.LoadTests.Baseline;

/// <summary>
/// What most people would write for a chat: one SignalR hub, one INSERT for each message, a push to the conversation. Tuned: pooled
/// connections, prepared statements, members in memory, no log lines for calls, JSON that is generated at build time.
/// </summary>
internal static class BaselineHost
{
    public const string HubPath = "/chat";

    /// <param name="args"><c>--urls</c>, <c>--Database</c> (a connection string), <c>--Signing</c> (base64).</param>
    public static async Task Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton(DataSource(builder.Configuration["Database"]!));
        services.AddSingleton<BaselineStore>();
        services.AddSingleton<IUserIdProvider, SubjectIsUser>();
        services.AddSignalR(options =>
            {
                options.KeepAliveInterval = TimeSpan.FromSeconds(10);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
                options.MaximumParallelInvocationsPerClient = 16;
            })
            .AddJsonProtocol(options => options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BaselineJson.Default));
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options => Configure(options, builder.Configuration["Signing"]!));
        services.AddAuthorization();
        await using var app = builder.Build();
        await app.Services.GetRequiredService<BaselineStore>().Load();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHub<BaselineHub>(HubPath);
        app.MapPost("/conversations/{id}", async (HttpContext context, string id, BaselineStore store) =>
        {
            var members = await JsonSerializer.DeserializeAsync(context.Request.Body, BaselineJson.Default.StringArray);
            await store.Add(id, members!);
        });
        await app.RunAsync();
    }

    private static NpgsqlDataSource DataSource(string connectionString) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxPoolSize = BaselineStore.Connections,
        MinPoolSize = BaselineStore.Connections,
        MaxAutoPrepare = 16,
        AutoPrepareMinUsages = 1,
        // No reset between two users of a connection: nothing is set on it.
        NoResetOnClose = true,
    });

    private static void Configure(JwtBearerOptions options, string signing)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = "orleanschat",
            ValidAudience = "orleanschat",
            IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(signing)),
            NameClaimType = "sub",
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                context.Token = context.Request.Query["access_token"];
                return Task.CompletedTask;
            },
        };
    }

    private sealed class SubjectIsUser : IUserIdProvider
    {
        public string? GetUserId(HubConnectionContext connection) => connection.User.FindFirstValue("sub");
    }
}
