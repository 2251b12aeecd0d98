using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace OrleansChat.Backups.Database;

/// <summary>One row in PostgreSQL's text format for COPY, without the line's end.</summary>
internal delegate void RowHandler(ReadOnlySpan<byte> row, UInt128 hash);

/// <summary>
/// Follows a table's rows as they are read. <see cref="Content"/> is a sum of the rows' hashes, so it does not depend on their
/// order: two servers hold the same exactly when it is the same.
/// </summary>
internal sealed class RowDigest(RowHandler? onRow) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _begun = new byte[4096];
    private int _begunLength;
    private UInt128 _sum;

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>In hexadecimal, as <see cref="Sha256"/>.</summary>
    public string Content => Hex(_sum);

    public string Sha256() => Convert.ToHexStringLower(_sha256.GetCurrentHash());

    public static string Hex(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    /// <param name="data">The next bytes, cut anywhere.</param>
    public void Add(ReadOnlySpan<byte> data)
    {
        _sha256.AppendData(data);
        Bytes += data.Length;
        for (int end; (end = data.IndexOf((byte)'\n')) >= 0; data = data[(end + 1)..])
        {
            if (_begunLength == 0)
            {
                Row(data[..end]);
                continue;
            }
            Keep(data[..end]);
            Row(_begun.AsSpan(0, _begunLength));
            _begunLength = 0;
        }
        Keep(data);
    }

    public void Dispose() => _sha256.Dispose();

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_begun.Length < _begunLength + part.Length)
            Array.Resize(ref _begun, Math.Max(2 * _begun.Length, _begunLength + part.Length));
        part.CopyTo(_begun.AsSpan(_begunLength));
        _begunLength += part.Length;
    }

    private void Row(ReadOnlySpan<byte> row)
    {
        var hash = XxHash128.HashToUInt128(row);
        _sum = unchecked(_sum + hash);
        Rows++;
        onRow?.Invoke(row, hash);
    }
}
