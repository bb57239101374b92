using System.Globalization;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.Runs.Expenditures;
using Accountable.Runs.Qpp;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>The order of claims, and each delivery split in two, change no person and no cent.</summary>
[Collection(GeneratedClaims.Collection)]
public sealed class InvarianceTests(GeneratedClaims claims) : IDisposable
{
    private const int Year = 2024;
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Split_deliveries_with_their_rows_backwards_give_the_same_results()
    {
        var split = _scratch["split"];
        foreach (var aco in GeneratedClaims.Acos)
        {
            foreach (var delivery in Directory.EnumerateDirectories(Path.Combine(claims.Folder, aco)))
            {
                Half(delivery, Path.Combine(split, aco, Path.GetFileName(delivery)), 0);
                Half(delivery, Path.Combine(split, aco, Path.GetFileName(delivery) + "-later"), 1);
            }
            foreach (var list in Directory.EnumerateFiles(Path.Combine(claims.Folder, aco)))
                File.Copy(list, Path.Combine(split, aco, Path.GetFileName(list)));
        }
        foreach (var list in new[] { "methods.csv", "clinicians.csv" })
            File.Copy(Path.Combine(claims.Folder, list), Path.Combine(split, list));
        var (whole, halves) = (Results(claims.Folder, "whole"), Results(split, "halves"));
        Assert.Equal(whole, halves);
        Assert.True(whole.Count > 1_000);
    }

    /// <summary>Every second row of each file, the last first, with a CCLF0 that fits.</summary>
    private static void Half(string delivery, string target, int half)
    {
        Directory.CreateDirectory(target);
        var rows = new Dictionary<string, int>();
        foreach (var file in Directory.EnumerateFiles(delivery).Where(file => !file.Contains(".ZC0", StringComparison.Ordinal)))
        {
            var lines = File.ReadAllLines(file, Encoding.Latin1).Where((_, i) => i % 2 == half).Reverse().ToList();
            rows[$"CCLF{Path.GetFileName(file)[14]}"] = lines.Count;
            File.WriteAllText(Path.Combine(target, Renamed(file, half)), string.Concat(lines.Select(line => line + "\n")), Encoding.Latin1);
        }
        var totals = Directory.EnumerateFiles(delivery).Single(file => file.Contains(".ZC0", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(target, Renamed(totals, half)), string.Concat(File.ReadAllLines(totals).Select(line =>
        {
            var cells = line.Split('|');
            if (rows.TryGetValue(cells[0].Trim(), out var count))
                cells[2] = count.ToString(CultureInfo.InvariantCulture).PadLeft(cells[2].Length);
            return string.Join('|', cells) + "\n";
        })));
    }

    private static string Renamed(string file, int half) =>
        Path.GetFileName(file).Replace(".T0700000", half == 0 ? ".T0700000" : ".T0700001", StringComparison.Ordinal);

    private List<string> Results(string folder, string name)
    {
        var location = _scratch[name];
        using (var store = ClaimStore.OpenToWrite(location))
        {
            foreach (var aco in GeneratedClaims.Acos)
                Assert.All(CclfImport.Import(Path.Combine(folder, aco), store, acceptCounts: false), each => Assert.False(each.IsRefused));
            ReportImport.Import(folder, store);
        }
        var law = RuleBook.Embedded.For(new PerformanceYear(Year));
        var results = new List<string>();
        foreach (var aco in GeneratedClaims.Acos)
        {
            var method = AssignmentSession.MethodOf(location, aco, Year)!.Value;
            using var session = AssignmentSession.Open(location, new AssignmentRequest(aco, law.Year, method, law, 1), null);
            var ids = session.PersonIds();
            results.AddRange(AssignmentTables.Of(session.Run, session.Request, ids).Rows().Select(Line));
            results.AddRange(ExpenditureTables.Rows(ExpenditureRun.Of(session, null, null), ids).Select(Line).Order(StringComparer.Ordinal));
        }
        File.WriteAllText(_scratch["entities.csv"], "entity_id,model_id\nA0001,mssp-enhanced\nA0002,mssp-basic-e\n");
        results.AddRange(StoreFactsTables.Scores(StoreFacts.Of(new StoreFactsRequest(location, _scratch["entities.csv"], law,
            AttributionSource.Computed, 1))).Rows.Select(Line));
        return results;

        static string Line(object?[] row) => string.Join(',', row.Select(Runs.Table.Text));
    }
}
