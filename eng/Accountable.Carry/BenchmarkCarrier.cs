using System.Globalization;
using Accountable.Runs;
using CsvHelper;

namespace Accountable.Carry;

/// <summary>Writes what public results say of benchmarks: rows whose historical benchmark or adjustment can be computed again.</summary>
public static class BenchmarkCarrier
{
    private static readonly (string Ours, string Theirs, string PersonYears)[] Types =
    [
        ("esrd", "ESRD", "N_AB_Year_ESRD_BY3"), ("disabled", "DIS", "N_AB_Year_DIS_BY3"),
        ("aged_dual", "AGDU", "N_AB_Year_AGED_Dual_BY3"), ("aged_non_dual", "AGND", "N_AB_Year_AGED_NonDual_BY3"),
    ];

    /// <summary>Performance year 2018: agreement periods whose trend is national, 42 CFR 425.602 and 425.603(b).</summary>
    public static void CarryHistorical(string source, string folder)
    {
        var columns = new List<string>
        {
            "aco_id", "agreement_start", "agreement_period", "historical_benchmark", "prior_savings_adjustment",
        };
        foreach (var (type, _, _) in Types)
        {
            columns.Add($"person_years_by3_{type}");
            for (var year = 1; year <= 3; year++)
                columns.AddRange([$"per_capita_by{year}_{type}", $"risk_by{year}_{type}"]);
        }
        var table = new Table([.. columns]);
        foreach (var row in Rows(source))
        {
            var start = DateTime.Parse(row["Current_Start_Date"], CultureInfo.InvariantCulture);
            var period = (int)Number(row["Agreement_Period_Num"])!.Value;
            if (!(period == 1 && start.Year is >= 2016 and <= 2018) && !(period == 2 && start.Year == 2016))
                continue;
            var cells = new List<object?>
            {
                row["ACO_ID"], start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), period, Number(row["HistBnchmk"]),
                Number(row["Prior_Sav_Adj"]),
            };
            foreach (var (_, theirs, years) in Types)
            {
                cells.Add(Number(row[years]));
                for (var year = 1; year <= 3; year++)
                {
                    cells.Add(Number(row[$"Per_Capita_Exp_ALL_{theirs}_BY{year}"]));
                    cells.Add(Number(row[$"CMS_HCC_RiskScore_{theirs}_BY{year}"]));
                }
            }
            table.Add([.. cells]);
        }
        Write(table, folder, "2018",
            "Benchmark years and published historical benchmarks of agreement periods with a national trend, performance year 2018");
    }

    /// <summary>Performance year 2024: adjustments of agreement periods that started in 2024.</summary>
    public static void CarryAdjustments(string source, string folder)
    {
        var columns = new List<string> { "aco_id", "regional_adjustment", "prior_savings_adjustment", "applied" };
        foreach (var (type, _, _) in Types)
            columns.AddRange([$"per_capita_by3_{type}", $"person_years_py_{type}", $"growth_weight_{type}"]);
        var table = new Table([.. columns]);
        foreach (var row in Rows(source).Where(row => row["Current_Start_Date"].EndsWith("2024", StringComparison.Ordinal)))
        {
            var cells = new List<object?>
            {
                row["ACO_ID"], Number(row["RegAdj"]), Number(row["PriorSavAdj"]), row["FinalAdjCat"],
            };
            foreach (var (_, theirs, years) in Types)
            {
                cells.Add(Number(row[$"Per_Capita_Exp_ALL_{theirs}_BY3"]));
                cells.Add(Number(row[years.Replace("BY3", "PY", StringComparison.Ordinal)]));
                cells.Add(Number(row[$"RR_weight_{theirs}_PY"]));
            }
            table.Add([.. cells]);
        }
        Write(table, folder, "2024", "Benchmark adjustments of agreement periods from 2024, performance year 2024; every second ACO");
    }

    private static List<Dictionary<string, string>> Rows(string source)
    {
        using var text = new StreamReader(source);
        using var csv = new CsvReader(text, CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name.Trim('\uFEFF'), name => csv.GetField(name) ?? ""));
        return rows;
    }

    /// <summary>A number; null when the cell is blank, not applicable or suppressed.</summary>
    private static decimal? Number(string text) => text.Trim() is "" or "-" or "*"
        ? null
        : decimal.Parse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void Write(Table table, string folder, string name, string title)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.csv"), table.ToCsv());
        File.WriteAllText(Path.Combine(folder, $"{name}.meta.yaml"), $"""
            title: {title}
            source: CMS, Shared Savings Program performance year financial and quality results, data.cms.gov
            licence: US Government work, not subject to copyright
            rows: {table.Rows.Count}

            """);
    }
}
