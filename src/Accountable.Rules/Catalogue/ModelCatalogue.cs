namespace Accountable.Rules.Catalogue;

/// <summary>What kind of model it is.</summary>
public enum ModelKind
{
    /// <summary>An accountable care organization.</summary>
    Aco,

    /// <summary>A bundled payment for an episode of care.</summary>
    Episode,

    /// <summary>Primary care or a medical home.</summary>
    MedicalHome,

    /// <summary>Care of one condition over time.</summary>
    Condition,

    /// <summary>The whole population of a state or region.</summary>
    Population,
}

/// <summary>Which list names a model's clinicians. 42 CFR 414.1425(b).</summary>
public enum ClinicianList
{
    /// <summary>A Participation List: its clinicians are tested as a group.</summary>
    Participation,

    /// <summary>An Affiliated Practitioner List: its clinicians are tested one by one.</summary>
    Affiliated,
}

/// <summary>Who pays under a model.</summary>
public enum ModelPayer
{
    /// <summary>Medicare alone.</summary>
    Medicare,

    /// <summary>Medicare together with other payers.</summary>
    MultiPayer,
}

/// <summary>What a model was in the Quality Payment Program in a span of performance years.</summary>
/// <param name="Years">The performance years.</param>
/// <param name="AdvancedApm">Whether it was an Advanced APM. 42 CFR 414.1415.</param>
/// <param name="MipsApm">Whether it was a MIPS APM. 42 CFR 414.1367(b).</param>
/// <param name="Citation">The paragraph or list that says so.</param>
/// <param name="Verified">How far that was checked.</param>
/// <param name="Note">What a reader should know.</param>
public sealed record ModelStatus(AxisSpan Years, bool AdvancedApm, bool MipsApm, string Citation, Verified Verified, string? Note);

/// <summary>A model or track: what it is, who bears which risk, how it pays, and what it was in each year.</summary>
public sealed record CatalogueModel
{
    /// <summary>The key in facts files, such as <c>mssp-basic-e</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Other keys under which it is found.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of model it is.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>Who pays.</summary>
    public required ModelPayer Payer { get; init; }

    /// <summary>Who runs it.</summary>
    public required string Sponsor { get; init; }

    /// <summary>The section of the act that makes it an APM. SSA 1833(z)(3)(C).</summary>
    public required string Law { get; init; }

    /// <summary>Which list names its clinicians.</summary>
    public required ClinicianList List { get; init; }

    /// <summary>Whether it is a Medical Home Model. 42 CFR 414.1305.</summary>
    public required bool MedicalHomeModel { get; init; }

    /// <summary>The first day of active testing.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day of active testing; null while it goes on.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Who bears which risk, in a sentence.</summary>
    public required string Risk { get; init; }

    /// <summary>How it pays, in a sentence.</summary>
    public required string Pays { get; init; }

    /// <summary>What it asks about certified EHR technology, in a sentence.</summary>
    public required string Cehrt { get; init; }

    /// <summary>How quality enters payment, in a sentence.</summary>
    public required string Quality { get; init; }

    /// <summary>Where to read on.</summary>
    public required string LearnMore { get; init; }

    /// <summary>What it was, by performance year.</summary>
    public required IReadOnlyList<ModelStatus> Statuses { get; init; }

    /// <summary>What it was in a performance year, or null when it was not in operation.</summary>
    public ModelStatus? In(PerformanceYear year) => Statuses.FirstOrDefault(status => status.Years.Contains(year.Value));
}

/// <summary>A term in one plain sentence with its paragraph.</summary>
/// <param name="Term">The term as the rules write it.</param>
/// <param name="Aliases">Other names under which it is found.</param>
/// <param name="Sentence">One sentence in our words.</param>
/// <param name="Citation">The paragraph that defines it.</param>
/// <param name="See">Related terms.</param>
public sealed record GlossaryTerm(string Term, IReadOnlyList<string> Aliases, string Sentence, string Citation, IReadOnlyList<string> See);

/// <summary>The documents of the rule book that are lists of things and not numbers of law: models and terms.</summary>
/// <remarks>They are compiled with the parameters because they are law as data like them: checked at build with file and line,
/// under the same hash that every manifest names, and read without YAML at run time.</remarks>
public sealed class Catalogues
{
    private readonly Dictionary<string, CatalogueModel> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GlossaryTerm> _terms = new(StringComparer.Ordinal);

    /// <summary>Catalogues of models and terms.</summary>
    public Catalogues(IReadOnlyList<CatalogueModel> models, IReadOnlyList<GlossaryTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(terms);
        Models = models;
        Terms = terms;
        foreach (var model in models)
        {
            foreach (var name in model.Aliases.Prepend(model.Id))
                _models.TryAdd(Canonical(name), model);
        }
        foreach (var term in terms)
        {
            foreach (var name in term.Aliases.Prepend(term.Term))
                _terms.TryAdd(Canonical(name), term);
        }
    }

    /// <summary>No models and no terms.</summary>
    public static Catalogues Empty { get; } = new([], []);

    /// <summary>The models in file order.</summary>
    public IReadOnlyList<CatalogueModel> Models { get; }

    /// <summary>The terms in file order.</summary>
    public IReadOnlyList<GlossaryTerm> Terms { get; }

    /// <summary>The model of a key or alias, whatever its case and hyphens; null when there is none.</summary>
    public CatalogueModel? Model(string id) => _models.GetValueOrDefault(Canonical(id));

    /// <summary>The entry of a term, whatever its case; null when there is none.</summary>
    public GlossaryTerm? Term(string term) => _terms.GetValueOrDefault(Canonical(term));

    /// <summary>A name without case, spaces and signs other than plus.</summary>
    public static string Canonical(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
    }
}
