using System.Globalization;
using Accountable.Data.Engines;
using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Engines.Postgres;

namespace Accountable.Data.Store;

/// <summary>What was imported, with its ledger: a folder of Parquet parts, or a PostgreSQL database.</summary>
public abstract class ClaimStore : IDisposable
{
    private const long MostMegabytes = 3_500;
    private const long BytesAMegabyte = 1_000_000;

    private protected ClaimStore(string location, StoreManifest manifest)
    {
        Location = location;
        Manifest = manifest;
    }

    /// <summary>The folder, or the database without its password.</summary>
    public string Location { get; }

    /// <summary>What it holds, as it was when opened or last written.</summary>
    public StoreManifest Manifest { get; private protected set; }

    /// <summary>Opens a store to read it.</summary>
    /// <param name="location">A folder, or a database as <c>postgres://user@host/database</c>.</param>
    /// <exception cref="FileRefusedException">There is no store.</exception>
    public static ClaimStore OpenToRead(string location) =>
        PostgresAddress.Parse(location) is { } address ? PostgresStore.Open(address, toWrite: false)
            : FolderStore.OpenFolderToRead(location);

    /// <summary>Opens a store to change it, and makes it when it is not there. One writer at a time.</summary>
    /// <param name="location">A folder, or a database as <c>postgres://user@host/database</c>.</param>
    /// <exception cref="FileRefusedException">Another import writes to it, it cannot be written, or it holds other things.</exception>
    public static ClaimStore OpenToWrite(string location) =>
        PostgresAddress.Parse(location) is { } address ? PostgresStore.Open(address, toWrite: true)
            : FolderStore.OpenFolderToWrite(location);

    /// <summary>An engine with the schema <c>input</c>: the tables that files brought, <c>input.files</c> and
    /// <c>input.quarantine</c>.</summary>
    public abstract IEngine OpenInput();

    /// <summary>An engine with the schema <c>input</c> and the relations of <see cref="CoreModels"/> in the schema <c>core</c>. What is
    /// kept of them is taken; what is not is made, and kept where that may be.</summary>
    /// <param name="law">The numbers of law that they read.</param>
    public abstract IEngine OpenCore(DatedLaw law);

    /// <summary>Begins a change.</summary>
    internal abstract StoreChange Begin();

    /// <summary>Deletes what does not count any more: what dead processes left, and rows that were forgotten.</summary>
    /// <returns>Whether all of it is gone.</returns>
    internal abstract bool CleanUp();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of locks.</summary>
    /// <param name="disposing">Always true.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>The memory of a reader's engine: half of the machine's, and no more than a run needs for a million people.</summary>
    public static string ReaderMemory { get; } =
        $"{Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / BytesAMegabyte, 1, MostMegabytes)}MB";

    /// <summary>An embedded engine over memory that puts what does not fit into a folder.</summary>
    private protected static DuckDbEngine Embedded(string spill) => new(null,
        ("threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)), ("memory_limit", ReaderMemory),
        ("temp_directory", spill), ("preserve_insertion_order", "false"),
        ("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false"));

    private protected static FileRefusedException Refused(string location, string what, string todo) =>
        new(new Finding(Severity.FileRefused, location, 0, "", what, todo));
}
