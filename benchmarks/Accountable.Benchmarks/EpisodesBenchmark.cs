using System.Diagnostics;
using System.Globalization;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Rules.Episodes;
using Accountable.Runs;
using Accountable.Runs.Claims;
using Accountable.Runs.Episodes;

namespace Accountable.Benchmarks;

/// <summary>From an imported store to settled episodes, against a floor: the columns that this reads, scanned once and summed.</summary>
internal static class EpisodesBenchmark
{
    private const int People = 100_000;
    private const int Lines = 1_000_000;
    private const int Times = 3;

    private static readonly (string Table, string Columns)[] Read =
    [
        ("core.institutional_claims", "aco_id, bene_key, file_id, line, cur_clm_uniq_id, clm_type_cd, provider_number, clm_from_dt, clm_thru_dt, dgns_drg_cd, signed_paid"),
        ("core.part_b_lines", "aco_id, bene_key, line_kind, file_id, line, cur_clm_uniq_id, clm_type_cd, clm_line_from_dt, clm_line_thru_dt, clm_line_hcpcs_cd, npi, clm_rndrg_prvdr_tax_num, signed_paid"),
        ("input.cclf1", "file_id, line, prncpl_dgns_cd, clm_nch_prmry_pyr_cd, atndg_prvdr_npi_num"),
        ("input.cclf2", "file_id, cur_clm_uniq_id, clm_line_hcpcs_cd, clm_line_from_dt"),
        ("input.cclf5", "file_id, line, clm_line_dgns_cd, clm_line_prmry_pyr_cd"),
        ("input.cclf8", "file_id, line, bene_mbi_id, bene_mbi_id_hash, bene_dob, bene_death_dt, bene_mdcr_stus_cd"),
        ("input.eligibility", "bene_mbi_id_hash, from_month, thru_month, part_a, part_b, health_plan, esrd"),
        ("core.enrollment_months", "aco_id, bene_key, month, enrollment_type"),
    ];

    public static void Run(string results)
    {
        var folder = Directory.CreateTempSubdirectory("accountable-bench-").FullName;
        try
        {
            var (files, location) = (Path.Combine(folder, "in"), Path.Combine(folder, "store"));
            var rows = EpisodeFiles.Write(files, People, Lines);
            using (var store = ClaimStore.OpenToWrite(location))
            {
                CclfImport.Import(files, store, acceptCounts: false);
                ReportImport.Import(Path.Combine(files, "eligibility.csv"), store);
                store.OpenCore(ClaimLaw.Of(RuleBook.Embedded)).Dispose();
            }
            var model = EpisodeDocuments.Find("team")!;
            Inputs(folder);
            var (floors, builds, settles) = (new List<double>(), new List<double>(), new List<double>());
            var (episodes, entities) = (0, 0);
            for (var time = 0; time < Times; time++)
            {
                floors.Add(Time(() => Floor(location)));
                builds.Add(Time(() => episodes = Build(model, location, folder)));
                settles.Add(Time(() => entities = SettleRun.Of(model, "2026", Path.Combine(folder, "detail.csv"),
                    Path.Combine(folder, "entities.csv"), Path.Combine(folder, "prices.csv"), traced: false).Entities.Count));
            }
            var text = new StringBuilder("# Episodes\n\n");
            text.Append(CultureInfo.InvariantCulture, $"{Lines:N0} claim headers and lines of {People:N0} people ({rows:N0} rows with revenue ")
                .Append(CultureInfo.InvariantCulture, $"lines and people), {episodes:N0} TEAM episodes, {entities} hospitals, on {Environment.ProcessorCount} cores. ")
                .Append("Written by the argument `episodes` of the benchmarks. From a store that is imported and netted; build writes lines.csv ")
                .Append("and detail.csv, settle reads detail.csv and prices. The floor scans the columns that build reads, once, and sums them; ")
                .Append("the budget for build and settle is 5 seconds. The first of three runs pays for compiling the program's code.\n\n")
                .Append("| work | first run, s | best run, s | times the floor |\n|---|---|---|---|\n");
            void Row(string work, IEnumerable<double> seconds) => text.Append(CultureInfo.InvariantCulture,
                $"| {work} | {seconds.First():0.00} | {seconds.Min():0.00} | {seconds.Min() / floors.Min():0.0} |\n");
            Row("floor: a bare scan of the same columns", floors);
            Row("build", builds);
            Row("settle", settles);
            Row("build and settle", builds.Zip(settles, (build, settle) => build + settle));
            Directory.CreateDirectory(results);
            File.WriteAllText(Path.Combine(results, "episodes.md"), text.ToString());
            Console.Write(text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Build(EpisodeModel model, string store, string folder)
    {
        using var lines = new StreamWriter(Path.Combine(folder, "lines.csv"));
        Table.WriteCsv(lines, BuildRun.LineColumns, []);
        var run = BuildRun.Of(model, "2026", store, null, (episode, line) => Table.WriteCsvRow(lines, BuildRun.LineCells(episode, line)));
        File.WriteAllText(Path.Combine(folder, "detail.csv"), run.DetailTable().ToCsv());
        return run.Episodes.Count(episode => episode.CancelledFor is null);
    }

    /// <summary>A price for each stratum, and the hospitals' tracks.</summary>
    private static void Inputs(string folder)
    {
        var strata = new[] { ("lejr", "470"), ("shfft", "481"), ("spinal_fusion", "451"), ("major_bowel", "330"), ("cabg", "235") };
        File.WriteAllLines(Path.Combine(folder, "prices.csv"), strata.Select(each => $"{each.Item2},{each.Item1},24000,25000,26000,0.97,1.04,0.95,1.05,90000")
            .Prepend("stratum,category,mean_oldest,mean_middle,mean_newest,prospective_normalization,prospective_trend,final_normalization_raw,final_trend_raw,cap"));
        File.WriteAllLines(Path.Combine(folder, "entities.csv"), Enumerable.Range(1, 60)
            .Select(hospital => string.Create(CultureInfo.InvariantCulture, $"01{hospital:D4},T3,80,0")).Prepend("entity,track,cqs,post_episode_excess"));
    }

    private static void Floor(string location)
    {
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        foreach (var (table, columns) in Read)
        {
            using var reader = engine.Query($"select {string.Join(", ", columns.Split(", ").Select(column => $"max({column})"))} from {table}");
            reader.Read();
        }
    }

    private static double Time(Action work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}
