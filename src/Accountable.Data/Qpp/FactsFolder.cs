namespace Accountable.Data.Qpp;

/// <summary>A facts file as read.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Rows">Its data rows.</param>
public sealed record FactsInput(string File, string Sha256, int Rows);

/// <summary>A folder of facts for QP determination (docs/reference/qpp-facts.md). Entities, participants and scores must be
/// there.</summary>
public sealed class FactsFolder
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private readonly List<FactsInput> _inputs = [];

    private FactsFolder(string folder) => Folder = folder;

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Rows of entities.csv.</summary>
    public List<EntityRow> Entities { get; } = [];

    /// <summary>Rows of participants.csv.</summary>
    public List<ParticipantRow> Participants { get; } = [];

    /// <summary>Rows of scores.csv.</summary>
    public List<ScoreRow> Scores { get; } = [];

    /// <summary>Rows of other_payers.csv.</summary>
    public List<OtherPayerRow> OtherPayers { get; } = [];

    /// <summary>Rows of elections.csv.</summary>
    public List<ElectionRow> Elections { get; } = [];

    /// <summary>Rows of payers.csv.</summary>
    public List<PayerRow> Payers { get; } = [];

    /// <summary>Rows of reassignments.csv.</summary>
    public List<ReassignmentRow> Reassignments { get; } = [];

    /// <summary>Level and identifier of refused rows of other_payers.csv: their sums are incomplete and cannot be used.</summary>
    public HashSet<(string Level, string Id)> IncompleteOtherPayers { get; } = [];

    /// <summary>Keys of refused rows of scores.csv, so that they are not reported as missing too.</summary>
    public HashSet<(bool Individual, string Id, int Snapshot)> RefusedScores { get; } = [];

    /// <summary>What was wrong or doubtful.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The files read.</summary>
    public IReadOnlyList<FactsInput> Inputs => _inputs;

    /// <summary>The path of a file in the folder.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Reads the folder.</summary>
    /// <exception cref="FileRefusedException">A file that must be there is missing, or has not the columns it needs.</exception>
    public static FactsFolder Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new FileRefusedException(new Finding(Severity.FileRefused, folder, 0, "", "There is no such folder",
                "Name the folder that holds entities.csv, participants.csv and scores.csv"), isUsage: true);
        var facts = new FactsFolder(folder);
        facts.ReadEntitiesOf("entities.csv");
        facts.ReadParticipants();
        facts.ReadScores();
        facts.ReadOthers();
        return facts;
    }

    /// <summary>Reads entities.csv alone, wherever it lies.</summary>
    /// <exception cref="FileRefusedException">It is missing, or has not the columns it needs.</exception>
    public static FactsFolder ReadEntities(string path)
    {
        var facts = new FactsFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        facts.ReadEntitiesOf(Path.GetFileName(path));
        return facts;
    }

    private void ReadEntitiesOf(string file)
    {
        var seen = new HashSet<string>();
        Read(file, ["entity_id", "model_id"],
            ["active_from", "active_to", "terminated_on", "bears_risk_on_termination", "aco_id"], true, row =>
        {
            var id = row.Text("entity_id");
            var model = row.Text("model_id");
            var (from, to, terminated) = (row.Day("active_from"), row.Day("active_to"), row.Day("terminated_on"));
            var bears = row.Flag("bears_risk_on_termination", required: false);
            if (from > to)
                row.Refuse("active_to", "The entity ends before it begins", "Check both days");
            if (id.Length > 0 && !seen.Add(id))
                row.Refuse("entity_id", $"Entity {id} stands twice", "Keep one row an entity");
            if (terminated is not null && bears is null)
                row.Warn("bears_risk_on_termination", $"Entity {id} was terminated and the cell is empty; taken as 0",
                    "Enter 1 if it bore the year's risk on that day");
            if (row.Good)
                Entities.Add(new EntityRow(row.Line, id, model, from, to, terminated, bears ?? false)
                {
                    Aco = row.Text("aco_id", required: false) is { Length: > 0 } aco ? aco : id,
                });
        });
    }

    private void ReadParticipants()
    {
        var lines = FactsFile.Lines(PathOf("participants.csv"));
        var seen = new HashSet<(string, string, string, bool)>(lines);
        Participants.Capacity = lines;
        _texts.EnsureCapacity(lines);
        Read("participants.csv", ["entity_id", "npi", "tin", "list", "snapshot_1", "snapshot_2", "snapshot_3"], [], true, row =>
        {
            var (entity, npi, tin) = (row.Text("entity_id"), row.Text("npi"), row.Text("tin"));
            var affiliated = row.Word("list", "participation", "affiliated") == "affiliated";
            var snapshots = (row.Flag("snapshot_1") == true ? 1 : 0) | (row.Flag("snapshot_2") == true ? 2
                : 0) | (row.Flag("snapshot_3") == true ? 4 : 0);
            if (row.Good && snapshots == 0)
                row.Warn("", $"NPI {npi} is on no list of entity {entity}: no snapshot has a 1",
                    "Enter 1 for each snapshot at which the clinician is listed, or drop the row");
            if (row.Good && !seen.Add((entity, npi, tin, affiliated)))
                row.Refuse("", $"NPI {npi} with TIN {tin} stands twice on the same list of entity {entity}",
                    "Keep one row with all its snapshots");
            if (row.Good)
                Participants.Add(new ParticipantRow(row.Line, entity, npi, tin, affiliated, (byte)snapshots));
        });
    }

    private void ReadScores()
    {
        var lines = FactsFile.Lines(PathOf("scores.csv"));
        var seen = new HashSet<(string, byte)>(lines);
        Scores.Capacity = lines;
        Read("scores.csv", ["level", "snapshot", "basis", "attributed_payments", "eligible_payments", "attributed_patients",
            "eligible_patients"], ["entity_id", "npi"], true, row =>
        {
            var individual = row.Word("level", "entity", "individual") == "individual";
            var id = row.Text(individual ? "npi" : "entity_id");
            var snapshot = row.Snapshot();
            var cps = row.Word("basis", "em", "cps") == "cps";
            if (row.Text(individual ? "entity_id" : "npi", required: false) is { Length: > 0 } other)
                row.Refuse(individual ? "entity_id" : "npi",
                    $"'{other}' has no place in a row of level {(individual ? "individual" : "entity")}", individual
                    ? "Leave entity_id empty: an individual row covers all of the NPI's entities" : "Leave npi empty");
            var (attributed, eligible) = (row.Amount("attributed_payments"), row.Amount("eligible_payments"));
            var (attributedPatients, eligiblePatients) = (row.Amount("attributed_patients"), row.Amount("eligible_patients"));
            CheckShare(row, "payments", attributed, eligible);
            CheckShare(row, "patients", attributedPatients, eligiblePatients);
            if (row.Good && !seen.Add((id, (byte)(snapshot | (cps ? 4 : 0) | (individual ? 8 : 0)))))
            {
                row.Refuse("",
                    $"{(individual ? "NPI" : "Entity")} {id} has two rows for snapshot {snapshot} and basis {(cps ? "cps" : "em")}",
                    "Keep one");
            }
            if (row.Good)
                Scores.Add(new ScoreRow(row.Line, individual, id, snapshot, cps, attributed, eligible, attributedPatients,
                    eligiblePatients));
            else
                RefusedScores.Add((individual, id, snapshot));
        });
    }

    /// <summary>Lets the rows of the long files go once they were joined, before anything else needs the memory.</summary>
    public void Release()
    {
        Participants.Clear();
        Participants.TrimExcess();
        Scores.Clear();
        Scores.TrimExcess();
        _texts.Clear();
        _texts.TrimExcess();
    }

    private static void CheckShare(FactsFile row, string what, decimal attributed, decimal eligible)
    {
        if (row.Good && attributed > eligible)
            row.Refuse($"attributed_{what}", $"The score is above 1: {attributed:0.##} of {eligible:0.##}",
                $"Attributed {what} are a part of eligible {what}; check both");
        else if (row.Good && eligible == 0)
            row.Warn($"eligible_{what}", $"The denominator is zero: there is no score by {what}",
                "Check that there were no attribution-eligible beneficiaries");
    }

    private void ReadOthers()
    {
        Read("other_payers.csv",
            ["level", "snapshot", "payer_id", "payments_under_apm", "payments_total", "patients_under_apm", "patients_total"],
                ["entity_id", "npi", "tin", "arrangement_id"], false, ReadOtherPayer);
        Read("elections.csv", ["elects_mips"], ["npi", "tin", "entity_id"], false, row =>
        {
            var (npi, tin, entity) = (row.Text("npi", required: false), row.Text("tin", required: false),
                row.Text("entity_id", required: false));
            var elects = row.Flag("elects_mips");
            if (npi.Length == 0 && entity.Length == 0)
                row.Refuse("", "The row names neither a clinician nor an entity", "Fill in npi and tin, or entity_id");
            if (row.Good)
                Elections.Add(new ElectionRow(row.Line, npi, tin, entity, elects == true));
        });
        var payers = new HashSet<string>();
        Read("payers.csv", ["payer_id", "payer_type"], ["state", "medicaid_apm_available", "eligible_to_join"], false, row =>
        {
            var id = row.Text("payer_id");
            var type = row.Word("payer_type", "commercial", "medicare_advantage", "medicaid", "multi_payer", "dod", "va", "other");
            var medicaid = type == "medicaid";
            var (available, eligible) = (row.Flag("medicaid_apm_available", required: medicaid),
                row.Flag("eligible_to_join", required: medicaid));
            if (row.Good && !payers.Add(id))
                row.Refuse("payer_id", $"Payer {id} stands twice", "Keep one row a payer");
            if (row.Good)
                Payers.Add(new PayerRow(row.Line, id, type, row.Text("state", required: false), available == true, eligible == true));
        });
        Read("reassignments.csv", ["npi", "tin"], [], false, row =>
        {
            var (npi, tin) = (row.Text("npi"), row.Text("tin"));
            if (row.Good)
                Reassignments.Add(new ReassignmentRow(row.Line, npi, tin));
        });
    }

    private void ReadOtherPayer(FactsFile row)
    {
        var level = row.Word("level", "entity", "individual", "tin");
        var id = row.Text(level switch { "entity" => "entity_id", "individual" => "npi", _ => "tin" });
        var snapshot = row.Snapshot();
        var payer = row.Text("payer_id");
        var arrangement = row.Text("arrangement_id", required: false);
        var (under, total) = (row.Amount("payments_under_apm"), row.Amount("payments_total"));
        var (patientsUnder, patients) = (row.Amount("patients_under_apm"), row.Amount("patients_total"));
        if (row.Good && (under > total || patientsUnder > patients))
            row.Refuse(under > total ? "payments_under_apm" : "patients_under_apm", "More is under the arrangement than in all",
                "The total includes what is under the arrangement");
        if (row.Good && arrangement.Length == 0 && (under > 0 || patientsUnder > 0))
            row.Refuse("arrangement_id", "There are payments or patients under an APM and no arrangement",
                "Name the arrangement, or enter 0");
        if (row.Good)
            OtherPayers.Add(new OtherPayerRow(row.Line, level, id, snapshot, payer, arrangement, under, total, patientsUnder, patients));
        else
            IncompleteOtherPayers.Add((level, id));
    }

    private void Read(string name, string[] required, string[] optional, bool mustExist, Action<FactsFile> read)
    {
        var path = PathOf(name);
        if (!mustExist && !File.Exists(path))
            return;
        var file = FactsFile.Read(path, required, optional, _texts, _findings, read);
        _inputs.Add(new FactsInput(name, file.Sha256, file.Rows));
    }
}
