using Accountable.Data;
using Accountable.Data.Factors;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Aco;
using Accountable.Runs.SharedSavings;
using Accountable.Server.Jobs;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Server.Pipelines;

/// <summary>All that a store and CMS's factors allow about an ACO and a year: what <see cref="StorePipeline"/> says, and with an agreement
/// in the store what <c>mssp run</c> says up to the payment.</summary>
internal sealed class AcoPipeline(ServerSettings settings) : IRunPipeline
{
    private static readonly string[] Spent = ["expenditures", "per_capita"];
    private readonly StorePipeline _people = new();

    /// <inheritdoc/>
    public string Name => "mssp run";

    /// <inheritdoc/>
    public RunOutput Run(string store, RunRequest request, Action<JobProgress> say, CancellationToken stop)
    {
        AcoResult result;
        try
        {
            result = AcoRun.Run(RequestOf(settings, store, request), new Said(say), stop);
        }
        catch (FileRefusedException e)
        {
            // Without an agreement or the benchmark years the people and what they cost stand all the same.
            var alone = _people.Run(store, request, say, stop);
            return alone with { Warnings = [.. alone.Warnings, RunWarning.Of(e.Finding)] };
        }
        var people = _people.Run(store, request, new Settled(result.Settlement?.Facts, result.Benchmark?.PerCapita?.Amount), say, stop);
        var own = result.Tables.Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        return new RunOutput(result.Manifest,
            [.. Figures(result), .. Spending(result), .. people.Figures.Where(figure => !Spent.Contains(figure.Name))],
            [
                .. result.Tables.Select(table => new RunTable(table.Name, table.Title, table.Table)), .. Tracks(result),
                .. people.Tables.Select(table => own.Contains(table.Name) ? table with { Name = $"{table.Name}-of-year" } : table),
            ],
            [.. Named(result.Derivations)],
            [
                .. result.Missing.Select(missing => new RunWarning("missing", $"{missing.What}: {missing.Because}", missing.Supply)),
                .. result.Findings.Select(RunWarning.Of).Concat(people.Warnings).Distinct(),
                .. result.Notes.Select(note => new RunWarning("note", note, "")),
            ],
            [.. result.Unverified.Union(people.Unverified).Order(StringComparer.Ordinal)]);
    }

    /// <summary>What <c>mssp run</c> is asked for by a run of the server.</summary>
    public static AcoRequest RequestOf(ServerSettings settings, string store, RunRequest request) => new()
    {
        Store = store, Aco = request.Aco, Year = new PerformanceYear(request.PerformanceYear), Book = RuleBook.Embedded,
        AsOf = request.AsOf, Seed = request.Seed,
        QualityScore = request.QualityScore ?? (settings.Quality.TryGetValue(request.Aco, out var score) ? score : null),
        EstimateMeans = settings.MeansOfStore, Factors = settings.Factors is { } folder ? FactorFolder.Read(folder) : null,
    };

    /// <summary>What the settlement spends, in place of what the people alone come to: its thresholds may be others.</summary>
    private static IEnumerable<RunFigure> Spending(AcoResult result)
    {
        var all = result["expenditures"]!.Rows.First(row => (int)row[0]! == result.Request.Year.Value && (string)row[1]! == "all");
        var total = ((Dollars)all[5]!).Amount;
        yield return new RunFigure(Spent[0], "Expenditures", "dollars", Cents(total), null, null,
            $"They cost {Display.Of(Unit.Dollars, Cents(total))}, annualized, truncated and completed.", "expenditures", null);
        yield return new RunFigure(Spent[1], "Expenditures per person-year", "dollars",
            all[6] is Dollars each ? Cents(each.Amount) : null, null, null, "Expenditures over the person-years of every enrollment type.",
            "expenditures", null);
    }

    /// <summary>The settlement if the ACO were in another track.</summary>
    private static IEnumerable<RunTable> Tracks(AcoResult result)
    {
        if (result.Settlement is { } settled)
        {
            var law = result.Request.Book.For(result.Request.Year, result.Request.AsOf, traced: true);
            yield return new RunTable("tracks", "The settlement under each track",
                OtherTracks.Table(OtherTracks.Of(settled.Facts, law), settled.Result));
        }
    }

    private static IEnumerable<RunFigure> Figures(AcoResult result)
    {
        if (result.Settlement is { } settled)
        {
            var (earned, quality) = (settled.Result.Earned.Amount, settled.Result.Quality);
            var shown = Display.Of(Unit.Dollars, Math.Abs(Cents(earned)));
            yield return new RunFigure("earned", "Earned or owed", "dollars", Cents(earned), null, null,
                earned > 0 ? $"{result.Request.Aco} earns {shown}." : earned < 0 ? $"{result.Request.Aco} owes {shown}."
                    : $"{result.Request.Aco} neither earns nor owes.", "settlement-waterfall", "settlement");
            yield return new RunFigure("quality", "Quality score", "ratio", result.Quality?.Score?.Amount, null, null,
                $"The quality standard: {quality.Word().Replace('_', ' ')}.", "quality", null);
        }
        if (result.Benchmark?.Total is { } total)
            yield return new RunFigure("benchmark", "Updated benchmark", "dollars", Cents(total.Amount), null, null,
                $"Spending is compared with {Display.Of(Unit.Dollars, Cents(total.Amount))}.", "benchmark-waterfall", "benchmark");
    }

    /// <summary>A name a root: several of one name are told apart by their place.</summary>
    private static IEnumerable<RunDerivation> Named(IEnumerable<(string Name, Derivation Root)> roots) => roots.GroupBy(root => root.Name)
        .SelectMany(group => group.Select((root, at) => new RunDerivation(at == 0 ? root.Name : $"{root.Name}-{at + 1}",
            root.Root.Name ?? root.Name, root.Root)));

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>Says each step at once, on the thread that does it.</summary>
    private sealed class Said(Action<JobProgress> say) : IProgress<AcoProgress>
    {
        public void Report(AcoProgress value) => say(new JobProgress(value.Step, value.Done, value.All));
    }
}
