using Accountable.Data.Tests.Claims;
using Accountable.Data.Tests.Synthetic;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Assignment;
using Accountable.Runs.TieOut;
using Accountable.SharedSavings.Benchmark;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.TieOut;

/// <summary>Differences that were put between a store and CMS's report are found, each priced to the cent, alone and together.</summary>
[Collection(GeneratedClaims.SecondCollection)]
public sealed class TieOutTests(TieOutStores stores, ITestOutputHelper output) : IClassFixture<TieOutStores>, IDisposable
{
    private const string Aco = TieOutStores.Aco;
    private const int Year = TieOutStores.Year;
    private static readonly DateOnly RunOut = new(2025, 3, 31);
    private static readonly DateOnly MonthBefore = new(2025, 2, 28);
    private readonly Scratch _scratch = new();
    private readonly NaiveTieOut _naive = stores.Naive;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_whole_store_ties_to_the_cent()
    {
        var run = Run(Store("duckdb", "")!, Report(_naive.Expenditures(_naive.Standing(RunOut))));
        AssertCents(0, Line(run, "unexplained").Total + Line(run, "opt_outs").Total);
        AssertCents(Sum(_naive.Standing(RunOut), claim => claim.Paid),
            Line(run, "claims").After.Values.Sum(figure => figure.Dollars.Amount));
        AssertCents(-Sum(_naive.Standing(RunOut), claim => claim.Ime), Line(run, "ime").Total);
        AssertCents(-Sum(_naive.Standing(RunOut), claim => claim.Dsh), Line(run, "dsh").Total);
        AssertCents(-Sum(_naive.Standing(RunOut), claim => claim.Uncompensated), Line(run, "uncompensated_care").Total);
        AssertCents(Sum(_naive.Standing(RunOut), claim => claim.Sequestration), Line(run, "sequestration").Total);
        Assert.NotEqual(0, Line(run, "truncation").Total);
        AssertCents(0, Line(run, "assigned_only_here").Total);
        Assert.Equal("the report", run.ThresholdSource);
    }

    [Theory]
    [InlineData("duckdb", "month")]
    [InlineData("duckdb", "held")]
    [InlineData("duckdb", "ime")]
    [InlineData("duckdb", "month held ime")]
    [InlineData("postgres", "month held ime")]
    public void Each_difference_is_priced_to_the_cent_against_another_store(string engine, string lacks)
    {
        if (Store(engine, lacks) is not { } ours || Store(engine, "") is not { } full)
            return;
        var (noLastMonth, heldBack, imeLeftIn) = (lacks.Contains("month"), lacks.Contains("held"), lacks.Contains("ime"));
        var run = Run(ours, Report(_naive.Expenditures(_naive.Standing(RunOut))), full);
        AssertCents(0, Line(run, "unexplained").Total);
        Assert.True(run.Readings[0].Explains);

        // What ours holds and what it should, claim by claim.
        var (here, there) = (Held(noLastMonth, heldBack), _naive.Standing(RunOut));
        var newest = _naive.Newest(noLastMonth ? MonthBefore : RunOut);
        var (hereIds, thereIds) = (here.Select(claim => claim.Id).ToHashSet(), there.Select(claim => claim.Id).ToHashSet());
        var onlyThere = there.Where(claim => !hereIds.Contains(claim.Id)).ToList();
        var onlyHere = here.Where(claim => !thereIds.Contains(claim.Id)).ToList();
        AssertCents(Sum(onlyThere.Where(claim => claim.Seen <= newest), claim => claim.Paid), Line(run, "missing_claims").Total);
        AssertCents(Sum(onlyThere.Where(claim => claim.Seen > newest), claim => claim.Paid) - Sum(onlyHere, claim => claim.Paid),
            Line(run, "run_out_missing").Total);
        AssertCents(0, Line(run, "claims_only_here").Total);
        AssertCents(0, Line(run, "changed_claims").Total);
        AssertCents(imeLeftIn ? -Sum(there.Where(claim => hereIds.Contains(claim.Id)), claim => claim.Ime) : 0,
            Line(run, "add_ons_left_in").Total);

        // A difference that was not put there is not found either.
        Assert.Equal(noLastMonth, Line(run, "run_out_missing").Total != 0);
        Assert.Equal(heldBack, Line(run, "missing_claims").Total != 0);
        Assert.Equal(imeLeftIn, Line(run, "add_ons_left_in").Total != 0);
        Assert.InRange(Line(run, "missing_claims").Total / Sum(there, claim => claim.Paid), 0, heldBack ? 0.06m : 0);
    }

    [Fact]
    public void Without_another_store_a_held_back_claim_is_what_stays_unexplained()
    {
        var ours = Store("duckdb", "held")!;
        var report = _naive.Expenditures(_naive.Standing(RunOut));
        var run = Run(ours, Report(report));
        var held = _naive.Expenditures(Held(false, true));
        AssertCents(report.Sum() - held.Sum(), Line(run, "unexplained").Total + Line(run, "opt_outs").Total);
        Assert.Equal(BridgeBasis.NotSeen, Line(run, "missing_claims").Basis);
        Assert.Null(Line(run, "missing_claims").Change);
        Assert.Contains("missing_claims", Line(run, "unexplained").Note, StringComparison.Ordinal);
        Assert.False(run.Readings[0].Explains);
    }

    [Fact]
    public void A_missing_month_of_run_out_is_estimated_and_the_rest_is_unexplained()
    {
        var report = _naive.Expenditures(_naive.Standing(RunOut));
        var run = Run(Store("duckdb", "month")!, Report(report));
        var estimate = Line(run, "run_out_missing");
        Assert.Equal(BridgeBasis.Estimated, estimate.Basis);
        var missing = report.Sum() - _naive.Expenditures(Held(true, false)).Sum();
        AssertCents(missing, (estimate.Total * NaiveTieOut.Completion) + Line(run, "unexplained").Total + Line(run, "opt_outs").Total);
        Assert.InRange(estimate.Total * NaiveTieOut.Completion / missing, 0.3m, 3m);
        Assert.Contains("1 month(s)", estimate.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_left_something_in_is_read_so()
    {
        var store = Store("duckdb", "")!;
        var standing = _naive.Standing(RunOut);
        foreach (var (name, dollars) in new (string, decimal[])[]
        {
            ("IME left in", _naive.Expenditures(standing, claim => claim.Counted + claim.Ime)),
            ("sequestration not added back", _naive.Expenditures(standing, claim => claim.Counted - claim.Sequestration)),
            ("no completion factor", _naive.Expenditures(standing, completion: 1)),
            ("DSH left in and IME left in", _naive.Expenditures(standing, claim => claim.Counted + claim.Dsh + claim.Ime)),
        })
        {
            var run = Run(store, Report(dollars), store);
            Assert.False(run.Readings[0].Explains);
            Assert.Equal(name.Split(" and ").Order(), run.Readings.First(reading => reading.Explains).Name.Split(" and ").Order());
        }
    }

    [Fact]
    public void A_shorter_run_out_of_the_report_is_cut_before_netting()
    {
        var day = new DateOnly(2025, 1, 31);
        var run = Run(Store("duckdb", "")!, Report(_naive.Expenditures(_naive.Standing(day))), null,
            request => request with { RunOut = day });
        AssertCents(0, Line(run, "unexplained").Total + Line(run, "opt_outs").Total);
        AssertCents(Sum(_naive.Standing(day), claim => claim.Paid) - Sum(_naive.Standing(DateOnly.MaxValue), claim => claim.Paid),
            Line(run, "run_out").Total);
        Assert.True(Line(run, "run_out").Total < 0);
    }

    [Fact]
    public void The_rows_behind_a_step_add_up_to_it_and_the_derivation_replays()
    {
        var (ours, full) = (Store("duckdb", "month held ime")!, Store("duckdb", "")!);
        using var session = Open(ours);
        var run = TieOutRun.Of(session, Request(session, Report(_naive.Expenditures(_naive.Standing(RunOut))), full));
        foreach (var (step, column, sign) in new[]
        {
            ("run_out_missing", "paid", 1), ("missing_claims", "paid", 1), ("dsh", "dsh", -1),
            ("uncompensated_care", "uncompensated_care", -1),
            ("sequestration", "sequestration", 1), ("ime", "ime", -1), ("add_ons_left_in", "ime", -1),
        })
        {
            var (columns, rows) = TieOutTables.Rows(run, step, session.PersonIds());
            var at = columns.ToList().IndexOf(column);
            AssertCents(sign * rows.Sum(row => ((Dollars)row[at]!).Amount), Line(run, step).Total);
        }
        foreach (var figure in Line(run, "unexplained").Change!.Values.Concat(Line(run, "ours").After.Values))
        {
            if (figure.Dollars.Derivation is { } derivation)
                Assert.Empty(Replay.Check(derivation));
        }
        Assert.Throws<FileRefusedException>(() => TieOutTables.Rows(run, "completion", session.PersonIds()));
    }

    [Fact]
    public void Who_declined_is_priced_claim_by_claim_or_at_the_per_capita_of_the_report()
    {
        var standing = _naive.Standing(RunOut);
        var person = standing.Where(claim => _naive.Type(claim) == 4).GroupBy(claim => claim.Person)
            .OrderByDescending(claims => claims.Sum(claim => claim.Paid)).ElementAt(10).Key;
        stores.LackPerson(person);
        var ours = Store("duckdb", "person")!;
        var report = _naive.Expenditures(standing);
        var exact = Run(ours, Report(report), Store("duckdb", ""));
        AssertCents(standing.Where(claim => claim.Person == person && _naive.Type(claim) > 0).Sum(claim => claim.Paid),
            Line(exact, "opt_outs").Total);
        Assert.Equal(BridgeBasis.OtherStore, Line(exact, "opt_outs").Basis);
        AssertCents(0, Line(exact, "unexplained").Total);
        AssertCents(0, Line(exact, "missing_claims").Total);

        // Without the claims: those years at the report's own dollars; eleven or so others of the list declined as well.
        var estimated = Line(Run(ours, Report(report)), "opt_outs");
        Assert.Equal(BridgeBasis.Estimated, estimated.Basis);
        var declined = _naive.People.Where(each => !standing.Exists(claim => claim.Person == each)).Append(person).ToHashSet();
        var mine = Enumerable.Range(1, 4).Where(type => _naive.Years(type) > 0).Sum(type =>
            declined.Sum(each => _naive.Years(each, type)) * report[type] / _naive.Years(type));
        AssertCents(mine, estimated.Total);
        Assert.NotEqual(0, mine);
        Assert.Equal(BridgeBasis.NotSeen, Line(Run(ours, Report(report)), "missing_claims").Basis);
    }

    [Fact]
    public void Steps_and_levels_add_up_in_every_type()
    {
        var run = Run(Store("duckdb", "held")!, Report(_naive.Expenditures(_naive.Standing(RunOut)), decimals: 0));
        var level = run.Lines[0].After;
        foreach (var line in run.Lines)
        {
            if (line.Change is { } change)
                level = ByType.Of(type => BridgeFigure.Sum(level[type], change[type]));
            foreach (var type in EnrollmentTypes.All)
                Assert.Equal(line.After[type].Dollars.Amount, level[type].Dollars.Amount);
        }
        Assert.Equal("report", run.Lines[^1].Key);

        // This store lacks the other ACO, which holds some of our people by prospective assignment.
        Assert.NotEqual(0, Line(run, "assigned_only_here").Total);
        for (var type = 1; type <= 4; type++)
            Assert.Equal((double)_naive.Years(type), (double)run.Lines[^1].After.Values[type - 1].PersonYears.Amount, 6);
    }

    private List<NaiveClaim> Held(bool noLastMonth, bool heldBack) =>
        _naive.Standing(noLastMonth ? MonthBefore : RunOut, heldBack ? held => TieOutStores.IsHeldBack(held) : null);

    private decimal Sum(IEnumerable<NaiveClaim> standing, Func<NaiveClaim, decimal> amount) =>
        standing.Where(claim => _naive.Type(claim) > 0).Sum(amount);

    private ReportFigures Report(decimal[] dollars, int decimals = 8)
    {
        var path = _scratch["P.A0001.ACO.AEXPU.Y2024.D259999.T0100000_Table 1.csv"];
        File.WriteAllText(path, _naive.Report(dollars, decimals));
        return ReportFigures.Read([path], Aco, Year);
    }

    private static TieOutRequest Request(AssignmentSession session, ReportFigures report, string? other) =>
        new(session.Request, report) { OtherStore = other };

    private static TieOutRun Run(
        string store, ReportFigures report, string? other = null, Func<TieOutRequest, TieOutRequest>? change = null)
    {
        using var session = Open(store);
        var request = Request(session, report, other);
        return TieOutRun.Of(session, change is null ? request with { Completion = null } : change(request));
    }

    private static AssignmentSession Open(string store)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(Year));
        var method = AssignmentSession.MethodOf(store, Aco, Year)!.Value;
        return AssignmentSession.Open(store, new AssignmentRequest(Aco, law.Year, method, law, 1), null);
    }

    private static BridgeLine Line(TieOutRun run, string key) => run.Lines.Single(line => line.Key == key);

    private static void AssertCents(decimal expected, decimal actual) => Assert.Equal(Math.Round(expected, 2), Math.Round(actual, 2));

    private string? Store(string engine, string what) => stores.Store(engine, what, output.WriteLine);
}
