using Accountable.Qpp.QualifyingParticipants;

namespace Accountable.Runs.Qpp;

/// <summary>What a TIN or a clinician is of an entity's score at the last snapshot. 42 CFR 414.1435.</summary>
/// <param name="EntityId">The entity.</param>
/// <param name="Tin">The TIN, or <c>CCN 123456</c>; empty for a clinician in all TINs of the entity.</param>
/// <param name="Npi">The clinician; empty for a TIN.</param>
/// <param name="Basis">The basis.</param>
/// <param name="Own">Dollars furnished, and people served: dollars of all TINs add up to the entity's, people do not.</param>
/// <param name="Leaving">What the entity would lose without the TIN or clinician: dollars, and people whom nobody else makes
/// attribution-eligible.</param>
public sealed record QpDriver(string EntityId, string Tin, string Npi, EligibilityBasis Basis, ScoreFacts Own, ScoreFacts Leaving);

/// <summary>Adds up what TINs and clinicians are of one entity's scores, person by person.</summary>
internal sealed class QpDriverSums(string entity, IReadOnlyList<EligibilityBasis> bases)
{
    private readonly Dictionary<(string Tin, string Npi, EligibilityBasis Basis), (ScoreFacts Own, ScoreFacts Leaving)> _sums = [];

    /// <summary>Adds one person who meets paragraphs (1) to (5) of attribution-eligible.</summary>
    /// <param name="rows">What each biller and clinician of the group furnished to the person.</param>
    /// <param name="isAttributed">Whether the person is attributed.</param>
    public void Add(IReadOnlyList<(string BilledBy, string Npi, FurnishedServices Services)> rows, bool isAttributed)
    {
        var all = Sum(rows);
        var served = rows.Where(row => row.Services.Any).ToList();
        foreach (var basis in bases)
        {
            if (!all.Meets(basis))
                continue;
            foreach (var tin in served.GroupBy(row => row.BilledBy, StringComparer.Ordinal))
                Add((tin.Key, "", basis), tin);
            foreach (var clinician in served.Where(row => row.Npi.Length > 0).GroupBy(row => row.Npi, StringComparer.Ordinal))
                Add(("", clinician.Key, basis), clinician);
        }

        void Add((string Tin, string Npi, EligibilityBasis Basis) key, IEnumerable<(string, string, FurnishedServices)> own)
        {
            var services = Sum(own);
            var rest = new FurnishedServices(all.Paid - services.Paid, all.Professional - services.Professional,
                all.Visits - services.Visits, all.Centers - services.Centers);

            // Who is no longer attribution-eligible takes along what others furnished as well.
            var stays = rest.Meets(key.Basis);
            var known = _sums.GetValueOrDefault(key);
            _sums[key] = (known.Own + Of(services.Paid, 1), known.Leaving + Of(stays ? services.Paid : all.Paid, stays ? 0 : 1));
        }

        ScoreFacts Of(decimal paid, int people) => new(isAttributed ? paid : 0, paid, isAttributed ? people : 0, people, 0);
    }

    /// <summary>TINs, then clinicians, by name.</summary>
    public IEnumerable<QpDriver> All() => _sums.OrderBy(pair => pair.Key.Npi, StringComparer.Ordinal)
        .ThenBy(pair => pair.Key.Tin, StringComparer.Ordinal).ThenBy(pair => pair.Key.Basis)
        .Select(pair => new QpDriver(entity, Plain(pair.Key.Tin), pair.Key.Npi, pair.Key.Basis, pair.Value.Own, pair.Value.Leaving));

    private static string Plain(string billedBy) =>
        billedBy.StartsWith("TIN ", StringComparison.Ordinal) ? billedBy["TIN ".Length..] : billedBy;

    private static FurnishedServices Sum(IEnumerable<(string BilledBy, string Npi, FurnishedServices Services)> rows) =>
        rows.Aggregate(default(FurnishedServices), (sum, row) => sum + row.Services);
}
