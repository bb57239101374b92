using Accountable.Rules;

namespace Accountable.Risk.Model;

/// <summary>One CMS-HCC model in one payment year: map, edits, hierarchies, interactions and coefficients. Immutable.</summary>
public sealed class HccModel
{
    private const string Flat = "ALL";
    private readonly Dictionary<string, SegmentCoefficients> _segments;
    private readonly LawValue _law;
    private readonly Parameter _parameter;
    private readonly bool _traced;

    private HccModel(string name, RuleYear law)
    {
        Name = name;
        Year = law.PaymentYear;
        _traced = law.Traced;

        // The year must have both coefficients and a map; either missing is a gap in the law.
        var coefficients = law[Keys.Risk.CmsHcc.Coefficients, name].Rows;
        var map = law[Keys.Risk.CmsHcc.Icd10, name].Rows;
        Map = new DiagnosisMap(map, law[Keys.Risk.CmsHcc.DiagnosisEdits].Rows, law[Keys.Risk.Icd10Cm.Chapters].Rows, name, Year.Value);
        Hierarchies = ModelTables.Hierarchies(law[Keys.Risk.CmsHcc.Hierarchies].Rows, name);
        Dropped = ModelTables.Dropped(law[Keys.Risk.CmsHcc.DroppedCategories].Rows, name);
        Interactions = ModelTables.Interactions(law[Keys.Risk.CmsHcc.Interactions].Rows, law[Keys.Risk.CmsHcc.Groups].Rows, name);
        _segments = coefficients.Columns.Skip(1).ToDictionary(prefix => prefix, prefix => new SegmentCoefficients(prefix, coefficients));
        AgedFrom = (int)law[Keys.Risk.CmsHcc.AgedFrom].Amount;
        _parameter = law.Book[Keys.Risk.CmsHcc.Coefficients.Id];
        _law = _parameter.At(name, Year.Value, law.AsOf);
        IsEsrd = _segments.ContainsKey(Flat);
    }

    /// <summary>The name: V22, V23, V24, V28, ESRDV21 or ESRDV24.</summary>
    public string Name { get; }

    /// <summary>The payment year.</summary>
    public PaymentYear Year { get; }

    /// <summary>Whether it is a model of end-stage renal disease.</summary>
    public bool IsEsrd { get; }

    /// <summary>The codes of the year.</summary>
    public DiagnosisMap Map { get; }

    /// <summary>The age from which a person is aged, not disabled.</summary>
    public int AgedFrom { get; }

    /// <summary>The names of the models that the rule book has.</summary>
    public static IReadOnlyList<string> Names(RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book[Keys.Risk.CmsHcc.Coefficients.Id].Members;
    }

    internal IReadOnlyList<HierarchyRule> Hierarchies { get; }

    internal IReadOnlyList<DroppedCategory> Dropped { get; }

    internal IReadOnlyList<Interaction> Interactions { get; }

    internal IEnumerable<SegmentCoefficients> AllSegments => _segments.Values;

    /// <summary>A model in a payment year.</summary>
    /// <exception cref="LawGapException">
    /// The rule book has no coefficients or no map for that year; the message names those it has.
    /// </exception>
    public static HccModel For(string name, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new HccModel(name, law);
    }

    /// <summary>The coefficients that apply to a person.</summary>
    internal SegmentCoefficients CoefficientsOf(Enrollee person) => _segments[Prefix(person)];

    /// <summary>A coefficient that stands outside of segments, such as a transplant month.</summary>
    internal RiskScore FlatCoefficient(string variable) => Coefficient(_segments[Flat], variable);

    internal bool HasFlat(string variable) => IsEsrd && _segments[Flat].Has(variable);

    /// <summary>A divisor that stands among the coefficients.</summary>
    internal Ratio FlatRatio(string variable)
    {
        var value = FlatCoefficient(variable);
        return Ratio.Create(value.Amount, _traced ? Parameter(Unit.Ratio, value.Amount, variable) : null);
    }

    internal RiskScore Coefficient(SegmentCoefficients segment, string variable)
    {
        var value = segment.Values[variable];
        var name = segment.Prefix == Flat ? variable : $"{segment.Prefix}_{variable}";
        return RiskScore.Create(value, _traced ? Parameter(Unit.RiskScore, value, name) : null);
    }

    private Derivation Parameter(Unit unit, decimal value, string name) =>
        Derivation.Parameter(unit, value, $"{Name} {name}", $"{_parameter.Id}#{Name}.{name}", _law.Citation, _law.Verified);

    /// <summary>
    /// The prefix of a segment's coefficients. Community grafts of ESRD V24 depend on dual status and age, those of V21 do not.
    /// </summary>
    private string Prefix(Enrollee person) => person.Segment switch
    {
        Segment.Dial => "DI",
        Segment.NeDial => "DNE",
        Segment.NeGraft => "GNE",
        Segment.GraftInst => "GI",
        Segment.GraftComm when _segments.ContainsKey("GC") => "GC",
        Segment.GraftComm => (person.Dual == DualStatus.Full ? "GF" : "GNP") + (person.Age >= AgedFrom ? "A" : "N"),
        Segment.Transplant1 or Segment.Transplant2 or Segment.Transplant3 => Flat,
        var community => community.Name(),
    };
}
