using Microsoft.Extensions.DependencyInjection;

namespace OrleansChat.Grains.Images;

internal static class ImageServices
{
    /// <summary>Needs an <see cref="Blobs.IBlobStore"/>, <see cref="Storage.Database"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddImages(this IServiceCollection services) => services
        .AddSingleton<ImageStore>()
        .AddSingleton<ImageIntake>()
        .AddHostedService<ImageSweeper>();
}
