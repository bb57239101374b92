using Accountable.Qpp.AdvancedApms;
using Accountable.Rules;
using Accountable.Rules.Catalogue;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>The All-Payer tests of one facts folder, at the levels for which other payers' data came in. 42 CFR 414.1440(d).</summary>
internal sealed class OtherPayerTests
{
    private readonly QpFacts _facts;
    private readonly RuleYear _law;
    private readonly EntityStanding[] _standings;
    private readonly IReadOnlyList<EligibilityBasis> _bases;
    private readonly AllPayerRules _rules;
    private readonly Dictionary<Arrangement, bool> _advanced = [];
    private readonly Dictionary<string, ClinicianFacts> _clinicians = [];
    private readonly Dictionary<(QpLevel, string, int), OtherPayerTotals?> _totals = [];
    private readonly Dictionary<(string, int), Attempt[]> _entityAttempts = [];

    public OtherPayerTests(QpFacts facts, RuleYear law, EntityStanding[] standings, IReadOnlyList<EligibilityBasis> bases)
    {
        _facts = facts;
        _law = law;
        _standings = standings;
        _bases = bases;
        _rules = new AllPayerRules(QpThresholds.AllPayer(law), QpThresholds.MedicareMinimum(law), facts.ScoresFile, law.Traced);
        var tins = facts.OtherPayers.Keys.Where(key => key.Level == QpLevel.Tin).Select(key => key.Id).ToList();
        if (tins.Count == 0)
            return;
        foreach (var clinician in facts.Clinicians)
            _clinicians[clinician.Npi] = clinician;
        foreach (var tin in tins)
        {
            if (RefusedTin(tin) is { } reason)
                RefusedTins[tin] = reason;
        }
    }

    public Dictionary<string, string> RefusedTins { get; } = [];

    public void Test(ClinicianFacts clinician, string? onlyTin, int through, bool individuallyAlone, ref Tally tally, List<Attempt>? all)
    {
        for (var snapshot = 1; snapshot <= through; snapshot++)
        {
            foreach (var membership in clinician.Memberships)
            {
                if (!membership.At(snapshot) || !_standings[membership.Entity].At(snapshot) || (onlyTin is not null && membership.Tin != onlyTin))
                    continue;

                // (d)(2)(i): the entity's group.
                if (membership.List == ClinicianList.Participation && !individuallyAlone)
                    Consider(OfEntity(membership.Entity, snapshot), ref tally, all);

                // (d)(2)(iii): the TIN, when all who bill through it are in one entity.
                if (membership.List == ClinicianList.Participation && !individuallyAlone && !RefusedTins.ContainsKey(membership.Tin))
                    Consider(OfTin(membership.Tin, membership.Entity, snapshot), ref tally, all);
            }

            // (d)(2)(ii): the clinician.
            if (clinician.Memberships.Any(membership => membership.At(snapshot) && _standings[membership.Entity].Counts && (onlyTin is null || membership.Tin == onlyTin)))
                Consider(OfClinician(clinician, snapshot), ref tally, all);
        }
    }

    public IEnumerable<string> Notes(ClinicianFacts clinician) =>
        from tin in clinician.Tins
        where RefusedTins.ContainsKey(tin)
        select $"TIN {tin}: {RefusedTins[tin]}";

    private static void Consider(IEnumerable<Attempt> attempts, ref Tally tally, List<Attempt>? all)
    {
        foreach (var attempt in attempts)
        {
            tally.Consider(attempt);
            if (all is not null && !all.Contains(attempt))
                all.Add(attempt);
        }
    }

    private Attempt[] OfEntity(int entity, int snapshot)
    {
        var facts = _facts.Entities[entity];
        if (_entityAttempts.TryGetValue((facts.EntityId, snapshot), out var known))
            return known;
        return _entityAttempts[(facts.EntityId, snapshot)] = Totals(QpLevel.Entity, facts.EntityId, snapshot) is not { } totals ? [] :
            [.. from basis in _bases
                let score = facts.ScoreAt(snapshot, basis)
                where score is not null
                from attempt in AllPayerCombinationOption.TestBoth(QpLevel.Entity, facts.EntityId, snapshot, basis, score.Value, totals, null, _rules)
                select attempt];
    }

    private IEnumerable<Attempt> OfClinician(ClinicianFacts clinician, int snapshot) => Totals(QpLevel.Individual, clinician.Npi, snapshot) is not { } totals ? [] :
        from basis in _bases
        let score = clinician.ScoreAt(snapshot, basis)
        where score is not null
        from attempt in AllPayerCombinationOption.TestBoth(QpLevel.Individual, clinician.Npi, snapshot, basis, score.Value, totals, BestOfEntities(clinician, snapshot, basis), _rules)
        select attempt;

    private IEnumerable<Attempt> OfTin(string tin, int entity, int snapshot)
    {
        if (Totals(QpLevel.Tin, tin, snapshot) is not { } totals || !_facts.Reassignments.TryGetValue(tin, out var npis))
            yield break;
        foreach (var basis in _bases)
        {
            // A TIN has no Medicare row of its own: it is the sum of its clinicians' individual rows.
            ScoreFacts? sum = null;
            foreach (var npi in npis)
            {
                if (_clinicians[npi].ScoreAt(snapshot, basis) is not { } score)
                {
                    sum = null;
                    break;
                }
                sum = sum is { } before ? before + score : score;
            }
            if (sum is not { } medicare)
                continue;
            var higher = EntityScores(entity, snapshot, basis);
            foreach (var attempt in AllPayerCombinationOption.TestBoth(QpLevel.Tin, tin, snapshot, basis, medicare, totals, higher, _rules))
                yield return attempt;
        }
    }

    private (Ratio? Payment, Ratio? Patient)? BestOfEntities(ClinicianFacts clinician, int snapshot, EligibilityBasis basis)
    {
        (Ratio? Payment, Ratio? Patient)? best = null;
        foreach (var membership in clinician.Memberships)
        {
            if (membership.List != ClinicianList.Participation || !membership.At(snapshot) || !_standings[membership.Entity].At(snapshot) || EntityScores(membership.Entity, snapshot, basis) is not { } scores)
                continue;
            best = best is not { } before ? scores : (Higher(before.Payment, scores.Payment), Higher(before.Patient, scores.Patient));
        }
        return best;
    }

    private (Ratio? Payment, Ratio? Patient)? EntityScores(int entity, int snapshot, EligibilityBasis basis)
    {
        var facts = _facts.Entities[entity];
        return facts.ScoreAt(snapshot, basis) is { } score
            ? (ThresholdScore.Of(QpLevel.Entity, facts.EntityId, snapshot, basis, QpMethod.Payment, score, _rules.File, _law.Traced),
               ThresholdScore.Of(QpLevel.Entity, facts.EntityId, snapshot, basis, QpMethod.Patient, score, _rules.File, _law.Traced))
            : null;
    }

    private static Ratio? Higher(Ratio? left, Ratio? right) => left is not { } a ? right : right is not { } b ? left : Quantity.Greatest(a, b);

    private OtherPayerTotals? Totals(QpLevel level, string id, int snapshot)
    {
        if (_totals.TryGetValue((level, id, snapshot), out var known))
            return known;
        var totals = _facts.OtherPayers.TryGetValue((level, id), out var rows)
            ? AllPayerCombinationOption.Totals(rows, snapshot, IsAdvanced, ThresholdScore.Who(level, id), _law.Traced)
            : null;
        return _totals[(level, id, snapshot)] = totals;
    }

    private bool IsAdvanced(Arrangement arrangement)
    {
        if (!_advanced.TryGetValue(arrangement, out var advanced))
            _advanced[arrangement] = advanced = OtherPayerAdvancedApm.Determine(arrangement, _law.Book.For(_law.Year, _law.AsOf)).Qualifies;
        return advanced;
    }

    /// <summary>Why a TIN cannot be tested as one, or null when it can.</summary>
    private string? RefusedTin(string tin)
    {
        if (!_facts.Reassignments.TryGetValue(tin, out var npis) || npis.Count == 0)
            return "reassignments.csv names nobody who bills through it (42 CFR 414.1440(d)(2))";
        HashSet<int>? common = null;
        foreach (var npi in npis)
        {
            if (!_clinicians.TryGetValue(npi, out var clinician))
                return $"NPI {npi} bills through it and is in no APM Entity (42 CFR 414.1440(d)(2))";
            var own = clinician.Memberships.Where(membership => membership.Tin == tin && membership.List == ClinicianList.Participation && membership.Snapshots != 0)
                .Select(membership => membership.Entity).ToHashSet();
            common = common is null ? own : [.. common.Intersect(own)];
            if (common.Count == 0)
                return $"not all who bill through it are in one APM Entity: NPI {npi} is not (42 CFR 414.1440(d)(2))";
        }
        var missing = npis.FirstOrDefault(npi => _clinicians[npi].Scores.Length == 0);
        return missing is null ? null : $"NPI {missing} has no individual Medicare score, so the TIN has none (A-107)";
    }
}
