using Accountable.Data;
using Accountable.Data.Reports;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Runs.Assignment;

/// <summary>The results of an assignment: a row a person, counts, and what changed since another run.</summary>
public sealed class AssignmentTables
{
    private readonly AssignmentRequest _request;
    private readonly IReadOnlyDictionary<long, string> _ids;
    private readonly List<AssignedPerson> _people;

    private AssignmentTables(AssignmentRequest request, IReadOnlyDictionary<long, string> ids, List<AssignedPerson> people)
    {
        (_request, _ids, _people) = (request, ids, people);
    }

    /// <summary>The columns of a result.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["person_id", "aco_id", "assigned", "step", "reason"];

    /// <summary>How many people were looked at.</summary>
    public int People => _people.Count;

    /// <summary>How many of them are assigned.</summary>
    public int Assigned => _people.Count(person => person.Determination.IsAssigned);

    /// <summary>Runs an assignment to its end.</summary>
    /// <param name="run">The run.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="ids">The newest identifier of each person by key.</param>
    public static AssignmentTables Of(AssignmentRun run, AssignmentRequest request, IReadOnlyDictionary<long, string> ids)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new AssignmentTables(request, ids, [.. run.Determine()]);
    }

    /// <summary>One row a person, by identifier.</summary>
    public IEnumerable<object?[]> Rows() => _people.Select(person => (Id: Id(person.Key), person.Determination))
        .OrderBy(person => person.Id, StringComparer.Ordinal)
        .Select(person => new object?[]
        {
            person.Id, _request.Aco, person.Determination.IsAssigned ? 1 : 0, person.Determination.Step.Word(),
            person.Determination.Reason.Word(),
        });

    /// <summary>How many people by step and reason.</summary>
    public Table Counts()
    {
        var table = new Table("assigned", "step", "reason", "people");
        foreach (var group in _people
            .GroupBy(person => (person.Determination.IsAssigned, person.Determination.Step, person.Determination.Reason))
            .OrderByDescending(group => group.Key.IsAssigned).ThenBy(group => group.Key.Step).ThenBy(group => group.Key.Reason))
            table.Add(group.Key.IsAssigned ? 1 : 0, group.Key.Step.Word(), group.Key.Reason.Word(), group.Count());
        return table;
    }

    /// <summary>Who came and who left since an earlier result, by what decided then and now.</summary>
    /// <param name="path">The earlier result as this run writes it.</param>
    /// <exception cref="FileRefusedException">It is no such result.</exception>
    public Table Turnover(string path)
    {
        var before = EarlierAssignment.Read(path);
        var changes = new Dictionary<(string Change, string Before, string Now), int>();
        foreach (var person in _people)
        {
            var was = before.Remove(Id(person.Key), out var earlier) ? earlier : (IsAssigned: false, Reason: "no_service_then");
            Count(was.IsAssigned, was.Reason, person.Determination.IsAssigned, Words(person.Determination));
        }
        foreach (var gone in before.Values)
            Count(gone.IsAssigned, gone.Reason, false, "no_service_now");
        var table = new Table("change", "before", "now", "people");
        foreach (var (key, people) in changes.OrderBy(change => change.Key.Change, StringComparer.Ordinal)
            .ThenByDescending(change => change.Value).ThenBy(change => change.Key.Before, StringComparer.Ordinal)
            .ThenBy(change => change.Key.Now, StringComparer.Ordinal))
            table.Add(key.Change, key.Before, key.Now, people);
        return table;

        void Count(bool wasAssigned, string earlier, bool isAssigned, string now)
        {
            if (!wasAssigned && !isAssigned)
                return;
            var key = (wasAssigned == isAssigned ? "stayed" : isAssigned ? "came" : "left", earlier, now);
            changes[key] = changes.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>What one person had from each entity.</summary>
    public static Table Of(BeneficiaryFacts facts, AssignmentDetermination determination)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var table = new Table("entity", "practitioner", "window", "services", "allowed", "latest", "won");
        foreach (var entity in facts.Entities)
        {
            foreach (var kind in Enum.GetValues<PractitionerKind>())
            {
                foreach (var expanded in new[] { false, true })
                {
                    var sum = entity.Of(expanded, kind);
                    if (sum.Services > 0)
                    {
                        table.Add(entity.Entity, Word(kind), expanded ? "expanded" : "assignment", (decimal)sum.Services,
                            new Dollars(sum.Allowed), sum.Latest.ToString("yyyy-MM-dd"),
                            entity.Entity == determination.Winner ? "yes" : "");
                    }
                }
            }
        }
        return table;
    }

    /// <summary>Why a person is or is not assigned.</summary>
    public static string Sentence(BeneficiaryFacts facts, AssignmentDetermination determination, AssignmentRequest request)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(request);
        var window = request.Window;
        var windows = $"assignment window {window.From:yyyy-MM-dd} to {window.To:yyyy-MM-dd}"
            + (window.ExpandedFrom is { } from ? $", expanded from {from:yyyy-MM-dd}" : "");
        var step = determination.Step == AssignmentStep.None ? ""
            : $" by {determination.Step.Word().Replace('_', ' ')} ({Paragraph(determination.Step)})";
        var winner = determination.Winner is { } name && name != request.Entity ? $"; {name} has the plurality" : "";
        return $"{(determination.IsAssigned ? "assigned" : "not assigned")} to {request.Aco} for {request.Year}{step}: "
            + $"{determination.Reason.Word().Replace('_', ' ')}{winner}; {windows}";
    }

    private static string Paragraph(AssignmentStep step) => step switch
    {
        AssignmentStep.Voluntary => "42 CFR 425.402(e)",
        AssignmentStep.Step1 => "42 CFR 425.402(b)(3)",
        AssignmentStep.Step2 => "42 CFR 425.402(b)(4)",
        _ => "42 CFR 425.402(b)(5)",
    };

    private static string Word(PractitionerKind kind) => kind switch
    {
        PractitionerKind.PrimaryCarePhysician => "primary care physician",
        PractitionerKind.NonPhysicianPractitioner => "non-physician practitioner",
        _ => "specialist physician",
    };

    private static string Words(AssignmentDetermination determination) =>
        determination.IsAssigned ? $"{determination.Step.Word()} {determination.Reason.Word()}" : determination.Reason.Word();

    private string Id(long key) => _ids.GetValueOrDefault(key) ?? $"key {key}";
}
