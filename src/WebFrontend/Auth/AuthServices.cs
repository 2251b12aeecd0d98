using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using OrleansChat.Accounts;

namespace OrleansChat.WebFrontend.Auth;

internal static class AuthServices
{
    /// <summary>Accounts, access tokens and who may call what.</summary>
    /// <exception cref="InvalidOperationException">A key is not configured; the message names it.</exception>
    public static IServiceCollection AddAuth(this IServiceCollection services, IConfiguration configuration)
    {
        var keys = ChatKeys.Read(key => configuration[key]);
        services.AddSingleton(keys);
        services.AddSingleton(new AccountKey(keys.Names));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<AuthCookies>();
        services.AddSingleton<SignIn>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<AccessTokens>((options, tokens) => tokens.Configure(options));
        services.AddAuthorization();
        return services.WithoutDataProtectionKeys();
    }

    /// <summary>Authentication brings data protection along, which would write keys to the home folder at start; bearer tokens
    /// and our cookies use none.</summary>
    private static IServiceCollection WithoutDataProtectionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var loader in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToArray())
            services.Remove(loader);
        return services;
    }
}
