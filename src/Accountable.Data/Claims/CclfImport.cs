using System.Data.Common;
using System.Text;
using Accountable.Data.Store;

namespace Accountable.Data.Claims;

/// <summary>A file of an import.</summary>
/// <param name="File">The file with its counts.</param>
/// <param name="IsNew">False when the store had the same bytes already.</param>
public sealed record ImportedFile(StoredFile File, bool IsNew);

/// <summary>How far the reading of a file has come.</summary>
/// <param name="Delivery">The delivery's name.</param>
/// <param name="File">The file's name.</param>
/// <param name="BytesRead">What was read of it.</param>
/// <param name="Bytes">All of it, unpacked.</param>
public sealed record ImportProgress(string Delivery, string File, long BytesRead, long Bytes);

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
    /// <summary>Imports every delivery at a path, oldest first.</summary>
    /// <param name="path">A zip, a folder of files, or a folder of zips and folders.</param>
    /// <param name="store">The store, opened to write.</param>
    /// <param name="acceptCounts">Take a delivery whose files differ from what CCLF0 says.</param>
    /// <param name="said">Called for each file when it has been read.</param>
    /// <param name="progress">Called from any thread while a file is read.</param>
    /// <exception cref="FileRefusedException">Nothing can be read at the path.</exception>
    public static IReadOnlyList<ImportedDelivery> Import(string path, ClaimStore store, bool acceptCounts,
        Action<ImportedFile>? said = null, Action<ImportProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var imported = new List<ImportedDelivery>();
        foreach (var delivery in CclfDelivery.Find(path))
        {
            try
            {
                imported.Add(new Transaction(delivery, store, acceptCounts, said, progress).Run());
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
        var rest = store.Manifest.Files.Where(file => file != forgotten && (file.Source == "cclf" || file.Name != name
            || file.Sha256 != forgotten.Sha256 || file.Aco != forgotten.Aco));
        using (var change = store.Begin())
            change.Commit(store.Manifest with { Files = [.. rest] });
        return (forgotten, store.CleanUp());
    }

    /// <summary>One delivery on its way into the store.</summary>
    private sealed class Transaction(CclfDelivery delivery, ClaimStore store, bool acceptCounts, Action<ImportedFile>? said,
        Action<ImportProgress>? progress)
    {
        private readonly List<Finding> _findings = [];
        private int _nextId = store.Manifest.NextId;

        public ImportedDelivery Run()
        {
            ClaimSource.Check(store.Manifest, delivery.Aco, "cclf", delivery.Name);
            var totals = Totals();
            Complete(totals);
            var files = new List<ImportedFile>();
            using var change = store.Begin();
            foreach (var entry in delivery.Entries.Values.Where(entry => entry.Name.File != '0').OrderBy(entry => entry.Name.File))
            {
                if (_findings.Exists(finding => finding.Severity == Severity.FileRefused))
                    break;
                if (Load(change, entry, totals.GetValueOrDefault(entry.Name.File)) is not { } file)
                    continue;
                files.Add(file);
                said?.Invoke(file);
            }
            if (_findings.Exists(finding => finding.Severity == Severity.FileRefused))
                return new ImportedDelivery(delivery.Name, [], _findings);
            if (files.Exists(file => file.IsNew))
                change.Commit(store.Manifest with
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

        private ImportedFile? Load(StoreChange change, CclfEntry entry, CclfTotal? total)
        {
            var layout = CclfLayout.All[entry.Name.File];
            var length = total?.RecordLength ?? layout.Lengths[^1];
            if (!layout.Lengths.Contains(length))
            {
                Refuse(entry.Name.Name, 0,
                    $"CCLF0 gives record length {length}, and the known layouts have {string.Join(", ", layout.Lengths)}",
                    "Use a program that knows this layout");
                return null;
            }
            var known = store.Manifest.Files.Where(file => file.Table == layout.Table && file.Aco == delivery.Aco).ToList();
            if (known.Find(file => file.Bytes == entry.Bytes && file.Name == entry.Name.Name) is { } same && same.Sha256 == Hash(entry))
                return new ImportedFile(same, IsNew: false);
            using var blocks = new LineBlocks(entry.Open(), entry.GreatestBytes,
                progress is null ? null : bytes => progress(new ImportProgress(delivery.Name, entry.Name.Name, bytes, entry.Bytes)));
            using var scan = new CclfScan(change.Reader.Connection, layout, length, blocks, Environment.ProcessorCount);
            try
            {
                change.Add(layout.Table, _nextId, $"select {_nextId}::integer as file_id, * from {scan.Name}()");
            }
            catch (DbException e)
            {
                throw Failure(entry.Name.Name, e);
            }
            return Counted(change, new Read(entry, layout, scan, blocks.Sha256(), blocks.Lines, blocks.Bytes, length, total), known);
        }

        private ImportedFile? Counted(StoreChange change, Read read, List<StoredFile> known)
        {
            var (name, refused) = (read.Entry.Name, read.Scan.Refused);
            if (known.Find(file => file.Sha256 == read.Sha256) is { } same)
            {
                change.TakeBack(read.Layout.Table, _nextId);
                return new ImportedFile(same, IsNew: false);
            }
            if (read.Lines != read.Scan.Loaded + refused.Count)
                throw new InvalidOperationException(
                    $"{read.Lines} lines were read, {read.Scan.Loaded} loaded and {refused.Count} refused.");
            if (read.Total is { } total && total.Rows != read.Lines)
                Doubt(name.Name, $"CCLF0 says {total.Rows:N0} rows, the file has {read.Lines:N0}");
            _findings.AddRange(refused.OrderBy(row => row.Line)
                .Select(row => new Finding(Severity.RowRefused, name.Name, row.Line, row.Column, row.What, "See the quarantine")));
            var stem = $"{_nextId:000000}-{read.Sha256[..12]}.parquet";
            var file = new StoredFile
            {
                Id = _nextId++, Table = read.Layout.Table, Name = name.Name, Delivery = delivery.Name, Aco = delivery.Aco,
                Day = delivery.Day, Sha256 = read.Sha256, Bytes = read.Bytes, RecordLength = read.RecordLength,
                RowsExpected = read.Total?.Rows, RowsRead = read.Lines, RowsLoaded = read.Scan.Loaded, RowsRefused = refused.Count,
                Part = read.Scan.Loaded > 0 ? $"parts/{read.Layout.Table}/{stem}" : null,
                Quarantine = refused.Count > 0 ? $"quarantine/{stem}" : null,
            };
            if (file.Quarantine is not null)
                Quarantine(change, file.Id, refused);
            return new ImportedFile(file, IsNew: true);
        }

        /// <summary>Keeps the refused rows whole, so that nothing is lost.</summary>
        private static void Quarantine(StoreChange change, int id, IEnumerable<RefusedRow> refused)
        {
            change.Reader.Execute("create schema if not exists import; drop table if exists import.refused");
            change.Reader.Execute(InputTable.Quarantine.CreateStatement("import", "refused"));
            using (var appender = change.Reader.Append("import", "refused"))
            {
                foreach (var row in refused.OrderBy(row => row.Line))
                    appender.Add(id, row.Line, row.Column, row.What, Encoding.Latin1.GetString(row.Bytes));
                appender.Complete();
            }
            change.Add(InputTable.Quarantine.Name, id, "select * from import.refused order by line");
        }

        private static string Hash(CclfEntry entry)
        {
            using var stream = entry.Open();
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
        }

        /// <summary>The engine's words about a scan are ours; about a disk they are its own and name the store's files only.</summary>
        private static FileRefusedException Failure(string name, DbException e) =>
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
