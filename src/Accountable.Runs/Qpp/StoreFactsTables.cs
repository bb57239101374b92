using Accountable.Qpp.QualifyingParticipants;

namespace Accountable.Runs.Qpp;

/// <summary>Facts from a store as tables: the files that <c>qpp determine</c> reads, and a page to look at.</summary>
public static class StoreFactsTables
{
    /// <summary>entities.csv.</summary>
    public static Table Entities(StoreFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var table = new Table("entity_id", "model_id", "active_from", "active_to", "terminated_on", "bears_risk_on_termination", "aco_id");
        foreach (var entity in facts.Entities)
            table.Add(entity.EntityId, entity.ModelId, Day(entity.ActiveFrom), Day(entity.ActiveTo), Day(entity.TerminatedOn),
                entity.TerminatedOn is null ? null : entity.BearsRiskOnTermination ? 1 : 0, entity.Aco);
        return table;
    }

    /// <summary>participants.csv. Who bills through a facility has its CCN in place of a TIN.</summary>
    public static Table Participants(StoreFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var table = new Table("entity_id", "npi", "tin", "list", "snapshot_1", "snapshot_2", "snapshot_3");
        foreach (var (entity, npi, billedBy, snapshots) in facts.Participants)
        {
            var tin = billedBy.StartsWith("TIN ", StringComparison.Ordinal) ? billedBy["TIN ".Length..] : billedBy;
            table.Add([entity, npi, tin, "participation",
                .. Enumerable.Range(0, QpPeriod.Snapshots).Select(at => (object?)((snapshots >> at) & 1))]);
        }
        return table;
    }

    /// <summary>scores.csv.</summary>
    public static Table Scores(StoreFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var table = new Table("level", "entity_id", "npi", "snapshot", "basis", "attributed_payments", "eligible_payments",
            "attributed_patients", "eligible_patients");
        foreach (var (level, id, snapshot, basis, sums) in facts.Scores)
        {
            var entity = level == QpLevel.Entity;
            table.Add(level.Word(), entity ? id : "", entity ? "" : id, snapshot, basis.Word(), sums.AttributedPayments,
                sums.EligiblePayments, sums.AttributedPatients, sums.EligiblePatients);
        }
        return table;
    }

    /// <summary>The entities' scores with both shares.</summary>
    public static Table Summary(StoreFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var table = new Table("entity_id", "snapshot", "basis", "attributed_payments", "eligible_payments", "payment_score",
            "attributed_patients", "eligible_patients", "patient_score");
        foreach (var (_, id, snapshot, basis, sums) in facts.Scores.Where(score => score.Level == QpLevel.Entity))
        {
            table.Add(id, snapshot, basis.Word(), sums.AttributedPayments, sums.EligiblePayments,
                Score(QpMethod.Payment, id, snapshot, basis, sums), sums.AttributedPatients, sums.EligiblePatients,
                Score(QpMethod.Patient, id, snapshot, basis, sums));
        }
        return table;
    }

    /// <summary>What came of it, in words.</summary>
    public static string Sentence(StoreFacts facts, QpRun run)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(run);
        var statuses = Enumerable.Range(0, run.Facts.Clinicians.Count).Select(run.Determinations.Determine)
            .GroupBy(determination => determination.Status).ToDictionary(group => group.Key, group => group.Count());
        var left = facts.Standings.Where(one => one.Standing != AttributionStanding.Eligible && one.People > 0)
            .Select(one => $"{one.People:N0} {Words(one.Standing)}").ToList();
        return $"Of {run.Facts.Clinicians.Count:N0} clinicians {statuses.GetValueOrDefault(QpStatus.Qp):N0} are QPs and "
            + $"{statuses.GetValueOrDefault(QpStatus.PartialQp):N0} Partial QPs for {run.Law.Year}. "
            + (left.Count == 0 ? "Everybody served meets paragraphs (1) to (5) of attribution-eligible."
                : $"Not attribution-eligible among those served: {string.Join(", ", left)}.")
            + " Denominators hold only people whose claims are in the store (A-526).";
    }

    private static string Words(AttributionStanding standing) => standing switch
    {
        AttributionStanding.InHealthPlan => "in a health plan",
        AttributionStanding.MedicareSecondary => "with another primary payer",
        AttributionStanding.NotInBothParts => "not in both parts",
        AttributionStanding.TooYoung => "too young",
        AttributionStanding.NotResident => "living elsewhere",
        AttributionStanding.AttributedElsewhere => "attributed to another entity in advance",
        _ => "eligible",
    };

    private static decimal? Score(QpMethod method, string id, int snapshot, EligibilityBasis basis, ScoreFacts sums) =>
        ThresholdScore.Of(QpLevel.Entity, id, snapshot, basis, method, sums, "", traced: false)?.Amount;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
