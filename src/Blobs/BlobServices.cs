using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansChat.Accounts;
using OrleansChat.Blobs.Azure;
using OrleansChat.Blobs.Local;
using OrleansChat.Blobs.S3;

namespace OrleansChat.Blobs;

public static class BlobServices
{
    private const string DataFolderSetting = "Chat:DataFolder";

    /// <summary>The blob store of the configuration. Silos and front-ends both add it; in one process they share it.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static IServiceCollection AddBlobs(this IServiceCollection services, IConfiguration configuration, ChatKeys keys)
    {
        var options = BlobOptions.Read(configuration);
        if (options.Kind == "local")
            options.Folder ??= LocalFolder.Default(configuration[DataFolderSetting], keys);
        return services.AddBlobs(options, keys);
    }

    /// <param name="options">Valid; of the local kind with a folder.</param>
    public static IServiceCollection AddBlobs(this IServiceCollection services, BlobOptions options, ChatKeys keys)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton(provider => Create(options, keys, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<BlobLinks>();
        return services;
    }

    private static IBlobStore Create(BlobOptions options, ChatKeys keys, TimeProvider clock) => options.Kind switch
    {
        "azure" => new AzureBlobStore(options.Azure),
        "s3" => new S3BlobStore(options.S3, clock),
        _ => new LocalBlobStore(options.Folder!, new LocalSignatures(keys, clock)),
    };
}
