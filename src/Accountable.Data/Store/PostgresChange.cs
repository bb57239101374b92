using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Engines.Postgres;

namespace Accountable.Data.Store;

/// <summary>A change of a PostgreSQL store: one transaction on a connection of its own. Rows stream from the embedded engine, which reads
/// the files, into a binary copy.</summary>
internal sealed class PostgresChange : StoreChange
{
    private readonly PostgresStore _store;
    private readonly PostgresEngine _engine;
    private readonly string _spill;

    public PostgresChange(PostgresStore store, DuckDbEngine reader, PostgresEngine engine, string spill)
        : base(reader)
    {
        _store = store;
        _engine = engine;
        _spill = spill;
        _engine.Execute("begin");
    }

    public override long Add(string table, int fileId, string query)
    {
        _engine.Execute("savepoint part");
        using var rows = Reader.Stream(query);
        return _engine.Copy("input", table, rows);
    }

    public override void TakeBack(string table, int fileId) => _engine.Execute("rollback to savepoint part");

    public override void Commit(StoreManifest next)
    {
        var written = _store.WriteLedger(_engine, next);
        _engine.Execute("commit");
        _store.Committed(written);
    }

    protected override void Dispose(bool disposing)
    {
        // Closing the connection takes back what was not committed.
        _engine.Dispose();
        base.Dispose(disposing);
        if (Directory.Exists(_spill))
            Directory.Delete(_spill, recursive: true);
    }
}
