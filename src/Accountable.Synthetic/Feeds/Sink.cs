using System.IO.Compression;
using System.Text;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Feeds;

/// <summary>Writes pieces to files in the order in which they come. A file is open only while a full buffer goes to it, so that any
/// number of ACOs needs few handles.</summary>
internal sealed class Sink
{
    private const int AllBuffers = 128 << 20;
    private const int LeastBuffer = 8 << 10;
    private const int MostBuffer = 1 << 20;
    private const int TitleWidth = 43;

    private readonly string _folder;
    private readonly OutputFiles _files;
    private readonly int _most;
    private readonly byte[]?[] _buffers;
    private readonly int[] _filled;
    private readonly long[] _rows;

    public Sink(string folder, OutputFiles files)
    {
        (_folder, _files) = (folder, files);
        _most = Math.Clamp(AllBuffers / Math.Max(1, files.All.Count), LeastBuffer, MostBuffer);
        _buffers = new byte[]?[files.All.Count];
        _filled = new int[files.All.Count];
        _rows = new long[files.All.Count];
        for (var file = 0; file < files.All.Count; file++)
        {
            var (path, header) = files.All[file];
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
            File.WriteAllText(PathOf(path), header.Length > 0 ? header + "\n" : "");
        }
    }

    /// <summary>The rows of claim files so far.</summary>
    public long Rows { get; private set; }

    public void Take(Pieces pieces)
    {
        for (var file = 0; file < pieces.All.Count; file++)
        {
            if (pieces.All[file] is not { Length: > 0 } lines)
                continue;
            _rows[file] += lines.Rows;
            var written = lines.Written;
            if (_filled[file] + written.Length > _most)
                Flush(file);
            if (written.Length > _most)
                Append(file, written);
            else
            {
                written.CopyTo((_buffers[file] ??= new byte[_most]).AsSpan(_filled[file]));
                _filled[file] += written.Length;
            }
        }
    }

    /// <summary>Writes what is left, the control totals of each delivery, and packs deliveries when asked.</summary>
    public void Complete(IReadOnlyList<Aco> acos, IReadOnlyList<Delivery> deliveries, bool zip)
    {
        for (var file = 0; file < _filled.Length; file++)
            Flush(file);
        foreach (var aco in acos)
        {
            foreach (var delivery in deliveries)
                Totals(aco, delivery);
        }
        if (zip)
            Parallel.ForEach(acos.SelectMany(aco => deliveries.Select(delivery => (aco, delivery))), Pack);
    }

    private void Totals(Aco aco, Delivery delivery)
    {
        var text = new StringBuilder("File Number  |File Description    |Total Records Count |Record Length\n");
        foreach (var file in Records.Files)
        {
            var rows = _rows[_files.Claims(aco.Number, delivery.Number, file)];
            Rows += rows;
            text.Append($"CCLF{file}  |{Titled(Records.Of(file).Title),-43}|{rows,11}|{Records.Of(file).Length(delivery.Wave),5} \n");
        }
        File.WriteAllText(PathOf($"{aco.Id}/{delivery.FileName(aco.Id, null)}/{delivery.FileName(aco.Id, '0')}"), text.ToString());
    }

    /// <summary>CCLF0 has 43 places for a title, and two titles are longer.</summary>
    private static string Titled(string title) => title.Length <= TitleWidth ? title : title[..TitleWidth];

    /// <summary>The entries carry the day of the delivery, not of the disk, so that the same seed gives the same bytes.</summary>
    private void Pack((Aco Aco, Delivery Delivery) each)
    {
        var (aco, delivery) = each;
        var folder = PathOf($"{aco.Id}/{delivery.FileName(aco.Id, null)}");
        using (var zip = ZipFile.Open(folder + ".zip", ZipArchiveMode.Create))
        {
            foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(Path.GetFileName(file), CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(Days.Date(delivery.Day), TimeOnly.MinValue, TimeSpan.Zero);
                using var from = File.OpenRead(file);
                using var to = entry.Open();
                from.CopyTo(to);
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    private void Flush(int file)
    {
        if (_filled[file] > 0)
            Append(file, _buffers[file].AsSpan(0, _filled[file]));
        _filled[file] = 0;
    }

    private void Append(int file, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(PathOf(_files.All[file].Path), FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        stream.Write(bytes);
    }

    private string PathOf(string path) => Path.Combine(_folder, path);
}
