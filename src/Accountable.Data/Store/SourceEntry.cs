using System.IO.Compression;
using System.Security.Cryptography;

namespace Accountable.Data.Store;

/// <summary>A file at a path that a command line named: in a folder, or inside a zip.</summary>
/// <param name="Name">Its name without folders.</param>
/// <param name="Folder">The name of the folder or zip that it lies in.</param>
/// <param name="Bytes">Its bytes, unpacked.</param>
/// <param name="Open">Opens it; the taker closes it.</param>
public sealed record SourceEntry(string Name, string Folder, long Bytes, Func<Stream> Open)
{
    /// <summary>The folder with the answers of a generator's run: never an input.</summary>
    public const string Truth = "truth";

    // Rows of fixed width are mostly blanks and pack well, but not this well.
    private const int GreatestPacking = 200;
    private const long AlwaysUnpacked = 1L << 26;

    /// <summary>Where it lies on the disk; null inside a zip.</summary>
    public string? Path { get; private init; }

    /// <summary>Every file at a path, at any depth, in the order of their names. Zips that are wanted are looked into; the others are
    /// files like any other. A folder named truth is left out.</summary>
    /// <param name="path">A file, a zip or a folder.</param>
    /// <param name="wanted">Whether to look into a zip of this name.</param>
    /// <exception cref="FileRefusedException">There is nothing at the path, or a zip is unsafe.</exception>
    public static IReadOnlyList<SourceEntry> At(string path, Func<string, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (File.Exists(path))
            return IsZip(path) ? InZip(path) : [OfFile(path)];
        if (!Directory.Exists(path))
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "", "there is no such file or folder",
                "Check the path"), isUsage: true);
        return [.. Files(path).SelectMany(file => IsZip(file) && wanted(System.IO.Path.GetFileName(file)) ? InZip(file) : [OfFile(file)])];
    }

    /// <summary>SHA-256 of its bytes.</summary>
    public string Sha256()
    {
        using var stream = Open();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The folders at a path and below, the path itself first; a folder named truth is left out.</summary>
    internal static IEnumerable<string> Folders(string path) => Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)
        .Where(folder => !string.Equals(System.IO.Path.GetFileName(folder), Truth, StringComparison.OrdinalIgnoreCase))
        .SelectMany(Folders).Prepend(path);

    private static IEnumerable<string> Files(string path) =>
        Folders(path).SelectMany(folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal));

    private static bool IsZip(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static SourceEntry OfFile(string path) => new(System.IO.Path.GetFileName(path),
        System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))) ?? "", new FileInfo(path).Length,
        () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan)) { Path = path };

    /// <summary>The files in a zip that is safe to look into.</summary>
    /// <exception cref="FileRefusedException">It is no zip, names a place outside of it, or would unpack to far more than it
    /// may.</exception>
    internal static List<SourceEntry> InZip(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var entries = new List<SourceEntry>();
            foreach (var entry in zip.Entries.Where(entry => entry.Name.Length > 0))
            {
                if (entry.FullName.Replace('\\', '/').Split('/').Contains("..") || System.IO.Path.IsPathRooted(entry.FullName)
                    || entry.FullName.Contains(':'))
                    throw Refused(name, "the zip holds a name that points outside of it");
                if (entry.Length > Math.Max(AlwaysUnpacked, entry.CompressedLength * GreatestPacking))
                    throw Refused(name, $"{entry.Name} would unpack to {entry.Length:N0} bytes, far more than its packed size allows");
                var (inner, length) = (entry.FullName, entry.Length);
                entries.Add(new SourceEntry(entry.Name, name, length, () => new BoundedStream(path, inner, length)));
            }
            return entries;
        }
        catch (InvalidDataException)
        {
            throw new FileRefusedException(new Finding(Severity.FileRefused, name, 0, "", "this is no zip, or a damaged one",
                "Ask for the delivery again"));
        }
    }

    private static FileRefusedException Refused(string name, string what) =>
        new(new Finding(Severity.FileRefused, name, 0, "", what, "Do not unpack it; ask for the delivery again"));

    /// <summary>A file inside a zip that gives no more bytes than the zip's list says.</summary>
    private sealed class BoundedStream : Stream
    {
        private readonly ZipArchive _zip;
        private readonly Stream _inner;
        private long _left;

        public BoundedStream(string path, string name, long length)
        {
            _zip = ZipFile.OpenRead(path);
            _inner = _zip.GetEntry(name)!.Open();
            _left = length;
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = _inner.Read(buffer);
            _left -= read;
            return _left >= 0 ? read : throw new InvalidDataException("The packed file is longer than the zip says.");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner.Dispose();
                _zip.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
