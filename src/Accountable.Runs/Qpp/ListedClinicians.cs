using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Qpp;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;
using Accountable.Runs.Assignment;

namespace Accountable.Runs.Qpp;

/// <summary>A clinician on an entity's Participation List.</summary>
/// <param name="Npi">The NPI.</param>
/// <param name="BilledBy"><c>TIN 123456789</c> or <c>CCN 123456</c>, as claims are grouped.</param>
/// <param name="Snapshots">One bit a snapshot at which the clinician is listed.</param>
internal sealed record ListedClinician(string Npi, string BilledBy, byte Snapshots);

/// <summary>An entity's Participation List, as the participant lists of a store have it. 42 CFR 414.1425(a)(1), (b)(1).</summary>
/// <remarks>Where a list names a TIN or CCN and none of its clinicians, those who billed through it are taken .</remarks>
internal sealed class ListedClinicians
{
    private const string Rows = """
        select tin, ccn, npi, start_date, end_date from input.participants
        where aco_id = $aco and (tin is not null or ccn is not null) order by file_id, line
        """;

    private readonly QpPeriod _period;
    private readonly Dictionary<(string BilledBy, string Npi), byte> _named = [];
    private readonly Dictionary<string, byte> _unnamed = new(StringComparer.Ordinal);

    private ListedClinicians(QpPeriod period) => _period = period;

    /// <summary>The clinicians, by TIN or CCN and then NPI.</summary>
    public IReadOnlyList<ListedClinician> Clinicians { get; private set; } = [];

    /// <summary>What a person should look at.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Reads the list of one entity.</summary>
    /// <exception cref="FileRefusedException">The store has no list of the ACO.</exception>
    public static ListedClinicians Of(IEngine engine, EntityRow entity, string entities, QpPeriod period, RuleYear law)
    {
        var lists = new ListedClinicians(period);
        lists.Read(engine, entity.Aco);
        if (lists._named.Count == 0 && lists._unnamed.Count == 0)
            throw new FileRefusedException(new Finding(Severity.FileRefused, entities, entity.Line, "entity_id",
                $"the store has no participant list of {entity.Aco} for entity {entity.EntityId} in {law.Year}",
                "Import it (claims import --participants), or give the ACO's number in the column aco_id"));
        lists.FindUnnamed(engine, entity, entities, law);
        lists.Clinicians = [.. lists._named.Where(one => one.Value != 0)
            .OrderBy(one => one.Key.BilledBy, StringComparer.Ordinal).ThenBy(one => one.Key.Npi, StringComparer.Ordinal)
            .Select(one => new ListedClinician(one.Key.Npi, one.Key.BilledBy, one.Value))];
        return lists;
    }

    /// <summary>Clinicians and clinics by TIN or CCN, with the first snapshot at which each is in the group: who is on the list at one
    /// snapshot stays in the group at later ones. 42 CFR 414.1425(b)(1).</summary>
    public IReadOnlyDictionary<(string BilledBy, string Npi), int> Group()
    {
        var group = new Dictionary<(string, string), int>();
        foreach (var ((billedBy, npi), snapshots) in _named.Where(one => one.Value != 0))
            group[(billedBy, npi)] = FirstOf(snapshots);

        // A clinic's own services are the clinic's, whoever furnished them.
        foreach (var listed in _named.Where(one => one.Value != 0).GroupBy(one => one.Key.BilledBy))
            group[(listed.Key, "")] = listed.Min(one => FirstOf(one.Value));
        foreach (var (billedBy, snapshots) in _unnamed.Where(one => one.Value != 0))
            group[(billedBy, "")] = FirstOf(snapshots);
        return group;
    }

    private static int FirstOf(byte snapshots) => System.Numerics.BitOperations.TrailingZeroCount(snapshots) + 1;

    private void Read(IEngine engine, string aco)
    {
        using var reader = engine.Query(Rows, ("aco", aco));
        while (reader.Read())
        {
            var billedBy = reader.IsDBNull(0) ? $"CCN {reader.GetString(1)}" : $"TIN {reader.GetString(0)}";
            var snapshots = Snapshots(Day(reader, 3), Day(reader, 4));
            if (reader.IsDBNull(2))
                _unnamed[billedBy] = (byte)(_unnamed.GetValueOrDefault(billedBy) | snapshots);
            else
            {
                var key = (billedBy, reader.GetString(2));
                _named[key] = (byte)(_named.GetValueOrDefault(key) | snapshots);
            }
        }
        foreach (var billedBy in _named.Keys.Select(key => key.BilledBy).Distinct())
            _unnamed.Remove(billedBy);
    }

    private void FindUnnamed(IEngine engine, EntityRow entity, string entities, RuleYear law)
    {
        if (_unnamed.Count == 0)
            return;
        LawRelations.Fill(engine, "not_eligible_clinicians", law[Keys.Qpp.Qp.NotEligibleClinicians].Rows, ("specialty", "varchar"));
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        using (var reader = engine.Query("""
            select distinct 'TIN ' || l.clm_rndrg_prvdr_tax_num, l.rendering_npi
            from core.professional_lines l
            where l.aco_id = $aco and l.clm_line_thru_dt between $from and $to
              and l.rendering_npi is not null and l.clm_rndrg_prvdr_tax_num is not null
              and coalesce(l.clm_prvdr_spclty_cd, '') not in (select specialty from law.not_eligible_clinicians)
            """, ("aco", entity.Aco), ("from", _period.Start), ("to", _period.End)))
        {
            while (reader.Read())
            {
                var billedBy = reader.GetString(0);
                if (!_unnamed.TryGetValue(billedBy, out var snapshots))
                    continue;
                _named[(billedBy, reader.GetString(1))] = snapshots;
                found[billedBy] = found.GetValueOrDefault(billedBy) + 1;
            }
        }
        foreach (var billedBy in _unnamed.Keys.Where(name => name.StartsWith("TIN ", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            Findings.Add(new Finding(Severity.Warning, entities, entity.Line, "entity_id",
                $"the list of {entity.Aco} names no clinician of {billedBy}; the {found.GetValueOrDefault(billedBy)} who billed through it "
                + "in the QP Performance Period are taken", "Import a list with NPIs to have them as CMS has them"));
        }
    }

    private byte Snapshots(DateOnly? start, DateOnly? end)
    {
        byte snapshots = 0;
        for (var snapshot = 1; snapshot <= QpPeriod.Snapshots; snapshot++)
        {
            var day = _period.Day(snapshot);
            if (!(start > day) && !(end < day))
                snapshots |= (byte)(1 << (snapshot - 1));
        }
        return snapshots;
    }

    private static DateOnly? Day(System.Data.Common.DbDataReader reader, int at) => reader.IsDBNull(at) ? null
        : reader.GetValue(at) is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)reader.GetValue(at);
}
