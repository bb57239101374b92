using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Qpp;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Runs.Qpp;

/// <summary>Where the list of attributed beneficiaries comes from. 42 CFR 414.1435(c).</summary>
public enum AttributionSource
{
    /// <summary>Our own assignment under 42 CFR 425.402 over the performance year.</summary>
    Computed,

    /// <summary>The best assignment list of the year that CMS sent: the annual one before the fourth quarter's, and so on.</summary>
    Lists,
}

/// <summary>The people attributed to ACOs for one performance year.</summary>
internal sealed class AttributedPeople
{
    private readonly Dictionary<string, IReadOnlySet<long>> _of = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inAdvance = new(StringComparer.Ordinal);

    /// <summary>What a person should look at.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Those of one ACO.</summary>
    public IReadOnlySet<long> Of(string aco) => _of[aco];

    /// <summary>Whether an ACO other than this one has the person in advance.</summary>
    public bool IsHeldInAdvance(long person, string aco)
    {
        foreach (var other in _inAdvance)
        {
            if (other != aco && _of[other].Contains(person))
                return true;
        }
        return false;
    }

    /// <summary>Assigns each ACO anew, and those with prospective assignment beside them.</summary>
    public static AttributedPeople Computed(string store, IReadOnlyList<EntityRow> entities, string file, RuleYear law, long seed)
    {
        var attributed = new AttributedPeople();
        var asked = entities.Select(entity => entity.Aco).ToHashSet(StringComparer.Ordinal);
        foreach (var entity in entities)
        {
            if (law.Book.Catalogues.Model(entity.ModelId) is { } model && !model.Law.Contains("1899", StringComparison.Ordinal))
                attributed.Findings.Add(new Finding(Severity.Warning, file, entity.Line, "model_id",
                    $"{model.Id} attributes by its own terms; here {entity.EntityId} has those whom 42 CFR 425.402 would assign",
                    "Import its list of attributed beneficiaries and use --attribution lists"));
        }
        foreach (var aco in asked.Union(AssignmentSession.Prospective(store, law.Year.Value)).Order(StringComparer.Ordinal))
        {
            var method = AssignmentSession.MethodOf(store, aco, law.Year.Value) ?? AssignmentMethod.Retrospective;
            try
            {
                using var session = AssignmentSession.Open(store, new AssignmentRequest(aco, law.Year, method, law, seed), null);
                if (asked.Contains(aco))
                    attributed.Findings.AddRange(session.Run.Findings);
                attributed.Add(aco, session.Run.Determine().Where(person => person.Determination.IsAssigned)
                    .Select(person => person.Key).ToHashSet(), method);
            }
            catch (FileRefusedException e) when (!asked.Contains(aco))
            {
                attributed.Findings.Add(e.Finding with { Severity = Severity.Warning });
            }
        }
        return attributed;
    }

    /// <summary>Reads the lists that CMS sent.</summary>
    public static AttributedPeople Listed(IEngine engine, IReadOnlyList<EntityRow> entities, string file, int year)
    {
        var attributed = new AttributedPeople();
        var people = new Dictionary<string, HashSet<long>>(StringComparer.Ordinal);
        using (var reader = engine.Query("""
            with lists as (
                select f.aco_id, a.file_id, min(a.report) as report,
                       row_number() over (partition by f.aco_id order by min(a.report_rank), min(a.made) desc, a.file_id desc) as place
                from input.assignment_list a
                join input.files f on f.file_id = a.file_id
                where a.performance_year = $year
                group by f.aco_id, a.file_id
            )
            select l.aco_id, coalesce(m.bene_key, a.bene_mbi_id_hash)
            from lists l
            join input.assignment_list a on a.file_id = l.file_id
            left join core.mbi_history m on m.mbi_hash = a.bene_mbi_id_hash
            where l.place = 1
            """, ("year", year)))
        {
            while (reader.Read())
            {
                if (!people.TryGetValue(reader.GetString(0), out var own))
                    people.Add(reader.GetString(0), own = []);
                own.Add(reader.GetInt64(1));
            }
        }
        foreach (var entity in entities.Where(entity => !people.ContainsKey(entity.Aco)))
        {
            throw new FileRefusedException(new Finding(Severity.FileRefused, file, entity.Line, "entity_id",
                $"the store has no assignment list of {entity.Aco} for {year}",
                "Import it (claims import --reports), or use --attribution computed"));
        }
        var prospective = AssignmentSession.Prospective(engine, year);
        foreach (var (aco, own) in people)
            attributed.Add(aco, own, prospective.Contains(aco) ? AssignmentMethod.Prospective : AssignmentMethod.Retrospective);
        return attributed;
    }

    private void Add(string aco, IReadOnlySet<long> people, AssignmentMethod method)
    {
        _of[aco] = people;
        if (method == AssignmentMethod.Prospective)
            _inAdvance.Add(aco);
    }
}
