using System.Security.Cryptography;

namespace Accountable.Data.Claims;

/// <summary>Whole lines of a file, in a buffer that its taker owns until it takes the next.</summary>
internal sealed class LineBlock
{
    public byte[] Bytes = new byte[LineBlocks.BlockBytes];

    public int Length;

    /// <summary>The number of the first line, from 1.</summary>
    public long FirstLine;

    /// <summary>Where the reading of the block is.</summary>
    public int At;

    /// <summary>The line at which the reading is.</summary>
    public long Line;

    /// <summary>Whether the last line of the block ends without a line end, as the file does.</summary>
    public bool IsOpen;
}

/// <summary>Cuts a stream into blocks of whole lines for several takers, and hashes and counts as it goes.</summary>
internal sealed class LineBlocks(Stream stream, long greatestBytes, Action<long>? read = null) : IDisposable
{
    public const int BlockBytes = 1 << 21;

    private readonly Lock _gate = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _rest = new byte[BlockBytes];
    private int _restLength;
    private bool _ended;

    /// <summary>The lines so far; all of them once the end was met.</summary>
    public long Lines { get; private set; }

    /// <summary>The bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>SHA-256 of all bytes in hexadecimal; only after the end, and once.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>Fills the block with the next lines; false at the end.</summary>
    /// <exception cref="InvalidDataException">A line has no end, or the file is longer than its wrapping allows.</exception>
    public bool Next(LineBlock block)
    {
        lock (_gate)
        {
            if (_ended)
                return false;
            _rest.AsSpan(0, _restLength).CopyTo(block.Bytes);
            var taken = stream.ReadAtLeast(block.Bytes.AsSpan(_restLength), BlockBytes - _restLength, throwOnEndOfStream: false);
            _hash.AppendData(block.Bytes, _restLength, taken);
            Bytes += taken;
            read?.Invoke(Bytes);
            if (Bytes > greatestBytes)
                throw new InvalidDataException("The file unpacks to far more than its packed size allows");
            var filled = _restLength + taken;
            _ended = filled < BlockBytes;
            var whole = block.Bytes.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            block.IsOpen = _ended && whole < filled;
            if (!_ended && whole == 0)
                throw new InvalidDataException("A line has no end within two megabytes, so this is no text of fixed width");
            block.Length = _ended ? filled : whole;
            _restLength = filled - block.Length;
            block.Bytes.AsSpan(block.Length, _restLength).CopyTo(_rest);
            block.At = 0;
            block.FirstLine = block.Line = Lines + 1;
            Lines += block.Bytes.AsSpan(0, block.Length).Count((byte)'\n') + (block.IsOpen ? 1 : 0);
            return block.Length > 0;
        }
    }

    public void Dispose()
    {
        _hash.Dispose();
        stream.Dispose();
    }
}
