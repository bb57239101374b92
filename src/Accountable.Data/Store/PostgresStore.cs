using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Accountable.Data.Engines;
using Accountable.Data.Engines.Postgres;

namespace Accountable.Data.Store;

/// <summary>A store in a PostgreSQL database: the same tables, with the ledger beside them in the schema <c>ledger</c>.</summary>
/// <remarks>A change is one transaction, so that readers see it whole or not at all. A writer holds an advisory lock, which goes with
/// its connection. A reader works in one snapshot.</remarks>
internal sealed class PostgresStore : ClaimStore
{
    /// <summary>The advisory lock of a writer: the letters of this program as a number.</summary>
    private const long WriterLock = 0x4143434F554E54;

    private static readonly JsonSerializerOptions Entries = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly PostgresAddress _address;
    private readonly PostgresEngine? _writer;

    private PostgresStore(PostgresAddress address, PostgresEngine? writer, StoreManifest manifest)
        : base(address.Shown, manifest)
    {
        _address = address;
        _writer = writer;
    }

    public static PostgresStore Open(PostgresAddress address, bool toWrite)
    {
        PostgresEngine engine;
        try
        {
            engine = new PostgresEngine(address.ConnectionString);
        }
        catch (DbException e)
        {
            throw Refused(address.Shown, $"the database cannot be reached: {e.Message}", "Look at the address and at who may connect");
        }
        try
        {
            if (toWrite)
                Prepare(engine, address);
            else if (!Exists(engine, "ledger"))
                throw Refused(address.Shown, "there is no store here", "Make one with 'accountable claims import --cclf PATH --store URL'");
            var store = new PostgresStore(address, toWrite ? engine : null, ReadManifest(engine));
            if (!toWrite)
                engine.Dispose();
            return store;
        }
        catch (DbException e)
        {
            engine.Dispose();
            throw Refused(address.Shown, $"the store cannot be {(toWrite ? "written" : "read")}: {e.Message}",
                "Ask its owner for the rights");
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public override IEngine OpenInput() => OpenSnapshot();

    public override IEngine OpenCore(DatedLaw law)
    {
        while (true)
        {
            var engine = OpenSnapshot();
            try
            {
                if (new PostgresCore(engine, Manifest, law).IsCurrent)
                    return engine;
            }
            catch
            {
                engine.Dispose();
                throw;
            }
            engine.Dispose();
            MakeCore(law);
        }
    }

    internal override StoreChange Begin()
    {
        // Made for its owner alone: what the embedded engine cannot hold are rows of people.
        var spill = Directory.CreateTempSubdirectory("accountable-spill-").FullName;
        return new PostgresChange(this, Embedded(spill), Connect(), spill);
    }

    /// <summary>Nothing is left lying in a database: what did not count was never there.</summary>
    internal override bool CleanUp() => true;

    /// <summary>Writes the ledger inside a change's transaction and deletes the rows of files that it names no more.</summary>
    internal StoreManifest WriteLedger(PostgresEngine engine, StoreManifest next)
    {
        var had = Manifest.Files.ToDictionary(file => file.Id);
        foreach (var gone in had.Values.Where(file => !next.Files.Contains(file)))
        {
            foreach (var table in new[] { gone.Table, InputTable.Quarantine.Name, "files" })
                engine.Execute($"delete from input.{table} where file_id = $id", ("id", gone.Id));
            engine.Execute("delete from ledger.files where file_id = $id", ("id", gone.Id));
        }
        foreach (var file in next.Files.Where(file => !had.ContainsKey(file.Id)))
        {
            engine.Execute("insert into input.files values ($id, $table, $aco, $delivery, $day)", ("id", file.Id), ("table", file.Table),
                ("aco", file.Aco), ("delivery", file.Delivery), ("day", file.Day));
            engine.Execute("insert into ledger.files values ($id, $entry)", ("id", file.Id),
                ("entry", JsonSerializer.Serialize(file, Entries)));
        }
        var counted = next with { Generation = Manifest.Generation + 1 };
        engine.Execute("update ledger.store set generation = $generation, next_id = $next", ("generation", counted.Generation),
            ("next", counted.NextId));
        return counted;
    }

    internal void Committed(StoreManifest manifest) => Manifest = manifest;

    protected override void Dispose(bool disposing)
    {
        if (_writer is null)
            return;
        // The server would let go by itself, but only some time after the connection is closed.
        _writer.Execute($"select pg_advisory_unlock({WriterLock.ToString(CultureInfo.InvariantCulture)})");
        _writer.Dispose();
    }

    private static bool Exists(PostgresEngine engine, string schema)
    {
        using var reader = engine.Query("select count(*) from information_schema.schemata where schema_name = $name", ("name", schema));
        return reader.Read() && reader.GetInt64(0) > 0;
    }

    private static StoreManifest ReadManifest(PostgresEngine engine)
    {
        StoreManifest manifest;
        using (var reader = engine.Query("select format, generation, next_id from ledger.store"))
        {
            reader.Read();
            manifest = new StoreManifest { Format = reader.GetInt32(0), Generation = reader.GetInt32(1), NextId = reader.GetInt32(2) };
        }
        if (manifest.Format != StoreManifest.CurrentFormat)
            throw Refused("ledger.store", $"the store has format {manifest.Format}, this program reads {StoreManifest.CurrentFormat}",
                "Use the program that made the store");
        var files = new List<StoredFile>();
        using (var reader = engine.Query("select entry from ledger.files order by file_id"))
        {
            while (reader.Read())
                files.Add(JsonSerializer.Deserialize<StoredFile>(reader.GetString(0), Entries)!);
        }
        return manifest with { Files = files };
    }

    /// <summary>Takes the writer's lock and makes what is missing.</summary>
    private static void Prepare(PostgresEngine engine, PostgresAddress address)
    {
        if (!Locked(engine, "pg_try_advisory_lock"))
            throw Refused(address.Shown, "another process writes to the store", "Wait until it has ended");
        if (!Exists(engine, "ledger"))
        {
            if (Exists(engine, "input") || Exists(engine, "core"))
                throw Refused(address.Shown, "the database holds other things than a store", "Name a database of its own");
            engine.Execute("begin");
            engine.Execute("create schema ledger; create schema input; create schema core; create schema law");
            engine.Execute("create table ledger.store (format integer, generation integer, next_id integer)");
            engine.Execute("create table ledger.files (file_id integer primary key, entry text)");
            engine.Execute("create table ledger.core (name text primary key, key text)");
            engine.Execute("insert into ledger.store values ($format, 0, 1)", ("format", StoreManifest.CurrentFormat));
            InputFiles.CreateTable(engine, []);
            engine.Execute("commit");
        }
        foreach (var table in InputTable.All)
        {
            engine.Execute(table.CreateStatement("input", table.Name)
                .Replace("create table", "create table if not exists", StringComparison.Ordinal));
        }
    }

    private static bool Locked(PostgresEngine engine, string function)
    {
        using var reader = engine.Query($"select {function}({WriterLock.ToString(CultureInfo.InvariantCulture)})");
        return reader.Read() && reader.GetBoolean(0);
    }

    private PostgresEngine Connect()
    {
        var engine = new PostgresEngine(_address.ConnectionString);
        // The engine's own notices name tables that are made anew; compiling plans costs more than these queries gain.
        engine.Execute("set client_min_messages = warning; set jit = off; set work_mem = '256MB'; set maintenance_work_mem = '256MB'");
        // Claims are joined on several columns that hang together, whose product the planner takes for a handful of rows: a loop
        // over all claims for each of them would then be its choice.
        engine.Execute("set enable_nestloop = off");
        return engine;
    }

    /// <summary>A connection in one snapshot, and the manifest as it is there.</summary>
    private PostgresEngine OpenSnapshot()
    {
        var engine = Connect();
        engine.Execute("begin isolation level repeatable read");
        Manifest = ReadManifest(engine);
        return engine;
    }

    /// <summary>Makes what is not current. A reader may do so when nobody writes.</summary>
    private void MakeCore(DatedLaw law)
    {
        using var engine = Connect();
        try
        {
            engine.Execute("begin");
            if (_writer is null && !Locked(engine, "pg_try_advisory_xact_lock"))
                throw Refused(Location, "the store is being written, and its relations are not made yet", "Wait until that has ended");
            Manifest = ReadManifest(engine);
            new PostgresCore(engine, Manifest, law).Make();
            engine.Execute("commit");
        }
        catch (DbException e) when (_writer is null)
        {
            throw Refused(Location, $"the relations are not made yet and cannot be made: {e.Message}",
                "Import as the store's owner, which makes them");
        }
    }
}
