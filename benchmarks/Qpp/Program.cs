using System.Diagnostics;
using Accountable;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;
using Accountable.Rules.Catalogue;
using Accountable.Runs.Qpp;

// One million clinicians in 5,000 entities, facts in memory: every status untraced, then one status explained.
// Usage: dotnet run -c Release --project benchmarks/Qpp [CLINICIANS] [ENTITIES]
var clinicianCount = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
var entityCount = args.Length > 1 ? int.Parse(args[1]) : 5_000;
var random = new Random(1);
foreach (var year in new[] { 2024, 2026 })
{
    var facts = Generate(year, clinicianCount, entityCount, random);
    GC.Collect();
    var held = GC.GetTotalMemory(forceFullCollection: true);
    var before = Process.GetCurrentProcess().TotalProcessorTime;
    var watch = Stopwatch.StartNew();
    var run = QpRun.Over(facts, RuleBook.Embedded, new PerformanceYear(year));
    var statuses = new QpDetermination[facts.Clinicians.Count];
    for (var i = 0; i < statuses.Length; i++)
        statuses[i] = run.Determinations.Determine(i);
    var determined = watch.Elapsed;
    var busy = Process.GetCurrentProcess().TotalProcessorTime - before;
    var traced = QpRun.Over(facts, RuleBook.Embedded, new PerformanceYear(year), traced: true);
    QpExplanationText.Of(traced, 0);
    watch.Restart();
    var text = QpExplanationText.Of(QpRun.Over(facts, RuleBook.Embedded, new PerformanceYear(year), traced: true), clinicianCount / 2);
    var explained = watch.Elapsed;
    Console.WriteLine($"{year}: {clinicianCount:N0} clinicians in {entityCount:N0} entities: {determined.TotalSeconds:0.00} s ({busy.TotalSeconds:0.00} s of processor time); "
        + $"one explained in {explained.TotalMilliseconds:0.0} ms ({text.Length:N0} characters); facts {held / 1048576:N0} MB, "
        + $"peak of the process {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576:N0} MB; "
        + $"{statuses.Count(status => status.Status == QpStatus.Qp):N0} QPs, {statuses.Count(status => status.Status == QpStatus.PartialQp):N0} Partial QPs");
}

static QpFacts Generate(int year, int clinicianCount, int entityCount, Random random)
{
    var bases = MedicareOption.Bases(new PerformanceYear(year));
    var entities = new List<EntityFacts>(entityCount);
    for (var e = 0; e < entityCount; e++)
    {
        var entity = new EntityFacts { EntityId = $"E{e}", ModelId = "mssp-enhanced" };
        for (var place = 0; place < entity.Scores.Length; place++)
            entity.Scores[place] = Score(random);
        entities.Add(entity);
    }
    var clinicians = new ClinicianFacts[clinicianCount];
    for (var c = 0; c < clinicianCount; c++)
    {
        var several = c % 10 == 0;
        var tin = $"T{c % 20_000}";
        Membership first = new(random.Next(entityCount), tin, ClinicianList.Participation, (byte)random.Next(1, 8));
        var individual = year >= 2026 || several;
        clinicians[c] = new ClinicianFacts
        {
            Npi = $"1{c:000000000}",
            Tins = [tin],
            Memberships = several ? [first, new(random.Next(entityCount), tin, ClinicianList.Participation, (byte)random.Next(1, 8))] : [first],
            Scores = individual ? [.. bases.Select(basis => new IndividualScore(3, basis, Score(random)))] : [],
        };
    }
    return new QpFacts { Entities = entities, Clinicians = clinicians };
}

static ScoreFacts Score(Random random)
{
    decimal eligible = random.Next(1_000, 100_000_000) / 100m;
    var patients = random.Next(1, 5_000);
    return new ScoreFacts(decimal.Round(eligible * random.Next(0, 46) / 100, 2), eligible, patients * random.Next(0, 31) / 100, patients, 2);
}
