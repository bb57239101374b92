using System.Text;
using Accountable.Data.Engines;
using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Store;

namespace Accountable.Data.Claims;

/// <summary>A file of an import.</summary>
/// <param name="File">The file with its counts.</param>
/// <param name="IsNew">False when the store had the same bytes already.</param>
public sealed record ImportedFile(StoredFile File, bool IsNew);

/// <summary>What became of one delivery.</summary>
/// <param name="Delivery">Its name: ACO, day and window.</param>
/// <param name="Files">Its files; empty when it was refused.</param>
/// <param name="Findings">What was wrong with it.</param>
public sealed record ImportedDelivery(string Delivery, IReadOnlyList<ImportedFile> Files, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether none of it was taken.</summary>
    public bool IsRefused => Findings.Any(finding => finding.Severity == Severity.FileRefused);
}

/// <summary>Brings CCLF deliveries into a store: each delivery whole or not at all, and the same delivery twice changes nothing.</summary>
public static class CclfImport
{
    private const string Compression = "snappy";

    /// <summary>Imports every delivery at a path, oldest first.</summary>
    /// <param name="path">A zip, a folder of files, or a folder of zips and folders.</param>
    /// <param name="store">The store, opened to write.</param>
    /// <param name="acceptCounts">Take a delivery whose files differ from what CCLF0 says.</param>
    /// <param name="said">Called for each file when it has been read.</param>
    /// <exception cref="FileRefusedException">Nothing can be read at the path.</exception>
    public static IReadOnlyList<ImportedDelivery> Import(string path, ClaimStore store, bool acceptCounts,
        Action<ImportedFile>? said = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var imported = new List<ImportedDelivery>();
        foreach (var delivery in CclfDelivery.Find(path))
        {
            try
            {
                imported.Add(new Transaction(delivery, store, acceptCounts, said).Run());
            }
            catch (FileRefusedException e)
            {
                imported.Add(new ImportedDelivery(delivery.Name, [], [e.Finding]));
            }
            catch (InvalidDataException)
            {
                imported.Add(new ImportedDelivery(delivery.Name, [],
                    [new Finding(Severity.FileRefused, delivery.Name, 0, "", "the zip is damaged inside", "Ask for the delivery again")]));
            }
            finally
            {
                store.CleanUp();
            }
        }
        return imported;
    }

    /// <summary>Takes a file out of the store. Its rows are deleted as soon as nobody reads.</summary>
    /// <returns>The file, and whether its rows are deleted already; null when the store has no such file.</returns>
    public static (StoredFile File, bool Deleted)? Forget(string name, ClaimStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (store.Manifest.Files.FirstOrDefault(file => file.Name == name) is not { } forgotten)
            return null;
        // A file of another source than CCLF may have filled several tables.
        store.Commit([], store.Manifest with
        {
            Files = [.. store.Manifest.Files.Where(file => file != forgotten && (file.Source == "cclf" || file.Name != name
                || file.Sha256 != forgotten.Sha256 || file.Aco != forgotten.Aco))],
        });
        return (forgotten, store.CleanUp());
    }

    /// <summary>One delivery on its way into the store.</summary>
    private sealed class Transaction(CclfDelivery delivery, ClaimStore store, bool acceptCounts, Action<ImportedFile>? said)
    {
        private readonly List<Finding> _findings = [];
        private readonly List<(string Staged, string Part)> _parts = [];
        private int _nextId = store.Manifest.NextId;

        public ImportedDelivery Run()
        {
            var totals = Totals();
            Complete(totals);
            var staging = store.NewStaging();
            var files = new List<ImportedFile>();
            using (var engine = store.OpenEngine())
            {
                foreach (var entry in delivery.Entries.Values.Where(entry => entry.Name.File != '0').OrderBy(entry => entry.Name.File))
                {
                    if (_findings.Exists(finding => finding.Severity == Severity.FileRefused))
                        break;
                    if (Load(engine, staging, entry, totals.GetValueOrDefault(entry.Name.File)) is not { } file)
                        continue;
                    files.Add(file);
                    said?.Invoke(file);
                }
            }
            if (_findings.Exists(finding => finding.Severity == Severity.FileRefused))
                return new ImportedDelivery(delivery.Name, [], _findings);
            if (files.Exists(file => file.IsNew))
                store.Commit(_parts, store.Manifest with
                {
                    NextId = _nextId,
                    Files = [.. store.Manifest.Files, .. files.Where(file => file.IsNew).Select(file => file.File)]
                });
            return new ImportedDelivery(delivery.Name, files, _findings);
        }

        private IReadOnlyDictionary<char, CclfTotal> Totals()
        {
            if (!delivery.Entries.TryGetValue('0', out var entry))
            {
                Doubt(delivery.Name, "the delivery has no CCLF0, so nothing says what it should hold");
                return new Dictionary<char, CclfTotal>();
            }
            using var stream = entry.Open();
            return CclfTotals.Read(stream, entry.Name.Name);
        }

        /// <summary>Each file that CCLF0 lists must be there, and no other.</summary>
        private void Complete(IReadOnlyDictionary<char, CclfTotal> totals)
        {
            foreach (var missing in totals.Values.Where(total => !delivery.Entries.ContainsKey(total.File)).OrderBy(total => total.File))
                Doubt(delivery.Name, $"CCLF0 lists CCLF{missing.File} with {missing.Rows:N0} rows, and the file is not there");
            foreach (var entry in delivery.Entries.Values.Where(entry => entry.Name.File != '0' && totals.Count > 0
                && !totals.ContainsKey(entry.Name.File)))
                Doubt(entry.Name.Name, "CCLF0 does not list the file");
            if (!delivery.Entries.ContainsKey('9'))
                Warn(delivery.Name, "there is no CCLF9: a beneficiary who got a new identifier counts as two people",
                    "Ask for the whole delivery");
            if (!delivery.Entries.ContainsKey('8'))
                Warn(delivery.Name, "there is no CCLF8: the beneficiaries have no demographics", "Ask for the whole delivery");
        }

        private ImportedFile? Load(DuckDbEngine engine, string staging, CclfEntry entry, CclfTotal? total)
        {
            var layout = CclfLayout.All[entry.Name.File];
            var length = total?.RecordLength ?? layout.Lengths[^1];
            if (!layout.Lengths.Contains(length))
            {
                Refuse(entry.Name.Name, 0, $"CCLF0 gives record length {length}, and the known layouts have {string.Join(", ", layout.Lengths)}", "Use a program that knows this layout");
                return null;
            }
            var known = store.Manifest.Files.Where(file => file.Table == layout.Table && file.Aco == delivery.Aco).ToList();
            if (known.Find(file => file.Bytes == entry.Bytes && file.Name == entry.Name.Name) is { } same && same.Sha256 == Hash(entry))
                return new ImportedFile(same, IsNew: false);
            using var blocks = new LineBlocks(entry.Open(), entry.GreatestBytes);
            using var scan = new CclfScan(engine.Connection, layout, length, blocks, Environment.ProcessorCount);
            var part = Path.Combine(staging, $"{_nextId}.parquet");
            try
            {
                // One row group a 100,000 rows keeps what each thread holds small.
                engine.Execute($"copy (select {_nextId}::integer as file_id, * from {scan.Name}()) to {ClaimStore.Quoted(part)} (format parquet, compression {Compression}, row_group_size 122880)");
            }
            catch (EngineException e)
            {
                throw Failure(entry.Name.Name, e);
            }
            return Counted(engine, staging, new Read(entry, layout, scan, blocks.Sha256(), blocks.Lines, blocks.Bytes, length, total),
                known);
        }

        private ImportedFile? Counted(DuckDbEngine engine, string staging, Read read, List<StoredFile> known)
        {
            var (name, refused) = (read.Entry.Name, read.Scan.Refused);
            if (known.Find(file => file.Sha256 == read.Sha256) is { } same)
                return new ImportedFile(same, IsNew: false);
            if (read.Lines != read.Scan.Loaded + refused.Count)
                throw new InvalidOperationException($"{read.Lines} lines were read, {read.Scan.Loaded} loaded and {refused.Count} refused.");
            if (read.Total is { } total && total.Rows != read.Lines)
                Doubt(name.Name, $"CCLF0 says {total.Rows:N0} rows, the file has {read.Lines:N0}");
            _findings.AddRange(refused.OrderBy(row => row.Line)
                .Select(row => new Finding(Severity.RowRefused, name.Name, row.Line, row.Column, row.What, "See the quarantine")));
            var stem = $"{_nextId:000000}-{read.Sha256[..12]}.parquet";
            var file = new StoredFile
            {
                Id = _nextId++, Table = read.Layout.Table, Name = name.Name, Delivery = delivery.Name, Aco = delivery.Aco,
                Day = delivery.Day, Sha256 = read.Sha256, Bytes = read.Bytes, RecordLength = read.RecordLength, RowsExpected = read.Total?.Rows,
                RowsRead = read.Lines, RowsLoaded = read.Scan.Loaded, RowsRefused = refused.Count,
                Part = read.Scan.Loaded > 0 ? $"parts/{read.Layout.Table}/{stem}" : null,
                Quarantine = refused.Count > 0 ? $"quarantine/{stem}" : null,
            };
            if (file.Part is not null)
                _parts.Add((Path.Combine(staging, $"{file.Id}.parquet"), file.Part));
            if (file.Quarantine is not null)
                _parts.Add((Quarantine(engine, staging, file.Id, refused), file.Quarantine));
            return new ImportedFile(file, IsNew: true);
        }

        /// <summary>Keeps the refused rows whole, so that nothing is lost.</summary>
        private static string Quarantine(DuckDbEngine engine, string staging, int id, IEnumerable<RefusedRow> refused)
        {
            engine.Execute("create schema if not exists import; create or replace table import.refused (file_id integer, line bigint, field varchar, what varchar, row_text varchar)");
            using (var appender = engine.Append("import", "refused"))
            {
                foreach (var row in refused.OrderBy(row => row.Line))
                    appender.Add(id, row.Line, row.Column, row.What, Encoding.Latin1.GetString(row.Bytes));
                appender.Complete();
            }
            var path = Path.Combine(staging, $"{id}-refused.parquet");
            engine.Execute($"copy (select * from import.refused order by line) to {ClaimStore.Quoted(path)} (format parquet)");
            return path;
        }

        private static string Hash(CclfEntry entry)
        {
            using var stream = entry.Open();
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
        }

        /// <summary>The engine's words about a scan are ours; about a disk they are its own and name the store's files only.</summary>
        private static FileRefusedException Failure(string name, EngineException e) =>
            new(new Finding(Severity.FileRefused, name, 0, "", e.Message.Split('\n')[0].TrimEnd('.'), "Nothing of the delivery was taken"));

        private void Doubt(string where, string what)
        {
            if (acceptCounts)
                Warn(where, what, "Taken all the same, as --accept-counts asks");
            else
                Refuse(where, 0, what, "Ask for the delivery again, or import with --accept-counts when you know why");
        }

        private void Refuse(string where, long line, string what, string todo) =>
            _findings.Add(new Finding(Severity.FileRefused, where, line, "", what, todo));

        private void Warn(string where, string what, string todo) => _findings.Add(new Finding(Severity.Warning, where, 0, "", what, todo));

        private sealed record Read(CclfEntry Entry, CclfLayout Layout, CclfScan Scan, string Sha256, long Lines, long Bytes,
            int RecordLength, CclfTotal? Total);
    }
}
