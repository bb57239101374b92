using Accountable.Data;
using Accountable.Data.Qpp;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules.Catalogue;

namespace Accountable.Runs.Qpp;

/// <summary>What a determination needs and the folder lacks, and what the folder has and no rule uses.</summary>
internal static class Completeness
{
    public static IEnumerable<Finding> Check(QpRun run, FactsFolder folder, IReadOnlyList<int> firstLines)
    {
        var bases = MedicareOption.Bases(run.Law.Year);
        var needed = new bool[run.Facts.Entities.Count, QpPeriod.Snapshots];
        var askAllPayer = run.Facts.OtherPayers.Keys.Where(key => key.Level != QpLevel.Entity).Select(key => key.Id).ToHashSet();
        for (var i = 0; i < run.Facts.Clinicians.Count; i++)
        {
            var clinician = run.Facts.Clinicians[i];
            for (var snapshot = 1; snapshot <= run.Through; snapshot++)
            {
                foreach (var membership in clinician.Memberships)
                {
                    if (membership.List == ClinicianList.Participation && membership.At(snapshot)
                        && run.Determinations.Standings[membership.Entity].At(snapshot))
                        needed[membership.Entity, snapshot - 1] = true;
                }
            }
            foreach (var finding in OfClinician(run, folder, clinician, firstLines[i], bases, askAllPayer))
                yield return finding;
        }
        for (var entity = 0; entity < run.Facts.Entities.Count; entity++)
        {
            var facts = run.Facts.Entities[entity];
            for (var snapshot = 1; snapshot <= run.Through; snapshot++)
            {
                if (!needed[entity, snapshot - 1] || folder.RefusedScores.Contains((false, facts.EntityId, snapshot)))
                    continue;
                foreach (var basis in bases.Where(basis => facts.ScoreAt(snapshot, basis) is null))
                {
                    yield return new Finding(Severity.Warning, folder.PathOf("entities.csv"), facts.Line, "entity_id",
                        $"Entity {facts.EntityId} has clinicians on its list at snapshot {snapshot} "
                        + $"and no score for it on basis {basis.Word()}",
                        $"Add level entity, snapshot {snapshot}, basis {basis.Word()} to scores.csv");
                }
            }
        }
        foreach (var (tin, reason) in run.Determinations.RefusedTins)
        {
            var line = folder.OtherPayers.First(row => row.Level == "tin" && row.Id == tin).Line;
            yield return new Finding(Severity.Warning, folder.PathOf("other_payers.csv"), line, "tin",
                $"TIN {tin} is not tested at the TIN level: {reason}", "Test it at the level of its entity or its clinicians");
        }
        foreach (var finding in WithoutMedicare(run, folder))
            yield return finding;
    }

    private static IEnumerable<Finding> OfClinician(
        QpRun run, FactsFolder folder, ClinicianFacts clinician, int line, IReadOnlyList<EligibilityBasis> bases,
            HashSet<string> askAllPayer)
    {
        var wonByEntity = false;
        if (run.Determinations.IsInSeveral(clinician))
        {
            // Those whom an entity made a QP need no individual score through 2025.
            for (var snapshot = 1; snapshot <= run.Through && !wonByEntity; snapshot++)
                wonByEntity = clinician.Memberships.Any(membership => membership.List == ClinicianList.Participation
                    && membership.At(snapshot) && run.Determinations.IsWonByEntity(membership.Entity, snapshot));
        }
        for (var snapshot = 1; snapshot <= run.Through; snapshot++)
        {
            var tested = run.Determinations.IsTestedIndividually(clinician, snapshot, wonByEntity: wonByEntity);
            foreach (var basis in bases)
            {
                var score = clinician.ScoreAt(snapshot, basis);
                if (tested && score is null && !folder.RefusedScores.Contains((true, clinician.Npi, snapshot)))
                {
                    yield return new Finding(Severity.Warning, folder.PathOf("participants.csv"), line, "npi",
                        $"NPI {clinician.Npi} is tested individually at snapshot {snapshot} "
                        + $"and has no individual score on basis {basis.Word()}",
                        $"Add level individual, snapshot {snapshot}, basis {basis.Word()} to scores.csv");
                }
                else if (!tested && score is { } unused && !wonByEntity && !askAllPayer.Contains(clinician.Npi)
                    && !clinician.Tins.Any(askAllPayer.Contains))
                {
                    yield return new Finding(Severity.Warning, folder.PathOf("scores.csv"), unused.Line, "npi",
                        $"NPI {clinician.Npi} is not tested individually at snapshot {snapshot} of {run.Law.Year}; the row is not used",
                            "Keep it for a what-if, or drop it");
                }
            }
        }
    }

    private static IEnumerable<Finding> WithoutMedicare(QpRun run, FactsFolder folder)
    {
        var bases = MedicareOption.Bases(run.Law.Year);
        var entities = run.Facts.Entities.ToDictionary(entity => entity.EntityId);
        var clinicians = run.Facts.OtherPayers.Keys.Any(key => key.Level == QpLevel.Individual)
            ? run.Facts.Clinicians.ToDictionary(clinician => clinician.Npi) : [];
        foreach (var ((level, id), rows) in run.Facts.OtherPayers)
        {
            foreach (var group in rows.Where(row => row.Snapshot <= run.Through).GroupBy(row => row.Snapshot))
            {
                var has = level switch
                {
                    QpLevel.Entity => bases.Any(basis => entities[id].ScoreAt(group.Key, basis) is not null),
                    QpLevel.Individual => bases.Any(basis => clinicians[id].ScoreAt(group.Key, basis) is not null),
                    _ => true,
                };
                if (!has)
                {
                    yield return new Finding(Severity.Warning, folder.PathOf("other_payers.csv"), group.First().Line, "snapshot",
                        $"{level.Word()} {id} has other payers at snapshot {group.Key} "
                        + "and no Medicare score at the same level and snapshot, so it is not determined",
                        "Add the row to scores.csv");
                }
            }
        }
    }
}
