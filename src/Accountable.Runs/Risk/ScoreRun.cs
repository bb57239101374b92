using Accountable.Data;
using Accountable.Data.Risk;
using Accountable.Risk;
using Accountable.Risk.Model;
using Accountable.Risk.Payment;
using Accountable.Risk.Scoring;
using Accountable.Rules;

namespace Accountable.Runs.Risk;

/// <summary>The scores of one model.</summary>
/// <param name="Bulk">The compiled model, which names HCCs and terms.</param>
/// <param name="Model">The model.</param>
/// <param name="Scores">The raw scores.</param>
/// <param name="Share">The model's share in the blend of the payment year; null outside of a blend.</param>
public sealed record ModelScores(BulkScore Bulk, HccModel Model, ScoreColumns Scores, Ratio? Share);

/// <summary>Scores of a population in one payment year.</summary>
public sealed record PopulationScores
{
    /// <summary>The people.</summary>
    public required PeopleFile File { get; init; }

    /// <summary>The people as the models see them.</summary>
    public required EnrolleeColumns People { get; init; }

    /// <summary>Whether each person was scored.</summary>
    public required IReadOnlyList<bool> Scored { get; init; }

    /// <summary>The scores, one a model.</summary>
    public required IReadOnlyList<ModelScores> Models { get; init; }

    /// <summary>What is wrong with people and diagnoses.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Counts that balance: rows read are rows used and rows in findings.</summary>
    public required ScoreCounts Counts { get; init; }

    /// <summary>The law of the payment year.</summary>
    public required RuleYear Law { get; init; }

    /// <summary>Whether only raw scores are asked for.</summary>
    public required bool RawOnly { get; init; }
}

/// <summary>What was read and what became of it.</summary>
/// <param name="People">Rows of people read.</param>
/// <param name="Scored">People scored.</param>
/// <param name="Diagnoses">Rows of diagnoses read.</param>
/// <param name="Mapped">Rows with a category in at least one model.</param>
/// <param name="WithoutCategory">Rows with a code that has no category in any of the models: most codes have none.</param>
/// <param name="OtherYear">Rows with a code that has a category in another payment year alone.</param>
/// <param name="NotUsed">Rows refused, or of people who were refused.</param>
/// <param name="CodesWithoutCategory">
/// The codes that have no category in any of the models and years, with their rows: valid ones without an HCC, or mistyped ones.
/// </param>
public sealed record ScoreCounts(
    int People, int Scored, int Diagnoses, int Mapped, int WithoutCategory, int OtherYear, int NotUsed,
    IReadOnlyList<(Icd10Code Code, CodeRows Rows)> CodesWithoutCategory);

/// <summary>Scores the people of a file with one model, or with the blend of a payment year.</summary>
public sealed class ScoreRun
{
    /// <summary>The word for the blend of a payment year in place of a model.</summary>
    public const string BlendName = "blend";

    private const int PeopleEach = 1 << 14;
    private readonly RuleYear _law;
    private readonly IReadOnlyList<(HccModel Model, BulkScore Bulk, Ratio? Share)> _models;
    private readonly bool _rawOnly;

    /// <summary>A run.</summary>
    /// <param name="book">The rule book.</param>
    /// <param name="model">A model's name, or <see cref="BlendName"/>.</param>
    /// <param name="year">The payment year.</param>
    /// <param name="asOf">The day of knowledge.</param>
    /// <param name="rawOnly">Whether raw scores are enough, so that a missing normalization factor is no error.</param>
    /// <exception cref="LawGapException">
    /// The year has no map, coefficients, blend or, unless raw scores are enough, normalization factor.
    /// </exception>
    public ScoreRun(RuleBook book, string model, PaymentYear year, DateOnly? asOf = null, bool rawOnly = false)
    {
        ArgumentNullException.ThrowIfNull(book);
        _law = book.For(year, asOf);
        _rawOnly = rawOnly;
        IReadOnlyList<(string Model, Ratio? Share)> parts = model == BlendName
            ? [.. Blend.Of(_law).Select(part => (part.Model, (Ratio?)part.Share))]
            : [(model, null)];
        _models = [.. parts.Select(part => (Model: HccModel.For(part.Model, _law), part.Share))
            .Select(part => (part.Model, new BulkScore(part.Model), part.Share))];
        if (!rawOnly)
            RequireFactors();
    }

    /// <summary>The law of the payment year.</summary>
    public RuleYear Law => _law;

    /// <summary>The models in force.</summary>
    public IReadOnlyList<HccModel> Models => [.. _models.Select(model => model.Model)];

    /// <summary>Scores the people of a file.</summary>
    /// <param name="people">The people.</param>
    /// <param name="diagnoses">Their diagnoses; null for demographic scores.</param>
    public PopulationScores Score(PeopleFile people, DiagnosesFile? diagnoses)
    {
        ArgumentNullException.ThrowIfNull(people);
        var enrolled = Enrollment.Of(people, Models, _law);
        var columns = Columns(enrolled, diagnoses);
        var models = Score(columns);
        var findings = new List<Finding>([.. people.Findings, .. enrolled.Findings, .. diagnoses?.Findings ?? []]);
        var counts = Count(people, enrolled, diagnoses, findings);
        return new PopulationScores
        {
            File = people, People = columns, Scored = enrolled.Usable, Models = models,
            Findings = findings, Counts = counts, Law = _law, RawOnly = _rawOnly,
        };
    }

    /// <summary>Scores columns with every model of the run, on all processors.</summary>
    public IReadOnlyList<ModelScores> Score(EnrolleeColumns people)
    {
        ArgumentNullException.ThrowIfNull(people);
        return [.. _models.Select(model =>
        {
            var into = new ScoreColumns(people.Count);
            ScoreAll(model.Bulk, people, into);
            return new ModelScores(model.Bulk, model.Model, into, model.Share);
        })];
    }

    /// <summary>Scores columns with one compiled model, span by span side by side.</summary>
    public static void ScoreAll(BulkScore model, EnrolleeColumns people, ScoreColumns into)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(people);
        var spans = (people.Count + PeopleEach - 1) / PeopleEach;
        Parallel.For(0, spans, span => model.Score(people, span * PeopleEach, Math.Min(people.Count, (span + 1) * PeopleEach), into));
    }

    /// <summary>Diagnoses sorted to their people by counting; those of people who cannot be scored stay out.</summary>
    internal static EnrolleeColumns Columns(Enrolled enrolled, DiagnosesFile? diagnoses)
    {
        var first = new int[enrolled.People.Count + 1];
        var rows = diagnoses?.People.Count ?? 0;
        for (var i = 0; i < rows; i++)
        {
            if (enrolled.Usable[diagnoses!.People[i]])
                first[diagnoses.People[i] + 1]++;
        }
        for (var person = 0; person < enrolled.People.Count; person++)
            first[person + 1] += first[person];
        var codes = new ulong[first[^1]];
        var next = first[..^1];
        for (var i = 0; i < rows; i++)
        {
            if (enrolled.Usable[diagnoses!.People[i]])
                codes[next[diagnoses.People[i]]++] = diagnoses.Codes[i];
        }
        var columns = new EnrolleeColumns(first, codes);
        for (var person = 0; person < enrolled.People.Count; person++)
            columns[person] = enrolled.People[person];
        return columns;
    }

    private ScoreCounts Count(PeopleFile people, Enrolled enrolled, DiagnosesFile? diagnoses, List<Finding> findings)
    {
        var standings = new Dictionary<ulong, CodeStanding>();
        foreach (var (packed, rows) in diagnoses?.RowsOfCodes ?? new Dictionary<ulong, CodeRows>())
        {
            var code = Icd10Code.FromPacked(packed);
            var found = _models.Select(model => model.Model.Map.Standing(code)).ToList();
            standings[packed] = found.Contains(CodeStanding.Mapped) ? CodeStanding.Mapped : found.Max();
            if (found.Contains(CodeStanding.Unknown))
                findings.Add(Refused(diagnoses!.Path, rows, $"{code} lies in no chapter of ICD-10-CM", "Check the code"));
            foreach (var (model, _) in _models.Zip(found).Where(pair => pair.Second == CodeStanding.OtherYear))
            {
                var what = $"{code} has a category of {model.Model.Name} in other payment years and is not valid for {_law.PaymentYear}";
                findings.Add(Refused(diagnoses!.Path, rows, what, "Check the code and the payment year"));
            }
        }
        var counted = new int[(int)CodeStanding.Unknown + 1];
        for (var i = 0; i < (diagnoses?.Codes.Count ?? 0); i++)
        {
            if (enrolled.Usable[diagnoses!.People[i]])
                counted[(int)standings[diagnoses.Codes[i]]]++;
        }
        var used = counted[(int)CodeStanding.Mapped] + counted[(int)CodeStanding.Unmapped] + counted[(int)CodeStanding.OtherYear];
        return new ScoreCounts(
            people.RowCount, enrolled.Usable.Count(usable => usable), diagnoses?.RowCount ?? 0, counted[(int)CodeStanding.Mapped],
            counted[(int)CodeStanding.Unmapped], counted[(int)CodeStanding.OtherYear], (diagnoses?.RowCount ?? 0) - used,
            [.. standings.Where(pair => pair.Value == CodeStanding.Unmapped)
                .Select(pair => (Icd10Code.FromPacked(pair.Key), diagnoses!.RowsOfCodes[pair.Key]))]);
    }

    private static Finding Refused(string path, CodeRows rows, string what, string then) => new(
        Severity.RowRefused, path, rows.FirstLine, "icd10", $"{what}; {rows.Rows:N0} {(rows.Rows == 1 ? "row" : "rows")} not used", then);

    /// <summary>A factor that is missing stops the run before it reads, not in the middle of it.</summary>
    private void RequireFactors()
    {
        foreach (var (model, _, _) in _models)
        {
            _ = Normalization.Factor(model.Name, model.IsEsrd ? Segment.Dial : Segment.Cna, _law);
            if (model.IsEsrd)
                _ = Normalization.Factor(model.Name, Segment.GraftComm, _law);
        }
    }
}
