using Accountable.Rules;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>What one clinician is, and by what.</summary>
/// <param name="Status">The status.</param>
/// <param name="Decided">The attempt that won it, or, without status, the nearest miss; null when nothing could be tested.</param>
public readonly record struct QpDetermination(QpStatus Status, Attempt? Decided)
{
    internal QpDetermination(Attempt? decided)
        : this(decided?.Status ?? QpStatus.None, decided)
    {
    }
}

/// <summary>A clinician's status with every attempt and every reason, for a person to read.</summary>
/// <param name="Determination">The status.</param>
/// <param name="Attempts">Every score that was tested, in the order of the paragraphs.</param>
/// <param name="IsQp">Whether the clinician is a QP; traced when the law is.</param>
/// <param name="IsPartialQp">Whether the clinician is a Partial QP; traced when the law is.</param>
/// <param name="Notes">What could not be tested and why.</param>
public sealed record QpExplanation(QpDetermination Determination, IReadOnlyList<Attempt> Attempts, Test IsQp, Test IsPartialQp,
    IReadOnlyList<string> Notes);

/// <summary>QP determinations of one facts folder in one year. 42 CFR 414.1425(b) to (f).</summary>
/// <remarks>What is the same for every clinician of an entity is tested once, so that a million clinicians cost a million
/// look-ups.</remarks>
public sealed class QpDeterminations
{
    private readonly QpFacts _facts;
    private readonly RuleYear _law;
    private readonly int _through;
    private readonly QpThresholds _medicare;
    private readonly EligibilityBasis[] _bases;
    private readonly bool _testsEveryClinician;
    private readonly EntityStanding[] _standings;
    private readonly Attempt[]?[] _entityAttempts;
    private readonly Attempt?[] _entityBest;
    private readonly OtherPayerTests? _otherPayers;

    /// <summary>Prepares the determinations.</summary>
    /// <param name="facts">Entities, lists and scores.</param>
    /// <param name="law">The law of the performance year; traced to get derivations.</param>
    /// <param name="throughSnapshot">Snapshots 1 to this one are used.</param>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public QpDeterminations(QpFacts facts, RuleYear law, int? throughSnapshot = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        _facts = facts;
        _law = law;
        _through = throughSnapshot ?? QpPeriod.Snapshots;
        _medicare = QpThresholds.Medicare(law);
        _bases = [.. MedicareOption.Bases(law.Year)];
        _testsEveryClinician = MedicareOption.TestsEveryClinician(law.Year);
        Period = new QpPeriod(law);
        _standings = [.. facts.Entities.Select(entity => EntityStanding.Determine(entity, Period, law))];
        _entityAttempts = new Attempt[facts.Entities.Count * QpPeriod.Snapshots][];
        _entityBest = new Attempt?[_entityAttempts.Length];
        _otherPayers = AllPayerCombinationOption.Applies(law.Year) && facts.OtherPayers.Count > 0
            ? new OtherPayerTests(facts, law, _standings, _bases) : null;
    }

    /// <summary>The QP Performance Period.</summary>
    public QpPeriod Period { get; }

    /// <summary>The standing of each entity.</summary>
    public IReadOnlyList<EntityStanding> Standings => _standings;

    /// <summary>TINs that asked for the TIN level and cannot have it, with the reason. 42 CFR 414.1440(d)(2).</summary>
    public IReadOnlyDictionary<string, string> RefusedTins => _otherPayers?.RefusedTins ?? new Dictionary<string, string>();

    /// <summary>Unverified parameters on which the tests of other payers' arrangements rest.</summary>
    public IReadOnlyCollection<string> UnverifiedOfArrangements => _otherPayers?.Unverified ?? [];

    /// <summary>The status of a clinician in all TINs.</summary>
    /// <param name="clinician">The index in <see cref="QpFacts.Clinicians"/>.</param>
    public QpDetermination Determine(int clinician) => Determine(_facts.Clinicians[clinician], null, null);

    /// <summary>The status of a clinician in one TIN, where the year's scope of status is not all TINs.</summary>
    public QpDetermination DetermineFor(int clinician, string tin)
    {
        var everywhere = Determine(clinician);
        var (qpInAll, partialInAll) = (_law[Keys.Qpp.Qp.StatusInAllTins].Amount != 0, _law[Keys.Qpp.PartialQp.StatusInAllTins].Amount != 0);
        if (qpInAll && partialInAll)
            return everywhere;

        // 414.1425(c)(8), (d)(5) as proposed: only the TINs that take part with the entity.
        if (everywhere.Status == QpStatus.Qp ? qpInAll : everywhere.Status == QpStatus.None || partialInAll)
            return everywhere;
        return Determine(_facts.Clinicians[clinician], tin, null);
    }

    /// <summary>The status with every attempt, won or lost, and every reason.</summary>
    public QpExplanation Explain(int clinician)
    {
        var attempts = new List<Attempt>();
        var facts = _facts.Clinicians[clinician];
        var determination = Determine(facts, null, attempts);
        var isQp = attempts.Count == 0 ? Test.No : attempts.Select(attempt => attempt.MeetsQp).Aggregate((left, right) => left | right);
        var isPartial = attempts.Count == 0 ? Test.No : attempts.Select(attempt => attempt.MeetsPartial).Aggregate((left, right) =>
            left | right);
        isQp = isQp.As("is QP", "42 CFR 414.1425(c)");

        // (c)(2), (d)(1): a QP is never a Partial QP as well.
        isPartial = (isPartial & !isQp).As("is Partial QP", "42 CFR 414.1425(d)");
        return new QpExplanation(determination, attempts, isQp, isPartial, Notes(facts));
    }

    /// <summary>The attempts of an entity's group at a snapshot, tested once.</summary>
    private Attempt[] OfEntity(int index, int snapshot)
    {
        var place = (index * QpPeriod.Snapshots) + snapshot - 1;
        if (_entityAttempts[place] is { } known)
            return known;
        var entity = _facts.Entities[index];
        var attempts = new List<Attempt>();
        if (_standings[index].At(snapshot) && snapshot <= _through)
        {
            foreach (var basis in _bases)
            {
                if (entity.ScoreAt(snapshot, basis) is { } score)
                    attempts.AddRange(MedicareOption.TestBoth(QpLevel.Entity, entity.EntityId, snapshot, basis, score, _medicare,
                        _facts.ScoresFile, _law.Traced));
            }
        }
        var tally = default(Tally);
        foreach (var attempt in attempts)
            tally.Consider(attempt);
        _entityBest[place] = tally.Best;
        return _entityAttempts[place] = [.. attempts];
    }

    private QpDetermination Determine(ClinicianFacts clinician, string? onlyTin, List<Attempt>? all)
    {
        var tally = default(Tally);

        // (c)(3), (d)(1): the group of each APM Entity on whose Participation List the clinician is, at each snapshot.
        for (var snapshot = 1; snapshot <= _through; snapshot++)
        {
            foreach (var membership in clinician.Memberships)
            {
                if (membership.List != Rules.Catalogue.ClinicianList.Participation || !membership.At(snapshot)
                    || (onlyTin is not null && membership.Tin != onlyTin))
                    continue;
                var attempts = OfEntity(membership.Entity, snapshot);
                tally.Consider(_entityBest[(membership.Entity * QpPeriod.Snapshots) + snapshot - 1]);
                if (all is not null)
                    all.AddRange(attempts.Where(attempt => !all.Contains(attempt)));
            }
        }
        if (tally.Best is not { Status: QpStatus.Qp } || all is not null)
            TestIndividually(clinician, onlyTin, ref tally, all);

        // (f)(2): the All-Payer Combination Option for those who are no QP by Medicare alone.
        if (_otherPayers is not null && tally.Best is not { Status: QpStatus.Qp })
            _otherPayers.Test(clinician, onlyTin, _through, IsTestedIndividuallyAlone(clinician), ref tally, all);
        return new QpDetermination(tally.Best);
    }

    private void TestIndividually(ClinicianFacts clinician, string? onlyTin, ref Tally tally, List<Attempt>? all)
    {
        var wonByEntity = tally.Best is { Status: QpStatus.Qp };
        for (var snapshot = 1; snapshot <= _through; snapshot++)
        {
            if (!IsTestedIndividually(clinician, snapshot, onlyTin, wonByEntity))
                continue;
            foreach (var basis in _bases)
            {
                if (clinician.ScoreAt(snapshot, basis) is not { } score)
                    continue;
                TestIndividually(clinician.Npi, snapshot, basis, QpMethod.Payment, score, ref tally, all);
                TestIndividually(clinician.Npi, snapshot, basis, QpMethod.Patient, score, ref tally, all);
            }
        }
    }

    /// <summary>Whether a clinician is tested alone at a snapshot. 42 CFR 414.1425(b)(2), (c)(3)(ii), (c)(4).</summary>
    public bool IsTestedIndividually(ClinicianFacts clinician, int snapshot, string? onlyTin = null, bool wonByEntity = false)
    {
        ArgumentNullException.ThrowIfNull(clinician);
        if (_testsEveryClinician)
        {
            // (c)(3)(ii): individual scores come with the last snapshot, for everyone on a list of an Advanced APM.
            return snapshot == QpPeriod.Snapshots && IsOnUsableList(clinician, onlyTin);
        }

        // (b)(2): affiliated practitioners, at each snapshot at which they are listed.
        foreach (var membership in clinician.Memberships)
        {
            if (membership.List == Rules.Catalogue.ClinicianList.Affiliated && membership.At(snapshot)
                && _standings[membership.Entity].At(snapshot) && (onlyTin is null || membership.Tin == onlyTin))
                return true;
        }

        // (c)(4), (d)(2): those in more than one Advanced APM Entity none of which met the threshold, over the whole period.
        return snapshot == QpPeriod.Snapshots && !wonByEntity && IsInSeveral(clinician)
            && (onlyTin is null || clinician.Memberships.Any(membership => membership.Tin == onlyTin));
    }

    private bool IsOnUsableList(ClinicianFacts clinician, string? onlyTin)
    {
        foreach (var membership in clinician.Memberships)
        {
            if ((membership.Snapshots & Through) != 0 && _standings[membership.Entity].Snapshots != 0
                && (onlyTin is null || membership.Tin == onlyTin))
                return true;
        }
        return false;
    }

    /// <summary>Whether an entity's group meets the QP threshold at a snapshot.</summary>
    public bool IsWonByEntity(int entity, int snapshot) => OfEntity(entity, snapshot).Any(attempt => attempt.Status == QpStatus.Qp);

    /// <summary>Whether a clinician is in more than one Advanced APM Entity. One that left still counts, as long as another is left whose
    /// services the clinician's own score can hold. 42 CFR 414.1425(c)(4)(i), (c)(6), (d)(4); in 2017 as well: A-102.</summary>
    public bool IsInSeveral(ClinicianFacts clinician)
    {
        ArgumentNullException.ThrowIfNull(clinician);
        var (first, several, remains) = (-1, false, false);
        foreach (var membership in clinician.Memberships)
        {
            if ((membership.Snapshots & Through) == 0 || !_standings[membership.Entity].TakesPart)
                continue;
            several |= first >= 0 && first != membership.Entity;
            remains |= _standings[membership.Entity].Counts;
            first = membership.Entity;
        }
        return several && remains;
    }

    private int Through => (1 << _through) - 1;

    /// <summary>414.1440(d)(2): who was tested individually in the Medicare Option stays at that level, until everyone is tested at
    /// both.</summary>
    private bool IsTestedIndividuallyAlone(ClinicianFacts clinician) =>
        !_testsEveryClinician && _through == QpPeriod.Snapshots && IsInSeveral(clinician);

    private void TestIndividually(string npi, int snapshot, EligibilityBasis basis, QpMethod method, ScoreFacts facts, ref Tally tally,
        List<Attempt>? all)
    {
        if (ThresholdScore.Of(QpLevel.Individual, npi, snapshot, basis, method, facts, _facts.ScoresFile, _law.Traced) is not { } score)
            return;

        // A score that could change nothing is kept only for an explanation.
        if (all is null && !tally.CouldTake(score, _medicare.Qp(method), _medicare.Partial(method)))
            return;
        var attempt = MedicareOption.Test(QpLevel.Individual, npi, snapshot, basis, method, score, _medicare);
        tally.Consider(attempt);
        all?.Add(attempt);
    }

    private List<string> Notes(ClinicianFacts clinician)
    {
        var notes = new List<string>();
        foreach (var membership in clinician.Memberships)
        {
            var standing = _standings[membership.Entity];
            var id = _facts.Entities[membership.Entity].EntityId;
            if (standing.Reason.Length > 0)
                notes.Add(standing.Reason);
            if (membership.Snapshots == 0)
                notes.Add($"entity {id}: on no list at any snapshot");
            for (var snapshot = 1; snapshot <= _through; snapshot++)
            {
                if (membership.At(snapshot) && standing.At(snapshot) && membership.List == Rules.Catalogue.ClinicianList.Participation
                    && OfEntity(membership.Entity, snapshot).Length == 0)
                    notes.Add($"entity {id}: no score at snapshot {snapshot}");
            }
        }
        for (var snapshot = 1; snapshot <= _through; snapshot++)
        {
            if (IsTestedIndividually(clinician, snapshot) && _bases.All(basis => clinician.ScoreAt(snapshot, basis) is null))
                notes.Add($"no individual score at snapshot {snapshot}");
        }
        if (clinician.Memberships.Length == 0)
            notes.Add("on no list of a known entity");
        notes.AddRange(_otherPayers?.Notes(clinician) ?? []);
        return [.. notes.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Why a clinician is what the determination says, in one sentence.</summary>
    public string Reason(int clinician, QpDetermination determination)
    {
        if (determination.Decided is not { } decided)
            return string.Join("; ", Notes(_facts.Clinicians[clinician]).DefaultIfEmpty("no score to test"));
        var score = decided.Score;
        var option = decided.Option == QpOption.AllPayer ? "all-payer " : "";
        var where = $"{option}{decided.Method.Word()} score of {ThresholdScore.Who(decided.Level, decided.Of)} "
            + $"at snapshot {decided.Snapshot}";
        return determination.Status switch
        {
            QpStatus.Qp => $"{where}: {score} meets the QP threshold {decided.QpThreshold}",
            QpStatus.PartialQp =>
                $"{where}: {score} meets the Partial QP threshold {decided.PartialThreshold}; QP needs {decided.QpThreshold}",
            _ when !decided.HasMedicareMinimum => $"{where}: {score}, without the Medicare minimum",
            _ => $"nearest miss, {where}: {score} is under the Partial QP threshold {decided.PartialThreshold}",
        };
    }
}
