using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace OrleansChat.WebFrontend.Http;

/// <summary>
/// Serves the built browser client. Its assets carry a hash in their names and never change; its page, its service worker and the like
/// always may, so browsers ask about them each time. There is no page for other paths: the client keeps its own after the <c>#</c>.
/// </summary>
internal static class WebClient
{
    private const string RootSetting = "Chat:WebRoot";
    private const string Assets = "/assets";

    public static void UseWebClient(this WebApplication app)
    {
        var root = Path.GetFullPath(app.Configuration[RootSetting] ?? Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        if (!Directory.Exists(root))
            return;
        var files = new PhysicalFileProvider(root);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UsePrecompressed(files);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = new PrecompressedContentTypes(),
            OnPrepareResponse = response =>
            {
                var isAsset = response.Context.Request.Path.StartsWithSegments(Assets);
                response.Context.Response.Headers[HeaderNames.CacheControl] =
                    isAsset ? "public, max-age=31536000, immutable" : "no-cache";
                response.Context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
                Precompressed.Describe(response.Context);
            },
        });
    }
}
