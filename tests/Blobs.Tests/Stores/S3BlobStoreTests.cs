using OrleansChat.Blobs.S3;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>Against s3rver, a small S3 server. It does not check signatures of version 4, so a gate before it does.</summary>
public sealed class S3BlobStoreTests(S3BlobStoreTests.S3rver s3rver) : BlobStoreContract, IClassFixture<S3BlobStoreTests.S3rver>
{
    internal override IBlobStore Store => s3rver.Store;

    public sealed class S3rver : IAsyncLifetime
    {
        private Emulator? _emulator;
        private SignatureGate? _gate;
        private S3BlobStore? _store;

        internal IBlobStore Store => _store!;

        public async Task InitializeAsync()
        {
            _emulator = await Emulator.Start(
                "s3rver/bin/s3rver.js", "-d", "FOLDER", "-a", "127.0.0.1", "-p", "0", "--configure-bucket", "images");
            _gate = await SignatureGate.Start(_emulator.Port, "S3RVER");
            _store = new S3BlobStore(
                new BlobOptions.S3Options
                {
                    ServiceUrl = _gate.Url,
                    Bucket = "images",
                    AccessKey = "S3RVER",
                    SecretKey = "S3RVER",
                },
                TimeProvider.System);
        }

        public async Task DisposeAsync()
        {
            _store?.Dispose();
            if (_gate is not null)
                await _gate.DisposeAsync();
            await _emulator!.DisposeAsync();
        }
    }
}
