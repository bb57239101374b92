using Accountable.Data;
using Accountable.Data.Qpp;
using Accountable.Qpp.AdvancedApms;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;
using Accountable.Rules.Catalogue;

namespace Accountable.Runs.Qpp;

/// <summary>Joins the rows of a facts folder into facts of one year, and reports each row that fits nowhere.</summary>
internal sealed class QpFactsBuilder
{
    private readonly FactsFolder _folder;
    private readonly RuleYear _law;
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, int> _entities = [];
    private readonly Dictionary<string, int> _clinicians = [];
    private readonly List<int> _firstRow = [];
    private readonly List<FactsInput> _documents = [];

    private QpFactsBuilder(FactsFolder folder, RuleYear law)
    {
        _folder = folder;
        _law = law;
    }

    /// <summary>The facts, the findings of the joins, the line of each clinician's first row, and the arrangements that were
    /// read.</summary>
    public static (QpFacts Facts, List<Finding> Findings, IReadOnlyList<int> FirstLines,
        IReadOnlyList<FactsInput> Documents) Build(FactsFolder folder, RuleYear law)
    {
        var builder = new QpFactsBuilder(folder, law);
        var entities = builder.Entities();
        var memberships = builder.Memberships(out var tins);
        var scores = builder.Scores(entities);
        var clinicians = new ClinicianFacts[builder._clinicians.Count];
        foreach (var (npi, index) in builder._clinicians)
            clinicians[index] = new ClinicianFacts { Npi = npi, Tins = tins[index], Memberships = memberships[index],
                Scores = scores[index] };
        var (entityElections, clinicianElections) = builder.Elections();
        var facts = new QpFacts
        {
            Entities = entities,
            Clinicians = clinicians,
            OtherPayers = builder.OtherPayers(),
            Reassignments = folder.Reassignments.GroupBy(row => row.Tin).ToDictionary(group => group.Key, group =>
                (IReadOnlyList<string>)[.. group.Select(row => row.Npi).Distinct()]),
            EntityElections = entityElections,
            ClinicianElections = clinicianElections,
        };
        return (facts, builder._findings, builder._firstRow, builder._documents);
    }

    private List<EntityFacts> Entities()
    {
        var entities = new List<EntityFacts>();
        foreach (var row in _folder.Entities)
        {
            _entities.Add(row.EntityId, entities.Count);
            entities.Add(new EntityFacts
            {
                EntityId = row.EntityId, ModelId = row.ModelId, ActiveFrom = row.ActiveFrom, ActiveTo = row.ActiveTo,
                TerminatedOn = row.TerminatedOn, BearsRiskOnTermination = row.BearsRiskOnTermination, Line = row.Line,
            });
            if (_law.Book.Catalogues.Model(row.ModelId) is not { } model)
                Find(Severity.RowRefused, "entities.csv", row.Line, "model_id",
                    $"Entity {row.EntityId}: '{row.ModelId}' is no model of the catalogue, so nobody gets status through it",
                    "'accountable qpp models' lists them");
            else if (model.In(_law.Year) is null)
                Find(Severity.Warning, "entities.csv", row.Line, "model_id",
                    $"Entity {row.EntityId}: {model.Id} was not in operation in {_law.Year}", "Check the model and the year");
            else if (row.ActiveFrom < model.From || row.ActiveTo > model.To)
                Find(Severity.Warning, "entities.csv", row.Line, row.ActiveFrom < model.From ? "active_from" : "active_to",
                    $"Entity {row.EntityId} is active outside the days of {model.Id}; the row's days are used",
                    "'accountable qpp model ID' shows the model's days");
        }
        return entities;
    }

    private Membership[][] Memberships(out string[][] tins)
    {
        var clinicianOf = new int[_folder.Participants.Count];
        var count = new List<int>();
        for (var i = 0; i < clinicianOf.Length; i++)
        {
            var row = _folder.Participants[i];
            if (!_clinicians.TryGetValue(row.Npi, out var index))
            {
                index = _clinicians.Count;
                _clinicians.Add(row.Npi, index);
                _firstRow.Add(row.Line);
                count.Add(0);
            }
            clinicianOf[i] = index;
            if (_entities.ContainsKey(row.EntityId))
                count[index]++;
            else
                Find(Severity.RowRefused, "participants.csv", row.Line, "entity_id",
                    $"NPI {row.Npi}: entity {row.EntityId} has no good row in entities.csv", "Add the entity, or correct its row");
        }
        var memberships = count.Select(number => new Membership[number]).ToArray();
        tins = new string[_clinicians.Count][];
        for (var i = 0; i < clinicianOf.Length; i++)
        {
            var row = _folder.Participants[i];
            var index = clinicianOf[i];
            tins[index] = tins[index] is not { } known ? [row.Tin] : known.Contains(row.Tin) ? known : [.. known, row.Tin];
            if (_entities.TryGetValue(row.EntityId, out var entity))
                memberships[index][^count[index]--] = new Membership(entity, row.Tin, row.Affiliated ? ClinicianList.Affiliated
                    : ClinicianList.Participation, row.Snapshots);
        }
        return memberships;
    }

    private IndividualScore[][] Scores(List<EntityFacts> entities)
    {
        var count = new int[_clinicians.Count];
        foreach (var row in _folder.Scores)
        {
            if (row.Individual && _clinicians.TryGetValue(row.Id, out var index))
                count[index]++;
        }
        var scores = count.Select(number => number == 0 ? [] : new IndividualScore[number]).ToArray();
        var bases = MedicareOption.Bases(_law.Year);
        foreach (var row in _folder.Scores)
        {
            var basis = row.Cps ? EligibilityBasis.Cps : EligibilityBasis.Em;
            var facts = new ScoreFacts(row.AttributedPayments, row.EligiblePayments, row.AttributedPatients, row.EligiblePatients,
                row.Line);
            if (!bases.Contains(basis))
                Find(Severity.Warning, "scores.csv", row.Line, "basis", $"Basis cps is not law in {_law.Year}; the row is not used",
                    "It counts from 2026");
            if (row.Individual)
            {
                if (_clinicians.TryGetValue(row.Id, out var index))
                    scores[index][^count[index]--] = new IndividualScore(row.Snapshot, basis, facts);
                else
                    Find(Severity.RowRefused, "scores.csv", row.Line, "npi", $"NPI {row.Id} is on no list",
                        "Add the clinician to participants.csv, or drop the row");
            }
            else if (_entities.TryGetValue(row.Id, out var entity))
                entities[entity].Scores[((row.Snapshot - 1) * QpPeriod.Bases) + (int)basis] = facts;
            else
                Find(Severity.RowRefused, "scores.csv", row.Line, "entity_id", $"Entity {row.Id} has no good row in entities.csv",
                    "Add the entity, or correct its row");
        }
        return scores;
    }

    private (Dictionary<string, bool> OfEntities, Dictionary<(string Npi, string Tin), bool> OfClinicians) Elections()
    {
        var ofEntities = new Dictionary<string, bool>();
        var ofClinicians = new Dictionary<(string Npi, string Tin), bool>();
        foreach (var row in _folder.Elections)
        {
            var known = row.Npi.Length > 0 ? _clinicians.ContainsKey(row.Npi) : _entities.ContainsKey(row.EntityId);
            var added = known && (row.Npi.Length > 0 ? ofClinicians.TryAdd((row.Npi, row.Tin), row.ElectsMips)
                : ofEntities.TryAdd(row.EntityId, row.ElectsMips));
            if (!added)
            {
                Find(Severity.RowRefused, "elections.csv", row.Line, row.Npi.Length > 0 ? "npi" : "entity_id",
                    known ? "The election stands twice" : row.Npi.Length > 0 ? $"NPI {row.Npi} is on no list"
                        : $"Entity {row.EntityId} has no good row in entities.csv", "Correct or drop the row");
            }
        }
        return (ofEntities, ofClinicians);
    }

    private Dictionary<(QpLevel Level, string Id), IReadOnlyList<OtherPayerFacts>> OtherPayers()
    {
        if (_folder.OtherPayers.Count > 0 && !AllPayerCombinationOption.Applies(_law.Year))
        {
            Find(Severity.Warning, "other_payers.csv", 0, "",
                $"The All-Payer Combination Option is not law in {_law.Year}; the file is not used", "It counts from 2019");
            return [];
        }
        var payers = _folder.Payers.ToDictionary(row => row.PayerId, row =>
            new PayerFacts(row.PayerId, PayerTypeOf(row.PayerType), row.MedicaidApmAvailable, row.EligibleToJoin));
        var arrangements = new Dictionary<string, Arrangement?>();
        var tins = _folder.OtherPayers.Any(row => row.Level == "tin") ? _folder.Participants.Select(row => row.Tin).ToHashSet() : [];
        var rows = new Dictionary<(QpLevel Level, string Id), IReadOnlyList<OtherPayerFacts>>();
        var incomplete = _folder.IncompleteOtherPayers.Select(key => (LevelOf(key.Level), key.Id)).ToHashSet();
        foreach (var row in _folder.OtherPayers)
        {
            var key = (LevelOf(row.Level), row.Id);
            Arrangement? arrangement = null;
            if (row.Level switch { "entity" => !_entities.ContainsKey(row.Id), "individual" => !_clinicians.ContainsKey(row.Id), _ =>
                !tins.Contains(row.Id) })
                Refuse(row, key, row.Level switch { "entity" => "entity_id", "individual" => "npi", _ => "tin" },
                    $"{row.Level} {row.Id} is not in the folder's lists", "Correct it, or drop the row");
            else if (!payers.TryGetValue(row.PayerId, out var payer))
                Refuse(row, key, "payer_id", $"Payer {row.PayerId} has no good row in payers.csv", "Add the payer");
            else if (row.ArrangementId.Length > 0 && (arrangement = ArrangementOf(row, arrangements)) is null)
                Refuse(row, key, "arrangement_id",
                    $"Arrangement {row.ArrangementId} has no good file arrangements/{row.ArrangementId}.yaml",
                    "Add the document, or correct it");
            else
            {
                if (!rows.TryGetValue(key, out var list))
                    rows.Add(key, list = new List<OtherPayerFacts>());
                ((List<OtherPayerFacts>)list).Add(new OtherPayerFacts(row.Snapshot, payer, arrangement, row.PaymentsUnderApm,
                    row.PaymentsTotal, row.PatientsUnderApm, row.PatientsTotal, row.Line));
            }
        }

        // 414.1440(f): without all of a level's data there is no determination.
        foreach (var key in incomplete)
        {
            rows.Remove(key);
            Find(Severity.Warning, "other_payers.csv", 0, "",
                $"{key.Item1.Word()} {key.Id}: a row was refused, so the sums are incomplete "
                + "and the All-Payer Combination Option is not determined",
                "Correct the refused rows");
        }
        return rows;

        void Refuse(OtherPayerRow row, (QpLevel, string) key, string column, string what, string then)
        {
            incomplete.Add(key);
            Find(Severity.RowRefused, "other_payers.csv", row.Line, column, what, then);
        }
    }

    private Arrangement? ArrangementOf(OtherPayerRow row, Dictionary<string, Arrangement?> known)
    {
        if (known.TryGetValue(row.ArrangementId, out var arrangement))
            return arrangement;
        var path = _folder.PathOf(Path.Combine("arrangements", row.ArrangementId + ".yaml"));

        // An identifier is a name, never a way out of the folder.
        if (row.ArrangementId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && File.Exists(path))
        {
            try
            {
                arrangement = ArrangementFile.Read(path);
                _documents.Add(new FactsInput($"arrangements/{row.ArrangementId}.yaml", RuleHash.Of(File.ReadAllBytes(path)), 1));
            }
            catch (FileRefusedException e)
            {
                _findings.Add(e.Finding);
            }
        }
        return known[row.ArrangementId] = arrangement;
    }

    private static PayerType PayerTypeOf(string word) => word switch
    {
        "commercial" => PayerType.Commercial,
        "medicare_advantage" => PayerType.MedicareAdvantage,
        "medicaid" => PayerType.Medicaid,
        "multi_payer" => PayerType.MultiPayer,
        "dod" => PayerType.Dod,
        "va" => PayerType.Va,
        _ => PayerType.Other,
    };

    private static QpLevel LevelOf(string word) => word switch { "entity" => QpLevel.Entity, "individual" => QpLevel.Individual, _ =>
        QpLevel.Tin };

    private void Find(Severity severity, string file, int line, string column, string what, string then) =>
        _findings.Add(new Finding(severity, _folder.PathOf(file), line, column, what, then));
}
