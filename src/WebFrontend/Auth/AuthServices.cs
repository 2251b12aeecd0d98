using Microsoft.AspNetCore.Authentication.JwtBearer;
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
        return services;
    }
}
