using Accountable.Data.Engines.DuckDb;

namespace Accountable.Data.Store;

/// <summary>A change of a store on its way: rows wait beside what is stored and count only when it is committed. Disposed of without
/// that, nothing of it is left.</summary>
public abstract class StoreChange : IDisposable
{
    private protected StoreChange(DuckDbEngine reader) => Reader = reader;

    /// <summary>The embedded engine, in which files are read.</summary>
    public DuckDbEngine Reader { get; }

    /// <summary>Adds the rows of a query over <see cref="Reader"/> to a table of the schema <c>input</c>.</summary>
    /// <param name="table">The table, one of <see cref="InputTable"/>.</param>
    /// <param name="fileId">The number of the file that brings the rows.</param>
    /// <param name="query">A query that gives the table's columns in their order, the file's number first.</param>
    /// <returns>How many they are.</returns>
    public abstract long Add(string table, int fileId, string query);

    /// <summary>Leaves out again what the file that was added last brought to a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fileId">The file's number.</param>
    public abstract void TakeBack(string table, int fileId);

    /// <summary>Makes the change count, whole.</summary>
    /// <param name="next">The manifest that names the files from now on; its generation is counted up.</param>
    public abstract void Commit(StoreManifest next);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives up what was not committed.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => Reader.Dispose();
}
