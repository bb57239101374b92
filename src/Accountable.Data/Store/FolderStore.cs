using Accountable.Data.Engines;
using Accountable.Data.Engines.DuckDb;

namespace Accountable.Data.Store;

/// <summary>A store in a folder: immutable Parquet parts, and one manifest that says which of them count.</summary>
/// <remarks>A reader pins the manifest that it opened: parts are deleted only when nobody reads. The folder is for its owner
/// alone.</remarks>
internal sealed class FolderStore : ClaimStore
{
    private const string ManifestName = "manifest.json";
    private const string LockName = "writer.lock";
    private const string PinName = "readers.lock";
    private const string SpillName = "spill";
    private const string CoreName = "core";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream? _writer;
    private readonly FileStream? _pin;

    private FolderStore(string folder, FileStream? writer, FileStream? pin)
        : base(folder, File.Exists(Path.Combine(folder, ManifestName))
            ? StoreManifest.Read(Path.Combine(folder, ManifestName)) : new StoreManifest())
    {
        _writer = writer;
        _pin = pin;
    }

    private string Staging => PathOf("staging");

    public static FolderStore OpenFolderToRead(string folder)
    {
        if (!File.Exists(Path.Combine(folder, ManifestName)))
            throw Refused(folder, "there is no store here", "Make one with 'accountable claims import --cclf PATH --store DIR'");
        return new FolderStore(folder, null, new FileStream(Path.Combine(folder, PinName), FileMode.Open, FileAccess.Read, FileShare.Read));
    }

    public static FolderStore OpenFolderToWrite(string folder)
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
            var store = new FolderStore(folder, writer, null);
            store.CleanUp();
            return store;
        }
        catch (UnauthorizedAccessException)
        {
            writer?.Dispose();
            throw NotWritable(folder);
        }
        catch (IOException e) when (writer is null)
        {
            throw !File.Exists(Path.Combine(folder, LockName))
                ? Refused(folder, $"the store cannot be made: {e.Message}", "Name another folder")
                : IsLocked(folder) ? Refused(folder, "another process writes to the store", "Wait until it has ended")
                : NotWritable(folder);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    public override IEngine OpenInput() => OpenParts();

    public override IEngine OpenCore(DatedLaw law)
    {
        var engine = OpenParts();
        try
        {
            law.CreateTable(engine);
            engine.Execute("create schema core");
            using var turn = _writer is null ? OwnTurn() : null;
            var mayKeep = _writer is not null || turn is not null;
            foreach (var relation in CoreModels.All)
                Make(engine, relation, law, mayKeep);
            if (_writer is not null)
                CleanUp(law);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    internal override StoreChange Begin()
    {
        Directory.CreateDirectory(Staging);
        return new FolderChange(this, OpenReader(), Staging);
    }

    /// <summary>Deletes what no manifest names: staging and spilled data of a process that died, parts that were forgotten, and relations
    /// made from them. Nothing while somebody reads.</summary>
    internal override bool CleanUp() => CleanUp(law: null);

    /// <summary>Moves parts into their places, then replaces the manifest. A crash before the last step leaves the store as it
    /// was.</summary>
    internal void Commit(IEnumerable<(string Staged, string Part)> parts, StoreManifest manifest)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (staged, part) in parts)
            folders.UnionWith(MoveIn(staged, PathOf(part)));
        foreach (var folder in folders)
            Durable.FlushFolder(folder);
        var next = manifest with { Generation = Manifest.Generation + 1 };
        Durable.Replace(PathOf(ManifestName), next.ToJson());
        Manifest = next;
    }

    internal string PathOf(string name) => Path.Combine(Location, name);

    /// <summary>Text as the engine takes it between quotes. Paths only: values are bound.</summary>
    internal static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    protected override void Dispose(bool disposing)
    {
        _writer?.Dispose();
        _pin?.Dispose();
    }

    private static FileRefusedException NotWritable(string folder) =>
        Refused(folder, "the store cannot be written", "Give yourself the right to write there, or name another store");

    /// <summary>Whether the lock is somebody's, and not the disk read-only: then a file can be made beside it.</summary>
    private static bool IsLocked(string folder)
    {
        var probe = Path.Combine(folder, $"{LockName}.{Guid.NewGuid():N}");
        try
        {
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> MoveIn(string staged, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        Durable.Flush(staged);
        File.Move(staged, target, overwrite: true);
        return [folder, Path.GetDirectoryName(folder)!];
    }

    /// <summary>An embedded engine whose spill files stay inside the store.</summary>
    private DuckDbEngine OpenReader() => Embedded(Path.Combine(PathOf(SpillName), Guid.NewGuid().ToString("N")));

    /// <summary>The tables as views over the parts that the manifest names.</summary>
    private DuckDbEngine OpenParts()
    {
        var engine = OpenReader();
        engine.Execute("create schema input");
        foreach (var table in InputTable.All)
        {
            var parts = (table == InputTable.Quarantine ? Manifest.Files.Select(file => file.Quarantine)
                : Manifest.Files.Where(file => file.Table == table.Name).Select(file => file.Part)).OfType<string>().ToList();
            engine.Execute(parts.Count == 0 ? table.CreateStatement("input", table.Name)
                : $"create view input.{table.Name} as select * from "
                    + $"read_parquet([{string.Join(", ", parts.Select(part => Quoted(PathOf(part))))}], union_by_name = true)");
        }
        InputFiles.CreateTable(engine, Manifest.Files);
        return engine;
    }

    private void Make(DuckDbEngine engine, CoreRelation relation, DatedLaw law, bool mayKeep)
    {
        var kept = PathOf(NameOf(relation, law));
        if (!relation.IsKept)
            engine.Execute($"create view core.{relation.Name} as\n{relation.Sql}");
        else if (File.Exists(kept) || (mayKeep && Keep(engine, relation, kept)))
            engine.Execute($"create view core.{relation.Name} as select * from read_parquet({Quoted(kept)})");
        else
            engine.Execute($"create table core.{relation.Name} as\n{relation.Sql}");
    }

    /// <summary>Writes a relation beside its place, then moves it there: what lies under its name is whole.</summary>
    private bool Keep(DuckDbEngine engine, CoreRelation relation, string target)
    {
        try
        {
            Directory.CreateDirectory(Staging);
            var staged = Path.Combine(Staging, Path.GetFileName(target));
            engine.Execute($"copy (\n{relation.Sql}\n) to {Quoted(staged)} (format parquet, compression snappy)");
            foreach (var folder in MoveIn(staged, target))
                Durable.FlushFolder(folder);
            return true;
        }
        catch (Exception e) when (_writer is null && e is IOException or UnauthorizedAccessException or EngineException)
        {
            // A reader that may not write, or has no room to, makes it in memory.
            return false;
        }
    }

    /// <summary>The key of the files comes first: a relation made from others than the manifest names is known without the law.</summary>
    private string NameOf(CoreRelation relation, DatedLaw law) => $"{CoreName}/{Stem(relation)}{relation.LawKey(law)}.parquet";

    private string Stem(CoreRelation relation) => $"{relation.Name}-{relation.Key(Manifest)}-";

    /// <summary>The writer's lock for a reader that wants to keep what it makes; null when somebody else has it or it may not.</summary>
    private FileStream? OwnTurn()
    {
        try
        {
            return new FileStream(PathOf(LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool CleanUp(DatedLaw? law)
    {
        if (Directory.Exists(Staging))
            Directory.Delete(Staging, recursive: true);
        try
        {
            using var alone = new FileStream(PathOf(PinName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            var named = Manifest.Files.SelectMany(file => new[] { file.Part, file.Quarantine }).OfType<string>().Select(PathOf)
                .ToHashSet(StringComparer.Ordinal);
            Delete("parts", file => !named.Contains(file));
            Delete("quarantine", file => !named.Contains(file));
            var kept = CoreModels.All.Where(relation => relation.IsKept)
                .Select(relation => law is null ? PathOf($"{CoreName}/{Stem(relation)}") : PathOf(NameOf(relation, law))).ToList();
            Delete(CoreName, file => !kept.Exists(stem => file.StartsWith(stem, StringComparison.Ordinal)));
            if (Directory.Exists(PathOf(SpillName)) && law is null)
                Directory.Delete(PathOf(SpillName), recursive: true);
            return true;
        }
        catch (IOException)
        {
            // A reader has it pinned: the next writer tries again.
            return false;
        }
    }

    private void Delete(string folder, Func<string, bool> isOld)
    {
        if (!Directory.Exists(PathOf(folder)))
            return;
        foreach (var file in Directory.EnumerateFiles(PathOf(folder), "*.parquet", SearchOption.AllDirectories).Where(isOld).ToList())
            File.Delete(file);
    }
}
