using System.Globalization;
using Accountable.Data.Engines.DuckDb;

namespace Accountable.Data.Store;

/// <summary>A store in a folder: immutable Parquet parts, and one manifest that says which of them count.</summary>
/// <remarks>A reader pins the manifest that it opened: parts are deleted only when nobody reads. The folder is for its owner
/// alone.</remarks>
public sealed class ClaimStore : IDisposable
{
    private const string ManifestName = "manifest.json";
    private const string LockName = "writer.lock";
    private const string PinName = "readers.lock";
    private const string SpillName = "spill";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream? _writer;
    private readonly FileStream? _pin;

    private ClaimStore(string folder, FileStream? writer, FileStream? pin)
    {
        Folder = folder;
        _writer = writer;
        _pin = pin;
        Manifest = File.Exists(PathOf(ManifestName)) ? StoreManifest.Read(PathOf(ManifestName)) : new StoreManifest();
    }

    /// <summary>The store's folder.</summary>
    public string Folder { get; }

    /// <summary>What it holds, as pinned when it was opened or last written.</summary>
    public StoreManifest Manifest { get; private set; }

    private string Staging => PathOf("staging");

    /// <summary>Opens a store to read it.</summary>
    /// <exception cref="FileRefusedException">There is no store.</exception>
    public static ClaimStore OpenToRead(string folder)
    {
        if (!File.Exists(Path.Combine(folder, ManifestName)))
            throw Refused(folder, "there is no store here", "Make one with 'accountable claims import --cclf PATH --store DIR'");
        return new ClaimStore(folder, null, new FileStream(Path.Combine(folder, PinName), FileMode.Open, FileAccess.Read, FileShare.Read));
    }

    /// <summary>Opens a store to change it, and makes it when it is not there. One writer at a time.</summary>
    /// <exception cref="FileRefusedException">Another import writes to it, it cannot be written, or the folder holds other
    /// things.</exception>
    public static ClaimStore OpenToWrite(string folder)
    {
        if (Directory.Exists(folder) && !File.Exists(Path.Combine(folder, LockName)) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw Refused(folder, "the folder holds other things than a store", "Name an empty folder or one that is not there yet");
        FileStream? writer = null;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly);
            // The lock goes with the process that holds it, however that ends.
            writer = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            using (new FileStream(Path.Combine(folder, PinName), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite))
            {
            }
            var store = new ClaimStore(folder, writer, null);
            store.CleanUp();
            return store;
        }
        catch (UnauthorizedAccessException)
        {
            writer?.Dispose();
            throw Refused(folder, "the store cannot be written", "Give yourself the right to write there, or name another store");
        }
        catch (IOException e) when (writer is null)
        {
            throw File.Exists(Path.Combine(folder, LockName))
                ? Refused(folder, "another process writes to the store", "Wait until it has ended")
                : Refused(folder, $"the store cannot be made: {e.Message}", "Name another folder");
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <summary>An engine over memory whose spill files stay inside the store; for a reader, of what the manifest names.</summary>
    public DuckDbEngine OpenEngine()
    {
        var engine = new DuckDbEngine(null,
            ("threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)), ("memory_limit", "2500MB"),
                ("temp_directory", Path.Combine(PathOf(SpillName), Guid.NewGuid().ToString("N"))),
            ("preserve_insertion_order", "false"), ("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false"));
        engine.Execute("create schema input");
        return engine;
    }

    /// <summary>Names the store's tables in an engine: those of <see cref="InputTable.All"/>, <c>input.files</c> and
    /// <c>input.quarantine</c>.</summary>
    public void Attach(DuckDbEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        foreach (var table in InputTable.All)
        {
            var parts = Manifest.Files.Where(file => file.Table == table.Name && file.Part is not null).Select(file => file.Part!)
                .ToList();
            if (parts.Count == 0)
                engine.Execute(table.CreateStatement("input", table.Name));
            else
                engine.Execute($"create view input.{table.Name} as select * from read_parquet([{Paths(parts)}])");
        }
        InputFiles.CreateTable(engine, Manifest.Files);
        var quarantine = Manifest.Files.Where(file => file.Quarantine is not null).Select(file => file.Quarantine!).ToList();
        engine.Execute(quarantine.Count == 0
            ? "create table input.quarantine (file_id integer, line bigint, field varchar, what varchar, row_text varchar)"
            : $"create view input.quarantine as select * from read_parquet([{Paths(quarantine)}])");
    }

    /// <summary>An empty folder inside the store for parts on their way.</summary>
    internal string NewStaging()
    {
        Directory.CreateDirectory(Staging);
        return Staging;
    }

    /// <summary>Moves parts into their places, then replaces the manifest. A crash before the last step leaves the store as it
    /// was.</summary>
    internal void Commit(IEnumerable<(string Staged, string Part)> parts, StoreManifest manifest)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (staged, part) in parts)
        {
            var target = PathOf(part);
            var folder = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(folder);
            Durable.Flush(staged);
            File.Move(staged, target, overwrite: true);
            folders.Add(folder);
            folders.Add(Path.GetDirectoryName(folder)!);
        }
        foreach (var folder in folders)
            Durable.FlushFolder(folder);
        var next = manifest with { Generation = Manifest.Generation + 1 };
        Durable.Replace(PathOf(ManifestName), next.ToJson());
        Manifest = next;
    }

    /// <summary>Deletes what no manifest names: staging and spilled data of a process that died, and parts that were forgotten.
    /// Nothing while somebody reads.</summary>
    /// <returns>Whether all of it is gone.</returns>
    internal bool CleanUp()
    {
        if (Directory.Exists(Staging))
            Directory.Delete(Staging, recursive: true);
        try
        {
            using var alone = new FileStream(PathOf(PinName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            var named = Manifest.Files.SelectMany(file => new[] { file.Part, file.Quarantine }).OfType<string>().Select(PathOf)
                .ToHashSet(StringComparer.Ordinal);
            foreach (var folder in new[] { PathOf("parts"), PathOf("quarantine") }.Where(Directory.Exists))
            {
                foreach (var file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories)
                    .Where(file => !named.Contains(file)).ToList())
                    File.Delete(file);
            }
            if (Directory.Exists(PathOf(SpillName)))
                Directory.Delete(PathOf(SpillName), recursive: true);
            return true;
        }
        catch (IOException)
        {
            // A reader has it pinned: the next writer tries again.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        _pin?.Dispose();
    }

    internal string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Text as the engine takes it between quotes. Paths only: values are bound.</summary>
    internal static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Paths(IEnumerable<string> parts) => string.Join(", ", parts.Select(part => Quoted(PathOf(part))));

    private static FileRefusedException Refused(string folder, string what, string todo) =>
        new(new Finding(Severity.FileRefused, folder, 0, "", what, todo));
}
