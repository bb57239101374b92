using System.Globalization;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Data.Tests.Synthetic;
using Accountable.Risk;
using Accountable.Risk.Scoring;
using Accountable.Rules;
using Accountable.Runs.Claims;
using Accountable.Runs.Risk;
using Accountable.Synthetic;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Risk;

/// <summary>Scores from generated claims beside loops over the files and the readable path, person by person.</summary>
[Collection(GeneratedClaims.SecondCollection)]
public sealed class GeneratedScoreTests(GeneratedClaims claims, ITestOutputHelper output)
{
    [Theory]
    [InlineData(2024)]
    [InlineData(2025)]
    public void Loops_over_the_files_give_the_same_diagnoses_and_scores(int paymentYear)
    {
        var run = new ScoreRun(RuleBook.Embedded, ScoreRun.BlendName, new PaymentYear(paymentYear));
        var filter = StoreScores.FilterOf(run, RuleBook.Embedded);
        var folders = GeneratedClaims.Acos.Select(aco => Path.Combine(claims.Folder, aco)).ToList();
        var naive = NaiveDiagnoses.Of(folders, filter, paymentYear - 1);
        // The generated claims reach what matters, or this proves little.
        Assert.Equal(["cancelled", "denied claim", "denied line", "institutional claim that the filter leaves out",
            "physician claim without a procedure of the list"], naive.PassedOver.Keys.Order(StringComparer.Ordinal));

        var facts = StoreScores.Read(claims.Engine, null, run, filter);
        var scores = run.Score(facts.People, facts.Diagnoses);
        var people = Enrollees(folders, naive, run);
        Assert.Equal(people.Keys, facts.People.Rows.Select(row => row.Id).Order(StringComparer.Ordinal));
        Assert.All(scores.Scored, Assert.True);
        for (var place = 0; place < facts.People.Rows.Count; place++)
        {
            var id = facts.People.Rows[place].Id;
            Assert.Equal(people[id], scores.People[place]);
            var codes = naive.People.GetValueOrDefault(id, []).Select(Icd10Code.Parse).ToList();
            Assert.Equal(codes.Select(code => code.ToString()).Order(StringComparer.Ordinal),
                scores.People.DiagnosesOf(place).Select(code => code.ToString()).Order(StringComparer.Ordinal));
            foreach (var model in scores.Models)
                Assert.Equal(HccScore.Determine(people[id], codes, model.Model).Raw.Amount, model.Scores.Raw[place]);
        }
        Assert.Contains(people.Values, person => person.Segment == Segment.Ne);
        Assert.Contains(people.Values, person => person.Segment == Segment.Cfa);
        Assert.True(scores.Counts.Mapped > 1_000);
        Assert.Equal(naive.People.Values.Sum(codes => codes.Count), scores.Counts.Diagnoses);
        Assert.All(scores.Models.SelectMany(model => model.Scores.Raw.ToArray()), raw => Assert.True(raw > 0));
    }

    [Fact]
    public void Both_engines_give_the_same_scores()
    {
        if (Postgres.Store(output.WriteLine) is not { } database)
            return;
        using var scratch = new Scratch();
        Generator.Run(new GeneratorOptions
        {
            People = 1_000, Acos = 1, FirstYear = 2023, LastYear = 2023, Seed = 3, Folder = scratch["gen"],
        });
        var run = new ScoreRun(RuleBook.Embedded, ScoreRun.BlendName, new PaymentYear(2024));
        var texts = new List<string>();
        foreach (var location in new[] { scratch["store"], database })
        {
            using (var store = ClaimStore.OpenToWrite(location))
            {
                CclfImport.Import(Path.Combine(scratch["gen"], "A0001"), store, acceptCounts: false);
                store.OpenCore(ClaimLaw.Of(RuleBook.Embedded)).Dispose();
            }
            var (scores, manifest) = StoreScores.Score(location, "A0001", run, RuleBook.Embedded);
            Assert.True(scores.Counts.Scored > 100);
            Assert.NotEmpty(manifest.Inputs);
            texts.Add(ScoreTables.ToCsv(scores) + string.Join('\n', scores.Findings));
        }
        Assert.Equal(texts[0], texts[1]);
    }

    /// <summary>People from the newest CCLF8, in loops; those who died or have ESRD are left out.</summary>
    private static SortedDictionary<string, Enrollee> Enrollees(List<string> folders, NaiveDiagnoses naive, ScoreRun run)
    {
        var rows = new SortedDictionary<string, NaiveDiagnoses.Row>(StringComparer.Ordinal);
        foreach (var delivery in folders.SelectMany(NaiveDiagnoses.Deliveries).OrderBy(delivery => delivery.Day, StringComparer.Ordinal))
        {
            foreach (var row in delivery['8'])
                rows[naive.Newest(row["BENE_MBI_ID"])] = row;
        }
        var (year, law) = (run.Law.PaymentYear.Value, run.Law);
        var people = new SortedDictionary<string, Enrollee>(StringComparer.Ordinal);
        foreach (var (id, row) in rows)
        {
            if (row["BENE_MDCR_STUS_CD"] is "11" or "21"
                || (row["BENE_DEATH_DT"].Length > 0 && string.CompareOrdinal(row["BENE_DEATH_DT"], $"{year}-01-01") < 0))
                continue;
            var reason = (EntitlementReason)int.Parse(row["BENE_ORGNL_ENTLMT_RSN_CD"], CultureInfo.InvariantCulture);
            var age = AgeRule.On(DateOnly.ParseExact(row["BENE_DOB"], "yyyy-MM-dd"), reason, law);
            var isFull = row["BENE_DUAL_STUS_CD"] == "02";
            var isNew = string.CompareOrdinal(row["BENE_PART_B_ENRLMT_BGN_DT"], $"{year - 1}-01-01") > 0;
            var aged = age >= 65;
            var segment = isNew ? Segment.Ne : isFull ? aged ? Segment.Cfa : Segment.Cfd : aged ? Segment.Cna : Segment.Cnd;
            people[id] = new Enrollee(age, row["BENE_SEX_CD"] == "2" ? Sex.Female : Sex.Male, reason, segment, isFull);
        }
        return people;
    }
}
