using Accountable.Data.Engines;
using Accountable.Data.Engines.DuckDb;
using Accountable.Rules.Episodes;
using Accountable.Runs;
using Accountable.Runs.Episodes;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Episodes;

/// <summary>Episodes found in claims by SQL, on both engines, beside loops over one person's claims.</summary>
public sealed class EpisodeBuildTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, decimal> MeanStays = new() { ["470"] = 1.9m, ["471"] = 5.5m, ["291"] = 3.8m, ["330"] = 6m };

    public static TheoryData<string, string> ModelsAndEngines()
    {
        var data = new TheoryData<string, string>();
        foreach (var model in new[] { "team", "cjr", "bpci-advanced", "samples/episodes/stroke-rehabilitation.yaml", "samples/episodes/spine-care.yaml" })
        {
            data.Add(model, "duckdb");
            data.Add(model, "postgres");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(ModelsAndEngines))]
    public void Sql_finds_what_loops_find_in_random_claims(string name, string engineName)
    {
        var model = Model(name);
        var place = model.Terms.Periods.Count - 1;
        var (from, to) = (new DateOnly(2026, 2, 1), new DateOnly(2026, 12, 31));
        var reasons = new HashSet<string>();
        for (var seed = 1; seed <= (engineName == "duckdb" ? 12 : 4); seed++)
        {
            var (people, claims) = Random(seed);
            using var engine = Open(engineName);
            if (engine is null)
                return;
            SmallClaims.Fill(engine, people, claims);
            var built = BuildRun.Build(model, place, "test", from, to, engine, MeanStays).Episodes
                .Select(episode => new NaiveEpisode(long.Parse(episode.Person[1..]), episode.Category, episode.Stratum, episode.Start,
                    episode.AnchorEnd, episode.End, episode.CancelledFor, Math.Round(episode.Spending, 6),
                    Math.Round(episode.SpendingBehind, 6), episode.Readmissions))
                .Select(Line).Order(StringComparer.Ordinal).ToList();
            var naive = new NaiveEpisodes(model, place, MeanStays);
            var found = people.SelectMany(person => naive.Of(person, claims, people, from, to)).ToList();
            reasons.UnionWith(found.Select(episode => episode.Reason ?? "none"));
            var expected = found.Select(Line).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(string.Join('\n', expected), string.Join('\n', built));
        }
        // The random claims reach the paths that matter, or this proves little.
        Assert.Contains("none", reasons);
        Assert.Contains("not_esrd", reasons);
        Assert.Contains("medicare_primary", reasons);
        if (model.Definition!.Overlap != OverlapPolicy.KeepBoth)
            Assert.Contains(model.Definition.Overlap == OverlapPolicy.KeepFirst ? "within_another_episode" : "second_anchor", reasons);
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void An_outpatient_procedure_three_days_before_pulls_the_start_back_and_four_days_before_does_not(string engineName)
    {
        foreach (var (days, starts) in new[] { (3, new[] { "2026-03-07" }), (4, ["2026-03-06", "2026-03-10"]), (0, ["2026-03-10"]) })
        {
            var stay = Stay(1, 1, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), "470", 12000);
            var procedure = new SmallClaim
            {
                Id = 2, Person = 1, Type = "40", Ccn = "010001", From = stay.From.AddDays(-days), Thru = stay.From.AddDays(-days), Hcpcs = "27447", Paid = 900,
            };
            if (Build("team", engineName, [Person(1)], [stay, procedure]) is not { } run)
                return;
            Assert.Equal(starts, run.Episodes.Select(episode => $"{episode.Start:yyyy-MM-dd}"));
            Assert.Equal(new DateOnly(2026, 4, 10), run.Episodes[^1].End);
        }
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void Death_in_the_anchor_cancels_and_a_day_later_does_not(string engineName)
    {
        var stay = Stay(1, 1, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), "470", 12000);
        if (Build("team", engineName, [Person(1) with { Death = stay.Thru }], [stay]) is not { } died)
            return;
        Assert.Equal("alive", Assert.Single(died.Episodes).CancelledFor);
        Assert.Null(Assert.Single(Build("team", engineName, [Person(1) with { Death = stay.Thru.AddDays(1) }], [stay])!.Episodes).CancelledFor);
        // The other model cancels for a death at any time in the episode.
        Assert.Equal("alive", Assert.Single(Build("cjr", engineName, [Person(1) with { Death = stay.Thru.AddDays(89) }], [stay])!.Episodes).CancelledFor);
        Assert.Null(Assert.Single(Build("cjr", engineName, [Person(1) with { Death = stay.Thru.AddDays(90) }], [stay])!.Episodes).CancelledFor);
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void A_stay_over_the_edge_counts_by_its_geometric_mean_stay(string engineName)
    {
        // The anchor ends on March 12, the episode on April 10; two days of the second stay lie within: (2 - 1 + 2) / 3.8.
        var anchor = Stay(1, 1, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), "470", 12000);
        var over = Stay(2, 1, new DateOnly(2026, 4, 9), new DateOnly(2026, 4, 20), "291", 10000);
        if (Build("team", engineName, [Person(1)], [anchor, over]) is not { } run)
            return;
        var episode = Assert.Single(run.Episodes);
        Assert.Equal(12000 + (10000 * 3m / 3.8m), episode.Spending, 6);
        Assert.Equal(10000 * 0.8m / 3.8m, episode.SpendingBehind, 6);
        Assert.Equal(1, episode.Readmissions);
        // A claim of the day behind the end is watched and does not count.
        var behind = Build("team", engineName, [Person(1)], [anchor, Stay(2, 1, new DateOnly(2026, 4, 11), new DateOnly(2026, 4, 12), "291", 10000)])!;
        Assert.Equal((12000, 10000), (Assert.Single(behind.Episodes).Spending, behind.Episodes[0].SpendingBehind));
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void A_month_without_enrolment_cancels_and_the_year_boundary_is_asked_year_by_year(string engineName)
    {
        var stay = Stay(1, 1, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), "470", 12000);
        var other = Person(2);
        var gap = Person(1) with { Months = [.. Person(1).Months.Where(month => month.Month != 4)] };
        if (Build("team", engineName, [gap, other], [stay]) is not { } run)
            return;
        Assert.Equal("part_a_and_b", Assert.Single(run.Episodes).CancelledFor);
        var may = Person(1) with { Months = [.. Person(1).Months.Where(month => month.Month != 5)] };
        Assert.Null(Assert.Single(Build("team", engineName, [may, other], [stay])!.Episodes).CancelledFor);
        // Whom no list of the year names is unknown and not unenrolled, and the run says so.
        var unknown = Build("team", engineName, [Person(1) with { Months = [] }, other], [stay])!;
        Assert.Null(Assert.Single(unknown.Episodes).CancelledFor);
        Assert.Contains(unknown.Findings, finding => finding.What.StartsWith("1 of 1 episodes have months of which nothing tells", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Findings, finding => finding.What.Contains("nothing tells", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void Spans_of_enrolment_tell_of_each_month_and_go_before_lists(string engineName)
    {
        // From March 10 to April 10.
        var stay = Stay(1, 1, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), "470", 12000);
        var whole = new SmallSpan(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 1), true, true, false, false);
        var other = Person(2) with { Spans = [whole] };
        string? Reason(params SmallSpan[] spans) =>
            Build("team", engineName, [Person(1) with { Spans = spans }, other], [stay]) is { } run ? Assert.Single(run.Episodes).CancelledFor : "none";
        if (Reason(whole) is "none")
            return;
        var (until, march) = (new DateOnly(2026, 4, 1), new DateOnly(2026, 3, 1));
        Assert.Null(Reason(whole));
        Assert.Null(Reason(whole with { Thru = until }));
        Assert.Equal("part_a_and_b", Reason(whole with { Thru = march }));
        Assert.Equal("part_a_and_b", Reason(whole with { Thru = march }, whole with { From = until, Plan = true }));
        Assert.Null(Reason(whole with { Thru = until }, whole with { From = until.AddMonths(1), Plan = true }));
        Assert.Equal("part_a_and_b", Reason(whole with { Thru = march }, whole with { From = until, PartB = false }));
        Assert.Null(Reason(whole with { From = march }));
        Assert.Equal("part_a_and_b", Reason(whole with { From = until }));
        // Renal disease counts when the episode begins, not before and not after.
        Assert.Equal("not_esrd", Reason(whole with { Esrd = true }));
        Assert.Null(Reason(whole with { Thru = march }, whole with { From = until, Esrd = true }));
        Assert.Null(Reason(whole with { Thru = march.AddMonths(-1), Esrd = true }, whole with { From = march }));
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void A_person_in_the_files_of_two_ACOs_has_one_episode_from_the_newest_of_them(string engineName)
    {
        var stay = Stay(1, 1, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), "470", 12000);
        var other = stay with { Id = 2, Aco = "A2", Paid = 12500 };
        var visit = new SmallClaim { Id = 3, Person = 1, Type = "71", From = stay.From, Thru = stay.From, Hcpcs = "99223", Paid = 100 };
        if (Build("team", engineName, [Person(1), Person(1) with { Aco = "A2" }], [stay, other, visit]) is not { } run)
            return;
        var episode = Assert.Single(run.Episodes);
        Assert.Equal(("A2", 12500m), (episode.Aco, episode.Spending));
    }

    [Fact]
    public void Unverified_code_lists_are_named()
    {
        var run = Build("team", "duckdb", [Person(1)], [Stay(1, 1, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), "470", 12000)])!;
        Assert.Contains(run.Unverified, what => what.Contains("oncology", StringComparison.Ordinal));
    }

    [Fact]
    public void An_episode_belongs_to_the_period_in_which_it_ends()
    {
        var stay = Stay(1, 1, new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 2), "470", 12000);
        Assert.Equal(new DateOnly(2026, 12, 31), Assert.Single(Build("team", "duckdb", [Person(1)], [stay])!.Episodes).End);
        var later = Stay(1, 1, new DateOnly(2026, 12, 2), new DateOnly(2026, 12, 3), "470", 12000);
        Assert.Empty(Build("team", "duckdb", [Person(1)], [later])!.Episodes);
    }

    [Fact]
    public void The_short_file_and_the_lines_say_the_same_dollars()
    {
        var (people, claims) = Random(3);
        using var engine = new DuckDbEngine();
        SmallClaims.Fill(engine, people, claims);
        var sums = new Dictionary<long, decimal>();
        var run = BuildRun.Build(Model("team"), 0, "PY1", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), engine, MeanStays,
            (episode, line) => sums[episode.No] = sums.GetValueOrDefault(episode.No) + line.Counted);
        var good = run.Episodes.Where(episode => episode.CancelledFor is null).ToList();
        Assert.NotEmpty(good);
        Assert.All(good, episode => Assert.Equal(sums[episode.No], episode.Spending));
        Assert.All(good, episode => Assert.Equal(episode.Spending, episode.BySetting.Values.Sum()));
        Assert.All(good, episode => Assert.Equal(episode.Spending, episode.ByWeek.Values.Sum()));
        Assert.Equal(good.Count, run.EpisodeTable().Rows.Count);
        // The document's cap on these episodes: its percentile of each stratum.
        var strata = run.StrataTable();
        Assert.Equal(good.Count, strata.Rows.Sum(row => (int)row[4]!));
        Assert.All(strata.Rows, row => Assert.Equal("Percentile", row[7]));
        Assert.All(strata.Rows, row => Assert.True(((Dollars)row[8]!).Amount <= ((Dollars)row[5]!).Amount));
        Assert.Equal(["model", "person_id", "start", "end", "spending"], run.EpisodeTable().Columns);
    }

    private static string Line(NaiveEpisode episode) => FormattableString.Invariant(
        $"{episode.Person} {episode.Category} {episode.Stratum} {episode.Start:yyyy-MM-dd} {episode.AnchorEnd:yyyy-MM-dd} {episode.End:yyyy-MM-dd} ")
        + FormattableString.Invariant($"{episode.Reason} {episode.Spending:0.00####} {episode.Behind:0.00####} {episode.Readmissions}");

    private BuildRun? Build(string model, string engineName, IReadOnlyList<SmallPerson> people, IReadOnlyList<SmallClaim> claims)
    {
        using var engine = Open(engineName);
        if (engine is null)
            return null;
        SmallClaims.Fill(engine, people, claims);
        var found = Model(model);
        return BuildRun.Build(found, found.Terms.Periods.Count - 1, "test", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), engine, MeanStays);
    }

    private IEngine? Open(string name) => name == "duckdb" ? new DuckDbEngine() : Postgres.Connect(output.WriteLine);

    internal static EpisodeModel Model(string name) => EpisodeDocuments.Find(name) ?? EpisodeDocuments.Read(Path.Combine(Root(), name));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return folder!.FullName;
    }

    private static SmallPerson Person(long key) => new(key, null, new DateOnly(2015, 1, 1), new DateOnly(2015, 1, 1), "10",
        [.. Enumerable.Range(1, 12).Select(month => new DateOnly(2026, month, 1))]);

    private static SmallClaim Stay(int id, long person, DateOnly from, DateOnly thru, string drg, decimal paid) =>
        new() { Id = id, Person = person, Type = "60", Ccn = "010001", From = from, Thru = thru, Drg = drg, Paid = paid };

    /// <summary>One to three spans over the year with holes between them.</summary>
    private static List<SmallSpan> Spans(Random random)
    {
        var spans = new List<SmallSpan>();
        for (var month = 1 + random.Next(4); month <= 12; month += random.Next(2))
        {
            var thru = Math.Min(12, month + random.Next(12));
            spans.Add(new SmallSpan(new DateOnly(2026, month, 1), new DateOnly(2026, thru, 1), random.Next(8) > 0, random.Next(8) > 0,
                random.Next(8) == 0, random.Next(8) == 0));
            month = thru + 1;
        }
        return spans;
    }

    /// <summary>People with deaths, late enrolment, gaps and kidney disease; claims dense enough that everything meets.</summary>
    private static (List<SmallPerson> People, List<SmallClaim> Claims) Random(int seed)
    {
        var random = new Random(seed);
        var first = new DateOnly(2026, 1, 1);
        T One<T>(params T[] choices) => choices[random.Next(choices.Length)];
        var people = Enumerable.Range(1, 14).Select(key => Person(key) with
        {
            Death = random.Next(5) == 0 ? first.AddDays(random.Next(365)) : null,
            PartB = random.Next(6) == 0 ? first.AddDays(random.Next(300)) : new DateOnly(2015, 1, 1),
            Status = One("10", "10", "10", "20", "11", "31", "10", "10"),
            Months = random.Next(6) == 0 ? [] : [.. Person(key).Months.Where(_ => random.Next(25) > 0)],
            Spans = random.Next(3) > 0 ? [] : Spans(random),
        }).ToList();
        var claims = new List<SmallClaim>();
        for (var id = 1; id <= 260; id++)
        {
            var from = first.AddDays(random.Next(330));
            var type = One("60", "60", "60", "20", "10", "40", "40", "71", "71", "71", "82");
            var length = type switch { "60" => random.Next(9), "20" => random.Next(30), "10" => random.Next(50), _ => 0 };
            var isRehabilitation = type == "60" && random.Next(4) == 0;
            claims.Add(new SmallClaim
            {
                Id = id, Person = 1 + random.Next(people.Count), Type = type,
                Ccn = type is "71" or "82" ? null : isRehabilitation ? One("01T001", "013025") : type == "60" ? One("010001", "010880", "345678") : "010001",
                From = from, Thru = from.AddDays(length),
                Drg = type == "60" && !isRehabilitation ? One("470", "470", "471", "330", "291", "840", "064") : null,
                Diagnosis = isRehabilitation ? One("I639", "I619", "S72") : type == "71" ? One("M545", "M5416", "I10", null!) : null,
                Hcpcs = type == "40" ? One("27447", "22612", "99213", null!) : type is "71" or "82" ? One("99213", "J7192", "27447") : null,
                Operating = type == "60" ? One("1", "2") : null, Attending = One("1", "2", "3"), Tin = type == "71" ? One("T1", "T2") : null,
                Payer = random.Next(12) == 0 ? "A" : null,
                Paid = random.Next(25) == 0 ? -1 : random.Next(1, 200000) / 100m,
            });
        }
        return (people, claims);
    }
}
