using System.Buffers.Binary;
using Microsoft.AspNetCore.Cryptography.KeyDerivation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OrleansChat.Grains.Accounts;

internal enum PasswordVerdict
{
    Wrong,
    Right,

    /// <summary>Right, and hashed with parameters that have moved since: hash it again.</summary>
    RightButOutdated,
}

/// <summary>
/// Hashes and checks passwords with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA-512, random salt). A hash costs about a
/// tenth of a second, so it runs on the thread pool, never in a grain's turn, and on no more cores than there are.
/// </summary>
internal sealed class PasswordHashing
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PasswordHasher<AccountState> _hasher;
    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);

    public PasswordHashing(IOptions<PasswordHashingOptions> options)
    {
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.Iterations }));
        NobodysHash = MakeNobodysHash(options.Value.Iterations);
    }

    /// <summary>In the hasher's format: it costs as much to check as any and fits no known password.</summary>
    public string NobodysHash { get; }

    /// <exception cref="TimeoutException">Too many passwords wait to be hashed.</exception>
    public Task<string> Hash(string password) => Run(() => _hasher.HashPassword(null!, password));

    /// <param name="hash">Null when there is no such account: it then takes as long as with one, and is wrong.</param>
    /// <exception cref="TimeoutException">Too many passwords wait to be checked.</exception>
    public Task<PasswordVerdict> Verify(string? hash, string password) => Run(() =>
        _hasher.VerifyHashedPassword(null!, hash ?? NobodysHash, password) switch
        {
            PasswordVerificationResult.Success when hash is not null => PasswordVerdict.Right,
            PasswordVerificationResult.SuccessRehashNeeded when hash is not null => PasswordVerdict.RightButOutdated,
            _ => PasswordVerdict.Wrong,
        });

    /// <summary>Version 3 of the format: marker, pseudo-random function, iterations, length of the salt, salt, key.</summary>
    private static string MakeNobodysHash(int iterations)
    {
        const int headerLength = 13, saltLength = 16, keyLength = 32;
        var hash = new byte[headerLength + saltLength + keyLength];
        hash[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(1), (int)KeyDerivationPrf.HMACSHA512);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(5), iterations);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(9), saltLength);
        return Convert.ToBase64String(hash);
    }

    private async Task<T> Run<T>(Func<T> work)
    {
        if (!await _slots.WaitAsync(Patience))
            throw new TimeoutException("Too many passwords wait to be checked.");
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            _slots.Release();
        }
    }
}
