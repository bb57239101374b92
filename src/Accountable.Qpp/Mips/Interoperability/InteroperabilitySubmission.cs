using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>A submission read in the words of the rule: measures, exclusions, attestations, bonuses. From 2019.</summary>
internal sealed class InteroperabilitySubmission
{
    private readonly RuleYear _law;
    private readonly Dictionary<string, MeasureRate> _rates = [];
    private readonly HashSet<string> _yes = [];
    private readonly HashSet<string> _answered = [];
    private readonly HashSet<string> _excluded = [];
    private readonly List<string> _attestations = [];
    private readonly HashSet<string> _answers = [];
    private readonly HashSet<string> _bonuses = [];
    private readonly HashSet<string> _required = [];

    public InteroperabilitySubmission(InteroperabilityFacts facts, RuleYear law)
    {
        _law = law;
        var table = law[Keys.Mips.PromotingInteroperability.Ids].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (law.Year.Value >= table.Number(row, "from") && law.Year.Value <= table.Number(row, "to"))
                Take(table.Text(row, "id"), table.Text(row, "measure"), table.Text(row, "role"), facts);
        }
    }

    private void Take(string id, string measure, string role, InteroperabilityFacts facts)
    {
        var yes = facts.Answers.GetValueOrDefault(id);
        if (role == "attestation")
            _attestations.Add(measure);
        if (role == "answer")
            _answers.Add(measure);
        if (role is "required" or "rate")
            _required.Add(measure);
        if (facts.Answers.ContainsKey(id) && role != "exclusion")
            _answered.Add(measure);
        if (facts.Rates.TryGetValue(id, out var rate))
            _rates[measure] = rate;
        if (yes && role == "exclusion")
            _excluded.Add(measure);
        else if (yes && role == "bonus")
            _bonuses.Add(measure);
        else if (yes)
            _yes.Add(measure);
    }

    /// <summary>The rate of a measure that has one.</summary>
    public MeasureRate? RateOf(string measure) => _rates.TryGetValue(measure, out var rate) ? rate : null;

    /// <summary>Whether a measure is excluded, which moves its points; public health when each registry that is needed is.</summary>
    public bool IsExcluded(string measure) => measure == "public_health"
        ? !RegistryReported && RegistriesDone
        : _excluded.Contains(measure) && !_yes.Contains(measure) && !Reported(measure);

    /// <summary>The exchange of health information is met both ways at once, so that sending and receiving are not scored.</summary>
    public bool ExchangesBothWays => _yes.Contains("tefca") || _yes.Contains("hie_bidirectional");

    /// <summary>The measures with points, in the order of the rule.</summary>
    public IEnumerable<string> Counted
    {
        get
        {
            if (Reported("erx"))
                yield return "erx";
            if (_required.Contains("pdmp") && _yes.Contains("pdmp"))
                yield return "pdmp";
            foreach (var measure in Exchange)
                yield return measure;
            yield return "patient_access";
            if (RegistryReported)
                yield return "public_health";
        }
    }

    /// <summary>Bonuses, each once.</summary>
    public IEnumerable<string> Bonuses => _bonuses.Order(StringComparer.Ordinal);

    /// <summary>What is required and neither reported nor excluded.</summary>
    public IEnumerable<string> Missing()
    {
        // 414.1375(b)(1), (b)(3): attestations; one year an answer of either kind was enough for the guides.
        foreach (var attestation in _attestations.Where(one => !_yes.Contains(one)))
            yield return attestation;
        foreach (var answer in _answers.Where(one => !_answered.Contains(one)))
            yield return answer;
        if (!Reported("erx") && !_excluded.Contains("erx"))
            yield return "erx";
        if (_required.Contains("pdmp") && !_yes.Contains("pdmp") && !_excluded.Contains("pdmp"))
            yield return "pdmp";
        if (!ExchangesBothWays)
        {
            foreach (var way in new[] { "hie_send", "hie_receive" }.Where(way => !Reported(way) && !_excluded.Contains(way)))
                yield return way;
        }
        if (!Reported("patient_access"))
            yield return "patient_access";
        if (!RegistriesDone)
            yield return "public_health";
    }

    private IEnumerable<string> Exchange => _yes.Contains("tefca") ? ["tefca"]
        : _yes.Contains("hie_bidirectional") ? ["hie_bidirectional"]
        : new[] { "hie_send", "hie_receive" }.Where(Reported);

    /// <summary>A rate counts as reported with a numerator of at least one.</summary>
    private bool Reported(string measure) => _rates.TryGetValue(measure, out var rate) && rate.Numerator > Count.Zero;

    private bool RegistryReported => _yes.Any(IsRegistry);

    private bool RegistriesDone => _law.Year.Value switch
    {
        // Through 2021 any two registries, or one twice; an exclusion stands for one.
        >= 2019 and <= 2021 => _yes.Count(IsRegistry) + _excluded.Except(_yes).Count(IsRegistry)
            >= _law[Keys.Mips.PromotingInteroperability.LeastRegistries].Amount,

        // From 2022 each registry that is named, but for one that CMS suppressed.
        >= 2022 => Named.All(registry => _yes.Contains(registry) || _excluded.Contains(registry)),

        _ => throw new LawGapException("public health registries", _law.Year),
    };

    private IEnumerable<string> Named => new[] { Immunization, CaseReporting }.Where(registry => registry != Suppressed);

    private string? Suppressed => _law.Has(Keys.Mips.PromotingInteroperability.SuppressedRegistry)
        ? $"{Registry}{_law[Keys.Mips.PromotingInteroperability.SuppressedRegistry].Amount:0}"
        : null;

    private static bool IsRegistry(string measure) => measure.StartsWith(Registry, StringComparison.Ordinal);

    private const string Registry = "registry_";
    private const string Immunization = "registry_1";
    private const string CaseReporting = "registry_3";
}
