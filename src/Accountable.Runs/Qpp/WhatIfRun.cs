using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules.Catalogue;

namespace Accountable.Runs.Qpp;

/// <summary>What changes of a Participation List would do: scores and statuses before and after, and the fewest changes that lift an
/// entity.</summary>
public sealed class WhatIfRun
{
    private WhatIfRun(Table scores, Table statuses, Table smallest)
    {
        Scores = scores;
        Statuses = statuses;
        Smallest = smallest;
    }

    /// <summary>Each changed entity's scores before and after.</summary>
    public Table Scores { get; }

    /// <summary>Each clinician whose status changes.</summary>
    public Table Statuses { get; }

    /// <summary>For each entity concerned the fewest changes that reach each threshold.</summary>
    public Table Smallest { get; }

    /// <summary>Runs a what-if at the last snapshot of a run.</summary>
    /// <exception cref="ImpossibleChangeException">A change names somebody unknown or without an individual score.</exception>
    public static WhatIfRun Of(QpRun before, IReadOnlyList<ListChange> changes, IReadOnlyList<string> lift)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(lift);
        var bases = MedicareOption.Bases(before.Law.Year);
        var facts = ListChanges.Apply(before.Facts, changes, before.Through, bases);
        var after = QpRun.Over(facts, before.Law.Book, before.Law.Year, before.Through, before.Law.AsOf);
        var concerned = changes.SelectMany(change => new[] { change.From, change.To }).OfType<string>().Concat(lift).Distinct().ToList();
        return new WhatIfRun(ScoreTable(before, after, concerned, bases), StatusTable(before, after),
            SmallestTable(after, concerned, bases));
    }

    private static Table ScoreTable(QpRun before, QpRun after, List<string> concerned, IReadOnlyList<EligibilityBasis> bases)
    {
        var table = new Table("entity_id", "snapshot", "basis", "method", "score_before", "score_after", "qp_threshold",
            "partial_threshold");
        var thresholds = QpThresholds.Medicare(before.Law);
        foreach (var id in concerned)
        {
            var index = IndexOf(before, id);
            foreach (var basis in bases)
            {
                foreach (var method in new[] { QpMethod.Payment, QpMethod.Patient })
                {
                    table.Add(id, before.Through, basis.Word(), method.Word(), Score(before, index, basis, method),
                        Score(after, index, basis, method),
                        thresholds.Qp(method).Amount, thresholds.Partial(method).Amount);
                }
            }
        }
        return table;
    }

    private static Table StatusTable(QpRun before, QpRun after)
    {
        var table = new Table("npi", "status_before", "status_after", "reason_after");
        for (var i = 0; i < before.Facts.Clinicians.Count; i++)
        {
            var (was, becomes) = (before.Determinations.Determine(i), after.Determinations.Determine(i));
            if (was.Status != becomes.Status)
                table.Add(before.Facts.Clinicians[i].Npi, was.Status.Word(), becomes.Status.Word(),
                    after.Determinations.Reason(i, becomes));
        }
        return table;
    }

    private static Table SmallestTable(QpRun after, List<string> concerned, IReadOnlyList<EligibilityBasis> bases)
    {
        var table = new Table("entity_id", "lift_to", "reached", "changes", "score", "method", "basis", "drop", "add", "candidates",
            "note");
        var thresholds = QpThresholds.Medicare(after.Law);
        foreach (var id in concerned)
        {
            var entity = IndexOf(after, id);
            var others = new List<int>();
            var listed = 0;
            for (var i = 0; i < after.Facts.Clinicians.Count; i++)
            {
                if (after.Facts.Clinicians[i].Memberships.Any(membership => membership.Entity == entity
                    && membership.List == ClinicianList.Participation && membership.At(after.Through)))
                    listed++;
                else if (after.Facts.Clinicians[i].Scores.Length > 0)
                    others.Add(i);
            }
            foreach (var (what, threshold) in new (string, Func<QpMethod, Ratio>)[] { ("QP", thresholds.Qp),
                ("PartialQP", thresholds.Partial) })
            {
                var found = SmallestChange.Find(after.Facts, entity, others, after.Through, bases, threshold);
                var reach = !found.Reached ? "no set of changes reaches it"
                    : found.Changes.Count == 0 ? "reached without a change"
                    : $"no set of fewer than {found.Changes.Count} changes reaches it";
                var distinct = found.Method == QpMethod.Patient ? "; patients as if no two clinicians shared one (A-109)" : "";
                table.Add(id, what, found.Reached ? "yes" : "no", found.Changes.Count, found.Score?.Amount, found.Method.Word(),
                    found.Basis.Word(),
                    string.Join(' ', found.Changes.Where(change => change.From is not null).Select(change => change.Npi)),
                    string.Join(' ', found.Changes.Where(change => change.To is not null).Select(change => change.Npi)),
                    listed + others.Count,
                    $"{reach}{distinct}");
            }
        }
        return table;
    }

    private static decimal? Score(QpRun run, int entity, EligibilityBasis basis, QpMethod method) =>
        run.Facts.Entities[entity].ScoreAt(run.Through, basis) is { } facts
        ? ThresholdScore.Of(QpLevel.Entity, run.Facts.Entities[entity].EntityId, run.Through, basis, method, facts, run.Facts.ScoresFile,
            traced: false)?.Amount
        : null;

    private static int IndexOf(QpRun run, string id)
    {
        for (var i = 0; i < run.Facts.Entities.Count; i++)
        {
            if (run.Facts.Entities[i].EntityId == id)
                return i;
        }
        throw new ImpossibleChangeException($"entity {id} is not in entities.csv");
    }
}
