using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Store;
using BenchmarkDotNet.Attributes;

namespace Accountable.Benchmarks;

/// <summary>CCLF1 to CCLF7 from files to a store, and netted. The floor parses every field of the same bytes with the engine's own
/// text functions and keeps nothing.</summary>
public class ClaimsImportBenchmarks
{
    private static readonly (char File, int Rows)[] Sizes =
        [('1', 24_000), ('2', 120_000), ('3', 12_000), ('4', 120_000), ('5', 200_000), ('6', 20_000), ('7', 80_000)];
    private string _folder = "";
    private int _store;

    /// <summary>The lines that one import reads.</summary>
    public static int Lines => Sizes.Sum(size => size.Rows);

    private string Delivery => Path.Combine(_folder, "in");

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("accountable-bench-").FullName;
        Directory.CreateDirectory(Delivery);
        var random = new Random(1);
        var totals = new StringBuilder("File Number  |File Description    |Total Records Count |Record Length\n");
        foreach (var (file, rows) in Sizes)
        {
            var layout = CclfLayout.All[file];
            using var writer = new StreamWriter(PathOf(file), append: false, Encoding.ASCII, 1 << 20);
            for (var row = 0; row < rows; row++)
            {
                foreach (var field in layout.Fields)
                    writer.Write(Value(field, row, random).PadRight(field.Length)[..field.Length]);
                writer.Write('\n');
            }
            totals.Append($"CCLF{file}  |{layout.Title,-43}|{rows,11}|{layout.Lengths[^1],5} \n");
        }
        File.WriteAllText(PathOf('0'), totals.ToString());
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public int Bare_fixed_width_parse()
    {
        using var engine = new DuckDbEngine();
        foreach (var (file, _) in Sizes)
        {
            var cells = CclfLayout.All[file].Fields.Select(field =>
                $"max(try_cast(nullif(trim(substr(l, {field.Start + 1}, {field.Length})), '') as {field.SqlType}))");
            engine.Execute($"select {string.Join(", ", cells)} from read_csv('{PathOf(file)}', columns = {{'l': 'varchar'}}, delim = '\\x01', header = false, quote = '', escape = '', auto_detect = false)");
        }
        return Lines;
    }

    [Benchmark]
    public int Import()
    {
        using var store = NewStore();
        return CclfImport.Import(Delivery, store, acceptCounts: false).Count;
    }

    [Benchmark]
    public int Import_and_net()
    {
        using var store = NewStore();
        CclfImport.Import(Delivery, store, acceptCounts: false);
        store.OpenCore(DatedLaw.None).Dispose();
        return store.Manifest.Files.Count;
    }

    private ClaimStore NewStore() => ClaimStore.OpenToWrite(Path.Combine(_folder, $"store{_store++}"));

    private string PathOf(char file) => Path.Combine(Delivery, $"P.A1234.ACO.ZC{file}Y21.D210115.T1200000");

    /// <summary>Values of the real shapes: one cancellation in fifteen, most legacy and modifier fields blank.</summary>
    private static string Value(CclfField field, int row, Random random) => field.Name switch
    {
        "CUR_CLM_UNIQ_ID" => $"{1_000_000 + row / 2:0000000000000}",
        "CLM_LINE_NUM" => $"{1 + row % 2:0000000000}",
        "CLM_TYPE_CD" => "71",
        "CLM_CNTL_NUM" => $"{row / 2:00000000000000}",
        "CLM_PRCSG_IND_CD" => "A",
        "CLM_CARR_PMT_DNL_CD" => "1",
        "CLM_MDCR_NPMT_RSN_CD" or "BENE_HIC_NUM" or "BENE_EQTBL_BIC_HICN_NUM" => "",
        "CLM_ADJSMT_TYPE_CD" => random.Next(15) == 0 ? "1" : "0",
        _ => field.Type switch
        {
            FieldType.Mbi => $"1AA{random.Next(20_000):00000}AA0",
            FieldType.Date => $"20{20 + random.Next(2)}-{1 + random.Next(12):00}-{1 + random.Next(28):00}",
            FieldType.Whole => $"{1 + random.Next(9)}",
            FieldType.Decimal2 => $"{random.Next(30_000) / 100m:0.00}".PadLeft(field.Length, '0'),
            FieldType.Decimal4 => $"{1 + random.Next(5)}.0000".PadLeft(field.Length, '0'),
            _ => field.Name.Contains("MDFR", StringComparison.Ordinal) && random.Next(5) > 0 ? ""
                : $"{random.Next(field.Length > 2 ? 3000 : 10)}",
        },
    };
}
