using OrleansChat.Blobs.Azure;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>Against Azurite, Microsoft's emulator.</summary>
public sealed class AzureBlobStoreTests(AzureBlobStoreTests.Azurite azurite) : BlobStoreContract, IClassFixture<AzureBlobStoreTests.Azurite>
{
    internal override IBlobStore Store => azurite.Store;

    private protected override bool BindsUploads => false;

    public sealed class Azurite : IAsyncLifetime
    {
        private Emulator? _emulator;

        internal IBlobStore Store { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _emulator = await Emulator.Start(
                "azurite/dist/src/blob/main.js",
                "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry");
            // The emulator's account and key are the same everywhere and in its documentation.
            const string account = "devstoreaccount1";
            const string key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
            Store = new AzureBlobStore(new BlobOptions.AzureOptions
            {
                ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
                    + $"BlobEndpoint=http://127.0.0.1:{_emulator.Port}/{account};",
                Container = "images",
            });
        }

        public async Task DisposeAsync() => await _emulator!.DisposeAsync();
    }
}
