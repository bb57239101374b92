using System.Diagnostics;
using System.Globalization;
using System.Text;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;
using Accountable.Rules.Catalogue;
using Accountable.Runs.Qpp;

namespace Accountable.Benchmarks;

/// <summary>A million clinicians in 5,000 APM Entities, facts in memory: every status, against the floor of reading each list and
/// score once; then one status with its explanation.</summary>
internal static class QpBenchmark
{
    private const int Clinicians = 1_000_000;
    private const int Entities = 5_000;
    private const int Rounds = 5;

    public static void Run(string folder)
    {
        var text = new StringBuilder();
        text.Append("# QP determinations of a million clinicians\n\n")
            .Append(CultureInfo.InvariantCulture,
                $"{Clinicians:N0} clinicians in {Entities:N0} APM Entities, one thread, facts in memory; best of {Rounds} rounds ")
            .Append(CultureInfo.InvariantCulture, $"on a machine of {Environment.ProcessorCount} cores. Written by `make bench`. ")
            .Append("The floor reads each place on a list and each score once and adds them up. ")
            .Append("The budget is 2 s and 1 GB for the statuses, 50 ms for one explanation.\n\n")
            .Append("| year | floor, s | statuses, s | times the floor | one explained, ms | peak of the process, MB | QPs | Partial QPs |\n")
            .Append("|---|---|---|---|---|---|---|---|\n");
        foreach (var year in new[] { 2024, 2026 })
            text.Append(Row(year));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "qpp.md"), text.ToString());
        Console.Write(text);
    }

    private static string Row(int year)
    {
        var facts = Population(year);
        var (floor, statuses, explained) = (double.MaxValue, double.MaxValue, double.MaxValue);
        var counts = new int[Enum.GetValues<QpStatus>().Length];
        for (var round = 0; round < Rounds; round++)
        {
            floor = Math.Min(floor, Seconds(() => Scan(facts)));
            statuses = Math.Min(statuses, Seconds(() =>
            {
                Array.Clear(counts);
                var run = QpRun.Over(facts, RuleBook.Embedded, new PerformanceYear(year));
                for (var i = 0; i < Clinicians; i++)
                    counts[(int)run.Determinations.Determine(i).Status]++;
            }));
            explained = Math.Min(explained, Seconds(() => QpExplanationText.Of(
                QpRun.Over(facts, RuleBook.Embedded, new PerformanceYear(year), traced: true), Clinicians / 2)));
        }
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {year} | {floor:0.000} | {statuses:0.000} | {statuses / floor:0.0} | {explained * 1000:0.0} | {peak:N0} | {counts[(int)QpStatus.Qp]:N0} | {counts[(int)QpStatus.PartialQp]:N0} |\n");
    }

    private static decimal Scan(QpFacts facts)
    {
        var sum = 0m;
        foreach (var clinician in facts.Clinicians)
        {
            foreach (var membership in clinician.Memberships)
                sum += membership.Snapshots;
            foreach (var score in clinician.Scores)
                sum += score.Facts.EligiblePayments + score.Facts.EligiblePatients;
        }
        return sum;
    }

    private static QpFacts Population(int year)
    {
        // A fixed seed: the same population on every machine. One clinician in ten is in two entities.
        var random = new Random(year);
        var bases = MedicareOption.Bases(new PerformanceYear(year));
        var entities = new List<EntityFacts>(Entities);
        for (var e = 0; e < Entities; e++)
        {
            var entity = new EntityFacts { EntityId = $"E{e}", ModelId = "mssp-enhanced" };
            for (var place = 0; place < entity.Scores.Length; place++)
                entity.Scores[place] = Score(random);
            entities.Add(entity);
        }
        var clinicians = new ClinicianFacts[Clinicians];
        for (var c = 0; c < Clinicians; c++)
        {
            var several = c % 10 == 0;
            var tin = $"T{c % 20_000}";
            clinicians[c] = new ClinicianFacts
            {
                Npi = $"1{c:000000000}",
                Tins = [tin],
                Memberships = several ? [Place(random, tin), Place(random, tin)] : [Place(random, tin)],
                Scores = year >= 2026 || several ? [.. bases.Select(basis => new IndividualScore(3, basis, Score(random)))] : [],
            };
        }
        return new QpFacts { Entities = entities, Clinicians = clinicians };
    }

    private static Membership Place(Random random, string tin) =>
        new(random.Next(Entities), tin, ClinicianList.Participation, (byte)random.Next(1, 8));

    private static ScoreFacts Score(Random random)
    {
        var eligible = random.Next(1_000, 100_000_000) / 100m;
        var patients = random.Next(1, 5_000);
        var attributed = decimal.Round(eligible * random.Next(0, 61) / 100, 2);
        return new ScoreFacts(attributed, eligible, patients * random.Next(0, 46) / 100, patients, 2);
    }

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }
}
