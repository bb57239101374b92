using System.Collections.Concurrent;
using System.Numerics;
using Accountable.Risk.Model;

namespace Accountable.Risk.Scoring;

/// <summary>Scores columns of people with a model compiled to bit sets. The numbers are those of <see cref="HccScore"/>.</summary>
/// <remarks>Coefficients have three decimals, so sums are whole thousandths. What depends on age, sex and status alone is
/// computed once for each combination by the readable path and kept.</remarks>
public sealed class BulkScore
{
    private readonly HccModel _model;
    private readonly CodeTable _codes;
    private readonly (HccSet Category, HccSet KeptWith)[] _dropped;
    private readonly (HccSet Hcc, HccSet Drops)[] _hierarchies;
    private readonly int[] _placeOf;
    private readonly Dictionary<string, CompiledSegment> _segments;
    private readonly PersonPart?[] _parts = new PersonPart?[PersonPart.Places];
    private readonly ConcurrentDictionary<Enrollee, PersonPart> _others = new();

    /// <summary>Compiles a model.</summary>
    /// <exception cref="NotSupportedException">The model has more HCCs or terms than fit, or more than three decimals.</exception>
    public BulkScore(HccModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        HccNumbers = [.. Categories(model).Order()];
        if (HccNumbers.Count > HccSet.Capacity)
            throw new NotSupportedException($"{model.Name} has {HccNumbers.Count} categories; {HccSet.Capacity} fit.");
        var placeOf = HccNumbers.Select((hcc, place) => (hcc, place)).ToDictionary(pair => pair.hcc, pair => pair.place);
        HccSet SetOf(IEnumerable<int> hccs) =>
            hccs.Where(placeOf.ContainsKey).Aggregate(default(HccSet), (set, hcc) => set | HccSet.Of(placeOf[hcc]));
        _placeOf = [.. Enumerable.Range(0, HccNumbers[^1] + 1).Select(hcc => placeOf.GetValueOrDefault(hcc, -1))];
        _codes = new CodeTable(model.Map, placeOf);
        _dropped = [.. model.Dropped.Select(rule => (SetOf([rule.Category]), SetOf(rule.KeptWith)))];
        _hierarchies = [.. model.Hierarchies.Select(rule => (SetOf([rule.Hcc]), SetOf(rule.Drops)))];
        TermNames = [.. model.Interactions.Select(interaction => interaction.Variable)
            .Concat(model.AllSegments.SelectMany(segment => segment.PaymentCounts.Select(count => count.Variable)))
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        var termCapacity = BitOperations.PopCount(ulong.MaxValue);
        if (TermNames.Count > termCapacity)
            throw new NotSupportedException($"{model.Name} has {TermNames.Count} interactions and counts; {termCapacity} fit.");
        _segments = model.AllSegments.ToDictionary(
            segment => segment.Prefix, segment => new CompiledSegment(segment, model, HccNumbers, TermNames, SetOf));
    }

    /// <summary>The HCC of each place of an <see cref="HccSet"/>, ascending.</summary>
    public IReadOnlyList<int> HccNumbers { get; }

    /// <summary>The variable of each bit of <see cref="ScoreColumns.Terms"/>.</summary>
    public IReadOnlyList<string> TermNames { get; }

    /// <summary>The place of an HCC in the sets; -1 when the model has no such HCC.</summary>
    public int PlaceOf(int hcc) => hcc >= 0 && hcc < _placeOf.Length ? _placeOf[hcc] : -1;

    /// <summary>A set with every HCC that the hierarchies put below its own: what a person with the set cannot show besides.</summary>
    public HccSet WithLower(HccSet hccs)
    {
        var all = hccs;
        foreach (var (hcc, drops) in _hierarchies)
        {
            if (hccs.Overlaps(hcc))
                all |= drops;
        }
        return all;
    }

    /// <summary>Scores a span of people. Spans may be scored side by side.</summary>
    /// <param name="people">The people.</param>
    /// <param name="from">The first person.</param>
    /// <param name="to">After the last person.</param>
    /// <param name="into">Where the scores go, at the same places.</param>
    public void Score(EnrolleeColumns people, int from, int to, ScoreColumns into)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(into);
        var first = people.FirstDiagnosis;
        for (var person = from; person < to; person++)
        {
            var enrollee = people[person];
            var part = PartOf(enrollee);
            into.Scored[person] = part.Segment is not null;
            if (part.Segment is not { } segment)
                continue;
            var hccs = Hccs(people.Diagnoses.AsSpan(first[person], first[person + 1] - first[person]), enrollee.Age, enrollee.Sex);
            var terms = 0ul;
            var disease = enrollee.Segment.IsDemographicOnly() ? 0 : segment.Sum(hccs, part.Disabled, part.UnderAged, out terms);
            into.Hccs[person] = hccs;
            into.Terms[person] = terms;
            into.Demographic[person] = part.Demographic;
            into.Raw[person] = disease == 0 ? part.Demographic : part.Demographic + Thousandths.ToDecimal(disease);
        }
    }

    /// <summary>The payment HCCs of diagnoses after edits, the model's own rules and the hierarchies.</summary>
    private HccSet Hccs(ReadOnlySpan<ulong> diagnoses, int age, Sex sex)
    {
        var categories = default(HccSet);
        foreach (var code in diagnoses)
            categories |= _codes.Find(code, age, sex);
        if (categories.IsEmpty)
            return categories;
        var all = categories;
        foreach (var (category, keptWith) in _dropped)
        {
            if (all.Overlaps(category) && !all.Overlaps(keptWith))
                categories = categories.Without(category);
        }

        // In file order: a rule fires only if its HCC still stands.
        foreach (var (hcc, drops) in _hierarchies)
        {
            if (categories.Overlaps(hcc))
                categories = categories.Without(drops);
        }
        return categories;
    }

    /// <summary>What depends on age, sex and status alone, kept once computed. Two threads that compute a part compute the same.</summary>
    private PersonPart PartOf(Enrollee person) => PersonPart.Place(person) is >= 0 and var place
        ? _parts[place] ??= Make(person)
        : _others.GetOrAdd(person, Make);

    private PersonPart Make(Enrollee person)
    {
        if (HccScore.WhyNot(person, _model) is not null)
            return new PersonPart(null, 0, false, false);
        var demographic = HccScore.Determine(person, [], _model).Demographic.Amount;
        return new PersonPart(
            _segments[_model.CoefficientsOf(person).Prefix], demographic, Status.IsDisabled(person, _model.AgedFrom),
            Status.ScoredAge(person, _model.AgedFrom) < _model.AgedFrom);
    }

    private static IEnumerable<int> Categories(HccModel model) => model.Map.Codes.SelectMany(model.Map.Mapping)
        .Concat(model.Map.Codes.SelectMany(model.Map.Edits).Select(edit => edit.Category).OfType<int>())
        .Concat(model.Hierarchies.SelectMany(rule => rule.Drops.Append(rule.Hcc)))
        .Distinct();
}
