using System.Diagnostics;
using System.Globalization;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Factors;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Aco;
using Accountable.Runs.Claims;
using Accountable.Synthetic;

namespace Accountable.Benchmarks;

/// <summary>From an imported store to the settlement: four years of an ACO and the diagnoses of the year before, beside a bare scan of the
/// same claims.</summary>
internal static class RunBenchmark
{
    private const int FewPeople = 5_000;
    private const int ManyPeople = 50_000;
    private const int FirstYear = 2021;
    private const int LastYear = 2025;
    private const decimal Quality = 0.80m;
    private const double BytesAMegabyte = 1e6;

    /// <summary>Runs over generated people, or over stores that are there.</summary>
    /// <param name="results">The folder of the results.</param>
    /// <param name="stores">Pairs of a store and a factors folder; empty to generate them.</param>
    public static void Run(string results, IReadOnlyList<string> stores)
    {
        var folder = Directory.CreateTempSubdirectory("accountable-bench-").FullName;
        try
        {
            var pairs = stores.Count > 0
                ? stores.Chunk(2).Select(pair => (Store: pair[0], Factors: pair[1])).ToList()
                : new[] { FewPeople, ManyPeople }.Select(people => Generated(folder, people)).ToList();
            var measured = pairs.Select(pair => Measure(pair.Store, pair.Factors)).ToList();
            var text = new StringBuilder("# From an imported store to the settlement\n\n");
            text.Append(CultureInfo.InvariantCulture, $"Four years of one ACO, and the diagnoses of the year before them, on {Environment.ProcessorCount} ")
                .Append("cores. Written by the argument `run` of the benchmarks; stores and factors folders may be named behind it. ")
                .Append("The floor reads the columns that the run reads, once, from the same store.\n\n")
                .Append("| people in the files | assigned | claims and lines | work | seconds | processor seconds | times the floor |\n")
                .Append("|---|---|---|---|---|---|---|\n");
            foreach (var one in measured)
            {
                foreach (var (work, seconds, processor) in one.Steps)
                {
                    text.Append(CultureInfo.InvariantCulture,
                        $"| {one.People:N0} | {one.Assigned:N0} | {one.Claims:N0} | {work} | {seconds:0.00} | {processor:0.00} | {processor / one.Steps[0].Processor:0.0} |\n");
                }
            }
            var (few, many) = (measured[0], measured[^1]);
            text.Append(CultureInfo.InvariantCulture, $"\nFrom {few.People:N0} to {many.People:N0} people, {many.People / (double)few.People:0.0} times as many, ")
                .Append(CultureInfo.InvariantCulture, $"the run takes {many.Steps[^1].Processor / few.Steps[^1].Processor:0.0} times the processor time. ")
                .Append(CultureInfo.InvariantCulture, $"Peak memory of the largest: {Peak():N0} MB.\n");
            Directory.CreateDirectory(results);
            File.WriteAllText(Path.Combine(results, "benchmark.md"), text.ToString());
            Console.Write(text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string Store, string Factors) Generated(string folder, int people)
    {
        var (files, store) = (Path.Combine(folder, $"files-{people}"), Path.Combine(folder, $"store-{people}"));
        Generator.Run(new GeneratorOptions
        {
            People = people, Acos = 1, FirstYear = FirstYear, LastYear = LastYear, Seed = 7, Folder = files,
        });
        using (var opened = ClaimStore.OpenToWrite(store))
        {
            CclfImport.Import(Path.Combine(files, "A0001"), opened, acceptCounts: false);
            ReportImport.Import(Path.Combine(files, "A0001"), opened);
            ReportImport.Import(Path.Combine(files, "methods.csv"), opened);
            opened.OpenCore(ClaimLaw.Of(RuleBook.Embedded)).Dispose();
        }
        var factors = Path.Combine(folder, $"factors-{people}");
        Directory.Move(Path.Combine(files, "factors"), factors);
        Directory.Delete(files, recursive: true);
        return (store, factors);
    }

    private static Measured Measure(string store, string folder)
    {
        // A first run warms up, and finds the mean scores that CMS would give and the generator does not.
        var request = new AcoRequest
        {
            Store = store, Aco = "A0001", Year = new PerformanceYear(LastYear), Book = RuleBook.Embedded,
            Factors = FactorFolder.Read(folder), QualityScore = Quality, EstimateMeans = true,
        };
        var factors = AcoRun.Run(request).Request.Factors;
        var (people, claims) = (0L, 0L);
        var steps = new List<(string Work, double Seconds, double Processor)>();
        var (clock, start) = Start();
        using (var read = ClaimStore.OpenToRead(store))
        using (var engine = read.OpenCore(ClaimLaw.Of(RuleBook.Embedded)))
        {
            using var reader = engine.Query("""
                select (select count(distinct bene_mbi_id_hash) from input.cclf8),
                       (select count(*) + count(case when clm_line_hcpcs_cd > '' then 1 end) * 0 + coalesce(sum(signed_paid), 0) * 0
                               + count(case when clm_rndrg_prvdr_tax_num > '' then 1 end) * 0 + count(bene_key) * 0
                        from core.part_b_lines)
                     + (select count(*) + coalesce(sum(signed_paid), 0) * 0 + count(bene_key) * 0 from core.institutional_claims),
                       (select count(clm_line_dgns_cd) + count(clm_dgns_1_cd) + count(clm_dgns_2_cd) + count(clm_dgns_3_cd)
                               + count(clm_dgns_4_cd) from input.cclf5)
                """);
            reader.Read();
            (people, claims) = (reader.GetInt64(0), (long)reader.GetDecimal(1));
        }
        steps.Add(Stop("floor: the columns once", clock, start));

        (clock, start) = Start();
        var (step, stepClock, stepStart) = ("", clock, start);
        var result = AcoRun.Run(request with { Factors = factors, EstimateMeans = false }, new Watched(progress =>
        {
            // Steps of the years count together.
            var name = progress.Step.TrimEnd("0123456789 ".ToCharArray());
            if (step.Length > 0 && name != step)
                Next();
            if (name != step)
                (step, stepClock, stepStart) = (name, Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        }));
        Next();
        steps.Add(Stop("the whole run", clock, start));
        return new Measured(people, result.Years[^1].Assigned.Count, claims, steps);

        void Next() => steps.Add(Stop(step, stepClock, stepStart));
    }

    private static (Stopwatch Clock, TimeSpan Processor) Start()
    {
        GC.Collect();
        return (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
    }

    private static (string Work, double Seconds, double Processor) Stop(string work, Stopwatch clock, TimeSpan processor) =>
        (work, clock.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);

    private static double Peak() => File.Exists("/proc/self/status")
        ? double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / BytesAMegabyte
        : Process.GetCurrentProcess().PeakWorkingSet64 / BytesAMegabyte;

    private sealed record Measured(long People, int Assigned, long Claims, List<(string Work, double Seconds, double Processor)> Steps);

    private sealed class Watched(Action<AcoProgress> report) : IProgress<AcoProgress>
    {
        public void Report(AcoProgress value) => report(value);
    }
}
