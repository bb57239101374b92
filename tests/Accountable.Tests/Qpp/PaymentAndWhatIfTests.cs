using Accountable.Data.Qpp;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;
using Accountable.Rules.Catalogue;
using Accountable.Runs;
using Accountable.Runs.Qpp;

namespace Accountable.Tests.Qpp;

public sealed class PaymentAndWhatIfTests : IDisposable
{
    private const string BaseHeader = "npi,tin,paid_covered_professional_services,mips_adjustment_included,tin_exists_at_payment,tin_in_qp_entity_in_year";
    private readonly string _folder = Directory.CreateTempSubdirectory("qpp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_incentive_goes_to_the_TINs_of_the_first_step_and_adds_up()
    {
        Qp(2023);
        var table = Pay(2023, BaseHeader, "1,T1,60000,0,1,1", "1,T9,100000,0,1,0", "1,T2,40000,0,1,0").Table;
        // T1 and T2 stand on the entity's list; T9 only billed. The whole 200,000 counts in the base.
        Assert.Equal([["1", "T1", "120000.00", "0.035", "4200.00", "0.00", "1"], ["1", "T2", "80000.00", "0.035", "2800.00", "0.00", "1"]], Rows(table));
    }

    [Fact]
    public void From_2026_the_qualifying_factor_is_worth_its_gap()
    {
        Qp(2024);
        Assert.Equal([["1", "T1", "200000.00", "0.0188", "3760.00", "997.58", "1"]], Rows(Pay(2024, BaseHeader, "1,T1,204000,4000,1,1").Table));
        Qp(2025);
        Assert.Equal([["1", "T1", "200000.00", "0", "0.00", "1999.99", "1"]], Rows(Pay(2025, BaseHeader, "1,T1,200000,0,1,1").Table));
    }

    [Theory]
    [InlineData("1,T9,100,0,1,1,,0,0", "2", "3.50")]
    [InlineData("1,T9,100,0,1,0,same_apm,0,0", "3", "3.50")]
    [InlineData("1,T9,100,0,1,0,advanced_apm,0,0", "4", "3.50")]
    [InlineData("1,T9,100,0,1,0,same_apm_any_track,0,0", "5", "3.50")]
    [InlineData("1,T9,100,0,1,0,other_apm,0,0", "6", "3.50")]
    [InlineData("1,T9,100,0,1,0,,0,0", "7", "3.50")]
    [InlineData("1,T9,100,0,0,0,,0,0", "8", "3.50")]
    [InlineData("1,T9,100,0,1,0,,0,1", "7", "2.50")]
    [InlineData("1,T9,100,0,1,0,,1,3.50", "", "-3.50")]
    public void Each_step_of_the_cascade_and_recoupment(string row, string step, string incentive)
    {
        Qp(2023);
        var paid = Rows(Pay(2023, BaseHeader + ",base_year_tie,rescinded,already_paid", row).Table).Single();
        Assert.Equal((step, incentive), (paid[6], paid[4]));
    }

    [Fact]
    public void A_clinician_without_status_is_shown_with_nothing_and_a_stranger_is_a_finding()
    {
        Qp(2023);
        Write("scores.csv", "level,entity_id,npi,snapshot,basis,attributed_payments,eligible_payments,attributed_patients,eligible_patients", "entity,A,,1,em,45,100,0,100");
        var payment = Pay(2023, BaseHeader, "1,T1,60000,0,1,1", "7,T1,60000,0,1,1", "1,T2,-5,0,1,1");
        Assert.Equal("0.00", Rows(payment.Table).Single()[4]);
        Assert.Contains(payment.Findings, finding => finding.Line == 3 && finding.What.Contains("NPI 7 is on no list", StringComparison.Ordinal));
        Assert.Contains(payment.Findings, finding => finding.Line == 4 && finding.What.Contains("negative", StringComparison.Ordinal));
    }

    [Fact]
    public void Dropping_a_clinician_moves_the_score_and_the_statuses()
    {
        Write("entities.csv", "entity_id,model_id", "A,mssp-enhanced", "B,mssp-enhanced");
        Write("participants.csv", "entity_id,npi,tin,list,snapshot_1,snapshot_2,snapshot_3", "A,1,T1,participation,0,0,1", "A,2,T1,participation,0,0,1", "B,3,T3,participation,0,0,1");
        Write("scores.csv", "level,entity_id,npi,snapshot,basis,attributed_payments,eligible_payments,attributed_patients,eligible_patients",
            "entity,A,,3,em,48,100,0,0", "entity,B,,3,em,10,100,0,0", "individual,,1,3,em,47,60,0,0", "individual,,2,3,em,1,40,0,0", "individual,,3,3,em,10,100,0,0");
        var run = QpRun.Read(_folder, RuleBook.Embedded, new PerformanceYear(2024));
        var drop = WhatIfRun.Of(run, [new ListChange("2", "A", null)], []);
        Assert.Equal(("0.48", "0.7833333333"), (Table.Text(drop.Scores.Rows[0][4]), Table.Text(drop.Scores.Rows[0][5])));
        Assert.Equal([["1", "PartialQP", "QP"], ["2", "PartialQP", "None"]], drop.Statuses.Rows.Select(row => row.Take(3).Select(Table.Text).ToArray()));
        var lift = WhatIfRun.Of(run, [], ["A"]);
        Assert.Equal(("QP", "yes", "1", "2"), (Table.Text(lift.Smallest.Rows[0][1]), Table.Text(lift.Smallest.Rows[0][2]), Table.Text(lift.Smallest.Rows[0][3]), Table.Text(lift.Smallest.Rows[0][7])));
        Assert.Throws<ImpossibleChangeException>(() => WhatIfRun.Of(run, [new ListChange("9", "A", null)], []));
        Assert.Throws<ImpossibleChangeException>(() => WhatIfRun.Of(run, [new ListChange("3", "A", null)], []));
    }

    [Fact]
    public void No_set_smaller_than_the_one_found_reaches_the_threshold()
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            var random = new Random(seed);
            var facts = Group(random, listed: random.Next(2, 7), others: random.Next(0, 5));
            var additions = Enumerable.Range(0, facts.Clinicians.Count).Where(i => facts.Clinicians[i].Memberships.Length == 0).ToList();
            var threshold = random.Next(10, 90) / 100m;
            var found = SmallestChange.Find(facts, 0, additions, 3, [EligibilityBasis.Em], _ => new Ratio(threshold));
            var (fewest, best) = BruteForce(facts, threshold);
            Assert.Equal(fewest is not null, found.Reached);
            if (fewest is { } least)
                Assert.Equal(least, found.Changes.Count);
            else
                Assert.True(found.Score!.Value.Amount <= best, $"seed {seed}");
            if (found.Reached)
            {
                var after = ListChanges.Apply(facts, found.Changes, 3, [EligibilityBasis.Em]).Entities[0].ScoreAt(3, EligibilityBasis.Em)!.Value;
                var score = found.Method == QpMethod.Payment ? after.AttributedPayments / after.EligiblePayments : after.AttributedPatients / after.EligiblePatients;
                Assert.True(score >= threshold, $"seed {seed}");
                Assert.Equal(score, found.Score!.Value.Amount);
            }
        }
    }

    /// <summary>Every subset of drops and additions, by either method.</summary>
    private static (int? Fewest, decimal Best) BruteForce(QpFacts facts, decimal threshold)
    {
        int? fewest = null;
        decimal best = 0;
        var group = facts.Entities[0].ScoreAt(3, EligibilityBasis.Em)!.Value;
        for (var set = 0; set < 1 << facts.Clinicians.Count; set++)
        {
            var sum = group;
            for (var i = 0; i < facts.Clinicians.Count; i++)
            {
                if ((set & (1 << i)) == 0)
                    continue;
                var own = facts.Clinicians[i].ScoreAt(3, EligibilityBasis.Em)!.Value;
                var sign = facts.Clinicians[i].Memberships.Length > 0 ? -1 : 1;
                sum = new ScoreFacts(sum.AttributedPayments + (sign * own.AttributedPayments), sum.EligiblePayments + (sign * own.EligiblePayments),
                    sum.AttributedPatients + (sign * own.AttributedPatients), sum.EligiblePatients + (sign * own.EligiblePatients), 0);
            }
            foreach (var (n, d) in new[] { (sum.AttributedPayments, sum.EligiblePayments), (sum.AttributedPatients, sum.EligiblePatients) })
            {
                if (d <= 0)
                    continue;
                best = Math.Max(best, n / d);
                if (n / d >= threshold && (fewest is null || System.Numerics.BitOperations.PopCount((uint)set) < fewest))
                    fewest = System.Numerics.BitOperations.PopCount((uint)set);
            }
        }
        return (fewest, best);
    }

    private static QpFacts Group(Random random, int listed, int others)
    {
        var entity = new EntityFacts { EntityId = "A", ModelId = "mssp-enhanced" };
        var clinicians = Enumerable.Range(0, listed + others).Select(i =>
        {
            var (eligible, patients) = (random.Next(1, 1000), random.Next(1, 100));
            var own = new ScoreFacts(random.Next(0, eligible + 1), eligible, random.Next(0, patients + 1), patients, 0);
            return new ClinicianFacts
            {
                Npi = $"{i}", Tins = ["T"], Scores = [new IndividualScore(3, EligibilityBasis.Em, own)],
                Memberships = i < listed ? [new Membership(0, "T", ClinicianList.Participation, 4)] : [],
            };
        }).ToList();
        entity.Scores[4] = clinicians.Take(listed).Select(clinician => clinician.Scores[0].Facts).Aggregate((left, right) => left + right);
        return new QpFacts { Entities = [entity], Clinicians = clinicians };
    }

    private void Qp(int year)
    {
        Write("entities.csv", "entity_id,model_id,active_from", $"A,mssp-enhanced,{year}-01-01");
        Write("participants.csv", "entity_id,npi,tin,list,snapshot_1,snapshot_2,snapshot_3", "A,1,T1,participation,1,1,1", "A,1,T2,participation,1,1,1");
        Write("scores.csv", "level,entity_id,npi,snapshot,basis,attributed_payments,eligible_payments,attributed_patients,eligible_patients", "entity,A,,1,em,80,100,0,100");
    }

    private PaymentRun Pay(int year, string header, params string[] rows)
    {
        Write("base.csv", header, rows);
        var path = Path.Combine(_folder, "base.csv");
        return PaymentRun.Of(QpRun.Read(_folder, RuleBook.Embedded, new PerformanceYear(year)), BasePeriodFile.Read(path), path);
    }

    private static string[][] Rows(Table table) => [.. table.Rows.Select(row => row.Take(7).Select(Table.Text).ToArray())];

    private void Write(string file, string header, params string[] rows) => File.WriteAllLines(Path.Combine(_folder, file), rows.Prepend(header));
}
