using Accountable.Data.Engines.DuckDb;

namespace Accountable.Data.Store;

/// <summary>Parts on their way into a folder: they lie in its staging folder until the manifest names them.</summary>
internal sealed class FolderChange(FolderStore store, DuckDbEngine reader, string staging) : StoreChange(reader)
{
    private const string Compression = "snappy";

    public override long Add(string table, int fileId, string query) =>
        // One row group a 100,000 rows keeps what each thread holds small.
        Reader.Execute($"copy ({query}) to {FolderStore.Quoted(Staged(table, fileId))} "
            + $"(format parquet, compression {Compression}, row_group_size 122880)");

    public override void TakeBack(string table, int fileId) => File.Delete(Staged(table, fileId));

    public override void Commit(StoreManifest next)
    {
        var had = store.Manifest.Files.Select(file => file.Id).ToHashSet();
        store.Commit([.. next.Files.Where(file => !had.Contains(file.Id)).SelectMany(Parts)], next);
    }

    private IEnumerable<(string Staged, string Part)> Parts(StoredFile file)
    {
        if (file.Part is not null)
            yield return (Staged(file.Table, file.Id), file.Part);
        if (file.Quarantine is not null)
            yield return (Staged(InputTable.Quarantine.Name, file.Id), file.Quarantine);
    }

    private string Staged(string table, int fileId) => Path.Combine(staging, $"{table}-{fileId}.parquet");
}
