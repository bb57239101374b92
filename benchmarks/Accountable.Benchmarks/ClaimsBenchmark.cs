using System.Diagnostics;
using System.Globalization;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Claims;

namespace Accountable.Benchmarks;

/// <summary>CCLF1 to CCLF7 from files to a store, and netted, against two floors over the same bytes: every field cut and read into its
/// type by the engine's own text functions, and every field only cut.</summary>
internal static class ClaimsBenchmark
{
    private const int DefaultLines = 5_000_000;

    /// <summary>The files of an ACO by their share of lines, in thousandths.</summary>
    private static readonly (char File, int Share)[] Shares = [('1', 42), ('2', 208), ('3', 20), ('4', 208), ('5', 347), ('6', 35), ('7', 140)];

    public static void Run(string results, int? asked)
    {
        var lines = asked ?? DefaultLines;
        var folder = Directory.CreateTempSubdirectory("accountable-bench-").FullName;
        try
        {
            var delivery = Path.Combine(folder, "in");
            var (rows, bytes) = ClaimFiles.Write(delivery, [.. Shares.Select(share => (share.File, (int)((long)lines * share.Share / 1000)))]);
            var cut = Time(() => Floor(delivery, typed: false));
            var parsed = Time(() => Floor(delivery, typed: true));
            var law = ClaimLaw.Of(RuleBook.Embedded);
            Memory.ForgetPeak();
            var (import, net) = (0.0, 0.0);
            using (var store = ClaimStore.OpenToWrite(Path.Combine(folder, "store")))
            {
                import = Time(() => CclfImport.Import(delivery, store, acceptCounts: false));
                net = Time(() => store.OpenCore(law).Dispose());
            }
            var peak = Memory.Peak();
            using var read = ClaimStore.OpenToRead(Path.Combine(folder, "store"));
            var again = Time(() => read.OpenCore(law).Dispose());

            var text = new StringBuilder("# Import of claims\n\n");
            text.Append(CultureInfo.InvariantCulture, $"CCLF1 to CCLF7, {rows:N0} lines, {bytes / 1e6:N0} MB, on {Environment.ProcessorCount} cores. ")
                .Append("Written by the argument `claims` of the benchmarks; a number behind it is the number of lines.\n")
                .Append("The floors read the same bytes with the engine's own text functions and keep nothing; ")
                .Append("the import also checks, counts, hashes, writes Parquet to the disk and nets. The budget is three times the typed floor.\n\n")
                .Append("| work | seconds | lines/s | times the typed floor |\n|---|---|---|---|\n");
            void Row(string work, double seconds) => text.Append(CultureInfo.InvariantCulture,
                $"| {work} | {seconds:0.00} | {rows / seconds:N0} | {seconds / parsed:0.00} |\n");
            Row("floor: every field cut and read into its type", parsed);
            Row("floor: every field cut, kept as text", cut);
            Row("import", import);
            Row("netting and the other relations, kept", net);
            Row("import and netting", import + net);
            Row("opening the kept relations", again);
            text.Append(CultureInfo.InvariantCulture, $"\nPeak memory of import and netting: {peak:N0} MB. ");
            text.Append(CultureInfo.InvariantCulture, $"Store: {Size(Path.Combine(folder, "store")) / 1e6:N0} MB.\n");
            Directory.CreateDirectory(results);
            File.WriteAllText(Path.Combine(results, "claims.md"), text.ToString());
            Console.Write(text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Floor(string delivery, bool typed)
    {
        using var engine = new DuckDbEngine();
        foreach (var (file, _) in Shares)
        {
            var cells = CclfLayout.All[file].Fields.Select(field =>
            {
                var cell = $"substr(l, {field.Start + 1}, {field.Length})";
                return typed ? $"max(try_cast(nullif(trim({cell}), '') as {field.SqlType}))" : $"max({cell})";
            });
            engine.Execute($"select {string.Join(", ", cells)} from read_csv('{ClaimFiles.PathOf(delivery, file)}', "
                + "columns = {'l': 'varchar'}, delim = '\\x01', header = false, quote = '', escape = '', auto_detect = false)");
        }
    }

    private static double Time(Action work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static long Size(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
