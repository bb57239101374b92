using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules.Catalogue;

namespace Accountable.Runs.Qpp;

/// <summary>QP facts of a store as tables from which they can be made again, and tables that say what moves a score.</summary>
public static class QpFactsTables
{
    /// <summary>The name that derivations give as the place of a score: a table of the run, and its row from 1.</summary>
    public const string ScoresName = "qp-facts";

    private const int Digits = 6;

    /// <summary>What each TIN and clinician is of an entity's score at the last snapshot, those that move it most first. The move is the
    /// payment score less the score without them.</summary>
    public static Table Drivers(StoreFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var table = new Table("entity_id", "by", "tin", "npi", "basis", "eligible_payments", "attributed_payments", "moves", "people",
            "attributed_people");
        var whole = facts.Scores.Where(score => score.Level == QpLevel.Entity && score.Snapshot == QpPeriod.Snapshots)
            .ToDictionary(score => (score.Id, score.Basis), score => score.Sums);
        foreach (var (driver, moves) in facts.Drivers.Select(driver => (driver, Moves: Moves(driver, whole)))
            .OrderBy(one => one.driver.Basis).ThenBy(one => one.driver.Npi.Length > 0)
            .ThenByDescending(one => Math.Abs(one.Moves ?? 0)).ThenByDescending(one => one.driver.Own.EligiblePayments))
        {
            table.Add(driver.EntityId, driver.Npi.Length > 0 ? "clinician" : "tin", driver.Tin, driver.Npi, driver.Basis.Word(),
                new Dollars(driver.Own.EligiblePayments), new Dollars(driver.Own.AttributedPayments), moves,
                (int)driver.Own.EligiblePatients, (int)driver.Own.AttributedPatients);
        }
        return table;
    }

    /// <summary>Entity, clinician and what the entity loses with the clinician, from which a what-if is computed .</summary>
    public static Table Leaving(StoreFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var table = new Table("entity_id", "npi", "basis", "attributed_payments", "eligible_payments", "attributed_patients",
            "eligible_patients");
        foreach (var driver in facts.Drivers.Where(driver => driver.Npi.Length > 0))
        {
            table.Add(driver.EntityId, driver.Npi, driver.Basis.Word(), driver.Leaving.AttributedPayments, driver.Leaving.EligiblePayments,
                driver.Leaving.AttributedPatients, driver.Leaving.EligiblePatients);
        }
        return table;
    }

    /// <summary>Each score of the entities against each line: dollars or people to the line, none when it is reached.</summary>
    /// <param name="run">The determinations.</param>
    public static Table Scores(QpRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("entity_id", "method", "basis", "snapshot", "score", "partial_threshold", "qp_threshold", "attributed",
            "eligible", "next_line", "lacks");
        var thresholds = QpThresholds.Medicare(run.Law);
        foreach (var entity in run.Facts.Entities)
        {
            foreach (var basis in MedicareOption.Bases(run.Law.Year))
            {
                for (var snapshot = 1; snapshot <= run.Through; snapshot++)
                {
                    if (entity.ScoreAt(snapshot, basis) is not { } sums)
                        continue;
                    foreach (var method in new[] { QpMethod.Payment, QpMethod.Patient })
                    {
                        if (ThresholdScore.Of(QpLevel.Entity, entity.EntityId, snapshot, basis, method, sums, "", traced: false) is not
                            { } score)
                            continue;
                        var (qp, partial) = (thresholds.Qp(method), thresholds.Partial(method));
                        var next = score >= qp ? (Ratio?)null : score >= partial ? qp : partial;
                        var (attributed, eligible) = method == QpMethod.Payment ? (sums.AttributedPayments, sums.EligiblePayments)
                            : (sums.AttributedPatients, sums.EligiblePatients);
                        table.Add(entity.EntityId, method.Word(), basis.Word(), snapshot, score.Amount, partial.Amount, qp.Amount,
                            attributed, eligible, next is null ? "" : score >= partial ? QpStatus.Qp.Word() : QpStatus.PartialQp.Word(),
                            next is { } line ? Lacks(method, attributed, eligible, line.Amount) : null);
                    }
                }
            }
        }
        return table;
    }

    /// <summary>Facts made again from the tables of a run.</summary>
    /// <param name="participants"><see cref="StoreFactsTables.Participants"/>.</param>
    /// <param name="entities"><see cref="StoreFactsTables.Entities"/>.</param>
    /// <param name="scores"><see cref="StoreFactsTables.Scores"/>.</param>
    /// <param name="leaving"><see cref="Leaving"/>; null unless lists are to be changed. Who has no individual score gets what the entity
    /// loses with them .</param>
    public static QpFacts Read(Table entities, Table participants, Table scores, Table? leaving = null)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(participants);
        ArgumentNullException.ThrowIfNull(scores);
        var known = entities.Rows.Select(row => new EntityFacts { EntityId = (string)row[0]!, ModelId = (string)row[1]! }).ToList();
        var places = known.Select((entity, place) => (entity.EntityId, place)).ToDictionary(one => one.EntityId, one => one.place);
        var individual = new Dictionary<string, List<IndividualScore>>(StringComparer.Ordinal);
        for (var at = 0; at < scores.Rows.Count; at++)
        {
            var row = scores.Rows[at];
            var (snapshot, basis) = ((int)Number(row[3]), BasisOf((string)row[4]!));
            var sums = new ScoreFacts(Number(row[5]), Number(row[6]), Number(row[7]), Number(row[8]), at + 1);
            if (row[1] is string { Length: > 0 } id)
                known[places[id]].Scores[((snapshot - 1) * QpPeriod.Bases) + (int)basis] = sums;
            else
                OfClinician(row[2]).Add(new IndividualScore((byte)snapshot, basis, sums));
        }
        foreach (var row in leaving?.Rows ?? [])
        {
            var basis = BasisOf((string)row[2]!);
            if (!OfClinician(row[1]).Exists(score => score.Basis == basis))
            {
                OfClinician(row[1]).Add(new IndividualScore((byte)QpPeriod.Snapshots, basis,
                    new ScoreFacts(Number(row[3]), Number(row[4]), Number(row[5]), Number(row[6]), 0)));
            }
        }
        return new QpFacts
        {
            Entities = known, ScoresFile = ScoresName,
            Clinicians =
            [
                .. participants.Rows.GroupBy(row => (string)row[1]!).Select(own => new ClinicianFacts
                {
                    Npi = own.Key, Tins = [.. own.Select(row => (string)row[2]!).Distinct()],
                    Memberships = [.. own.Select(row => new Membership(places[(string)row[0]!], (string)row[2]!,
                        ClinicianList.Participation, Bits(row)))],
                    Scores = individual.TryGetValue(own.Key, out var found) ? [.. found] : [],
                }),
            ],
        };

        List<IndividualScore> OfClinician(object? npi)
        {
            if (!individual.TryGetValue((string)npi!, out var list))
                individual.Add((string)npi!, list = []);
            return list;
        }
    }

    /// <summary>Dollars, or whole people, that must come to be attributed among those who are eligible already.</summary>
    private static decimal Lacks(QpMethod method, decimal attributed, decimal eligible, decimal line) => method == QpMethod.Payment
        ? (line * eligible) - attributed : Math.Ceiling((line * eligible) - attributed);

    private static decimal? Moves(QpDriver driver, Dictionary<(string, EligibilityBasis), ScoreFacts> whole)
    {
        if (!whole.TryGetValue((driver.EntityId, driver.Basis), out var all) || all.EligiblePayments == 0)
            return null;
        var rest = all.EligiblePayments - driver.Leaving.EligiblePayments;
        return rest <= 0 ? null : Math.Round((all.AttributedPayments / all.EligiblePayments)
            - ((all.AttributedPayments - driver.Leaving.AttributedPayments) / rest), Digits, MidpointRounding.AwayFromZero);
    }

    private static byte Bits(object?[] row) => (byte)Enumerable.Range(0, QpPeriod.Snapshots)
        .Sum(at => (int)Number(row[row.Length - QpPeriod.Snapshots + at]) << at);

    private static EligibilityBasis BasisOf(string word) => Enum.GetValues<EligibilityBasis>().First(basis => basis.Word() == word);

    private static decimal Number(object? cell) => cell switch
    {
        int number => number,
        decimal number => number,
        Dollars money => money.Amount,
        _ => 0,
    };
}
