using Microsoft.Extensions.DependencyInjection;

namespace OrleansChat.Grains.Accounts;

internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<PasswordHashingOptions>()
            .BindConfiguration(PasswordHashingOptions.Section)
            .Validate(options => options.IsValid, PasswordHashingOptions.Rule)
            .ValidateOnStart();
        return services.AddSingleton<PasswordHashing>()
            .AddSingleton<ExportStore>()
            .AddSingleton<ErasureStore>()
            .AddSingleton<ErasureSweeper>()
            .AddHostedService(provider => provider.GetRequiredService<ErasureSweeper>());
    }
}
