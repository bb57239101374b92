using System.Diagnostics;
using System.Globalization;
using System.Text;
using Accountable.Data.Risk;
using Accountable.Risk;
using Accountable.Risk.Model;
using Accountable.Risk.Scoring;
using Accountable.Rules;
using Accountable.Runs.Risk;

namespace Accountable.Benchmarks;

/// <summary>V24 and V28 over one population in memory, against the floor of a bare scan of the same columns; CSV in and out beside it.</summary>
internal static class RiskBenchmark
{
    private const int People = 500_000;
    private const int Diagnoses = 2_250_000;
    private const int Rounds = 9;
    private const int Year = 2025;

    public static void Run(string folder)
    {
        var law = RuleBook.Embedded.For(new PaymentYear(Year));
        var (v24, v28) = (HccModel.For("V24", law), HccModel.For("V28", law));
        var people = Population([.. v28.Map.Codes, .. v24.Map.Codes]);
        var (bulk24, bulk28) = (new BulkScore(v24), new BulkScore(v28));
        var (scores24, scores28) = (new ScoreColumns(People), new ScoreColumns(People));

        var floor = Best(() => Scan(people));
        var one = Best(() =>
        {
            bulk24.Score(people, 0, People, scores24);
            bulk28.Score(people, 0, People, scores28);
        });
        var both = Best(() =>
        {
            ScoreRun.ScoreAll(bulk24, people, scores24);
            ScoreRun.ScoreAll(bulk28, people, scores28);
        });
        var readable = Best(() => Readable(people, v24, v28, People / 100), 3) * 100;
        var (read, write) = Csv(people, out var bytes);

        var text = new StringBuilder();
        text.Append("# Risk scores: V24 and V28 together\n\n")
            .Append(CultureInfo.InvariantCulture, $"{People:N0} people, {Diagnoses:N0} diagnoses ({(double)Diagnoses / People:0.0} a person), payment year {Year}; best of {Rounds} rounds on a machine of {Environment.ProcessorCount} cores.\n")
            .Append("Written by `make bench`. The floor reads the same columns and adds them up.\n\n| work | seconds | people/s | times the floor |\n|---|---|---|---|\n");
        Row(text, "floor: bare scan of the columns, one thread", floor, floor);
        Row(text, "V24 and V28, columns in memory, all cores", both, floor);
        Row(text, "V24 and V28, columns in memory, one thread", one, floor);
        Row(text, "V24 and V28, readable path, one thread (from one person in a hundred)", readable, floor);
        Row(text, string.Create(CultureInfo.InvariantCulture, $"people and diagnoses from CSV ({bytes / 1e6:0} MB)"), read, floor);
        Row(text, "scores of one model to CSV text", write, floor);
        text.Append(CultureInfo.InvariantCulture, $"\nMean raw score: V24 {scores24.Raw.Average():0.000000}, V28 {scores28.Raw.Average():0.000000}.\n");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "risk.md"), text.ToString());
        Console.Write(text);
    }

    private static void Row(StringBuilder text, string work, double seconds, double floor) =>
        text.Append(CultureInfo.InvariantCulture, $"| {work} | {seconds:0.000} | {People / seconds:N0} | {seconds / floor:0.0} |\n");

    private static EnrolleeColumns Population(Icd10Code[] codes)
    {
        // A fixed seed: the same population on every machine. One diagnosis in four has no category, as I10 has none.
        var random = new Random(20250201);
        var first = new int[People + 1];
        for (var i = 0; i < Diagnoses; i++)
            first[random.Next(People) + 1]++;
        for (var i = 0; i < People; i++)
            first[i + 1] += first[i];
        var none = Icd10Code.Parse("I10").Packed;
        var columns = new EnrolleeColumns(first, [.. Enumerable.Range(0, Diagnoses).Select(_ => random.Next(4) == 0 ? none : codes[random.Next(codes.Length)].Packed)]);
        Segment[] aged = [Segment.Cna, Segment.Cna, Segment.Cna, Segment.Cfa, Segment.Cpa, Segment.Ins, Segment.Ne];
        Segment[] disabled = [Segment.Cnd, Segment.Cfd, Segment.Cpd, Segment.Ins, Segment.Ne];
        for (var i = 0; i < People; i++)
        {
            var age = random.Next(8) == 0 ? random.Next(25, 65) : random.Next(65, 100);
            var segment = age < 65 ? disabled[random.Next(disabled.Length)] : aged[random.Next(aged.Length)];
            var reason = age < 65 || random.Next(6) == 0 ? EntitlementReason.Disability : EntitlementReason.Age;
            columns[i] = new Enrollee(age, random.Next(2) == 0 ? Sex.Female : Sex.Male, reason, segment, random.Next(5) == 0);
        }
        return columns;
    }

    private static long Scan(EnrolleeColumns people)
    {
        var sum = 0ul;
        for (var person = 0; person < people.Count; person++)
        {
            sum += (ulong)people[person].Age;
            foreach (var code in people.PackedDiagnosesOf(person))
                sum += code;
        }
        return (long)sum;
    }

    private static void Readable(EnrolleeColumns people, HccModel first, HccModel second, int count)
    {
        for (var person = 0; person < count; person++)
        {
            HccScore.Determine(people[person], people.DiagnosesOf(person), first);
            HccScore.Determine(people[person], people.DiagnosesOf(person), second);
        }
    }

    private static (double Read, double Write) Csv(EnrolleeColumns people, out long bytes)
    {
        var folder = Directory.CreateTempSubdirectory("accountable-benchmark");
        try
        {
            var (persons, diagnoses) = (Path.Combine(folder.FullName, "people.csv"), Path.Combine(folder.FullName, "diagnoses.csv"));
            using (var file = new StreamWriter(persons))
            using (var codes = new StreamWriter(diagnoses))
            {
                file.Write("person_id,age,sex,orec,segment,medicaid\n");
                codes.Write("person_id,icd10\n");
                for (var i = 0; i < people.Count; i++)
                {
                    var person = people[i];
                    file.Write($"P{i:0000000},{person.Age},{(person.Sex == Sex.Female ? 'F' : 'M')},{(int)person.Reason},{person.Segment.Name()},{(person.Medicaid ? 1 : 0)}\n");
                    foreach (var code in people.DiagnosesOf(i))
                        codes.Write($"P{i:0000000},{code}\n");
                }
            }
            bytes = new FileInfo(persons).Length + new FileInfo(diagnoses).Length;
            var run = new ScoreRun(RuleBook.Embedded, "V28", new PaymentYear(Year));
            PopulationScores? scores = null;
            var read = Best(
                () =>
                {
                    var file = PeopleFile.Read(persons);
                    scores = run.Score(file, DiagnosesFile.Read(diagnoses, file));
                },
                3);
            return (read, Best(() => ScoreTables.ToCsv(scores!), 3));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Best(Action work, int rounds = Rounds)
    {
        var best = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            work();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return best;
    }
}
