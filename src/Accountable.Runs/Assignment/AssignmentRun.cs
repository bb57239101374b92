using System.Data.Common;
using System.Runtime.InteropServices;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Runs.Assignment;

/// <summary>What an assignment is asked for.</summary>
/// <param name="Aco">The ACO, such as A1234.</param>
/// <param name="Year">The performance or benchmark year.</param>
/// <param name="Method">The ACO's method.</param>
/// <param name="Law">The law of the performance year whose rules are used.</param>
/// <param name="Seed">The seed of the last tie-break.</param>
public sealed record AssignmentRequest(string Aco, PerformanceYear Year, AssignmentMethod Method, RuleYear Law, long Seed)
{
    /// <summary>The ACO as an entity.</summary>
    public string Entity => $"ACO {Aco}";

    /// <summary>The windows.</summary>
    public AssignmentWindow Window => AssignmentWindow.For(Method, Year, Law);
}

/// <summary>Whom ACOs with prospective assignment have already.</summary>
/// <param name="Keys">The people.</param>
/// <param name="Findings">ACOs whose people are not known.</param>
public sealed record HeldPeople(IReadOnlySet<long> Keys, IReadOnlyList<Finding> Findings);

/// <summary>A person with the determination.</summary>
/// <param name="Key">The person's key in the store.</param>
/// <param name="Determination">Assigned or not, and why.</param>
public readonly record struct AssignedPerson(long Key, AssignmentDetermination Determination);

/// <summary>Assignment from a store: services are added up in SQL, each person is determined in C#.</summary>
public sealed class AssignmentRun
{
    private readonly IEngine _engine;
    private readonly AssignmentRequest _request;
    private readonly BeneficiaryAssignment _assignment;
    private readonly AssignmentWindow _window;
    private readonly HeldPeople _held;

    /// <summary>Prepares a run: the lists of law and the participants become relations.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="participants">The lists of the year.</param>
    /// <param name="held">People whom ACOs with prospective assignment have already.</param>
    /// <param name="billing">Every TIN and CCN with a claim of the ACO, where an earlier run has found them; null to look for
    /// them.</param>
    /// <exception cref="FileRefusedException">The ACO has no list, or the store has no claims in the window.</exception>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public AssignmentRun(IEngine engine, AssignmentRequest request, ParticipantList participants, HeldPeople held,
        IReadOnlySet<string>? billing = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(participants);
        ArgumentNullException.ThrowIfNull(held);
        (_engine, _request, _window, _held) = (engine, request, request.Window, held);
        _assignment = new BeneficiaryAssignment(request.Entity, request.Year, request.Law, request.Seed);
        LawRelations.ForAssignment(engine, request.Law, _window);
        participants.Fill(engine);
        if (participants.Participants.All(participant => participant.Aco != request.Aco))
            throw Refused($"no participant list of {request.Aco} for {request.Year}",
                "Import it with the claims, or name a list with --participants (aco_id,tin,ccn,npi,role,specialty,start,end)");
        Billing = billing ?? ReadBilling();
        Findings = [.. participants.Refused, .. held.Findings, .. Coverage(), .. participants.Findings(request.Aco, Billing),
            .. TeachingHospitals(), .. UnknownSpecialties()];
    }

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Every TIN and CCN with a claim of the ACO.</summary>
    public IReadOnlySet<string> Billing { get; }

    /// <summary>Everybody with a primary care service in the windows, or on a list of eligibility, in the order of their keys.</summary>
    public IEnumerable<AssignedPerson> Determine()
    {
        foreach (var person in People(null))
            yield return new AssignedPerson(person.Key, _assignment.Determine(person));
    }

    /// <summary>The facts of one person; null when there are none.</summary>
    public BeneficiaryFacts? Person(long key) => People(key).FirstOrDefault();

    /// <summary>The determination of a person's facts.</summary>
    public AssignmentDetermination Determine(BeneficiaryFacts person) => _assignment.Determine(person);

    private IEnumerable<BeneficiaryFacts> People(long? only)
    {
        var known = Known(only);
        using var reader = _engine.Stream(FactModels.Sql("primary_care_charges"), [.. Parameters(), ("person", only)]);
        var more = reader.Read();
        while (more)
        {
            var key = reader.GetInt64(0);
            var entities = new List<EntityServices>();
            for (; more && reader.GetInt64(0) == key; more = reader.Read())
            {
                var name = reader.GetString(1);
                if (entities.Count == 0 || entities[^1].Entity != name)
                    entities.Add(new EntityServices(name));
                entities[^1].Add(Kind(reader.GetString(2)), Sum(reader, 3), Sum(reader, 6));
            }
            yield return Facts(key, entities, known.Remove(key, out var person) ? person : default);
        }

        // Who named a clinician of the ACO needs no service.
        foreach (var (key, person) in known.OrderBy(person => person.Key))
            yield return Facts(key, [], person);
    }

    private BeneficiaryFacts Facts(long key, IReadOnlyList<EntityServices> entities, KnownPerson person) => new()
    {
        Key = key, Entities = entities, Designation = person.Designation, IsHeldElsewhere = _held.Keys.Contains(key),
        Eligibility = (person.Year, person.Window) switch
        {
            (null, _) => [EligibilityFacts.Unknown],
            (var year, null) => [year],
            var (year, window) => [year, window],
        },
    };

    /// <summary>Eligibility over the year, and for a list made in advance over its window as well.</summary>
    private Dictionary<long, KnownPerson> Known(long? only)
    {
        var year = _request.Year.Value;
        var known = Read(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1).AddDays(-1), only)
            .ToDictionary(person => person.Key, person => new KnownPerson(person.Facts, null, person.Designation));
        if (_request.Method == AssignmentMethod.Prospective)
        {
            foreach (var (key, facts, _) in Read(_window.From, _window.To, only))
                known[key] = known.GetValueOrDefault(key) with { Window = facts };
        }
        return known;
    }

    private IEnumerable<(long Key, EligibilityFacts Facts, Designation Designation)> Read(DateOnly from, DateOnly to, long? only)
    {
        using var reader = _engine.Query(FactModels.Sql("assignment_eligibility"),
            ("aco", _request.Aco), ("period_from", from), ("period_to", to), ("last_month", to.AddDays(1).AddMonths(-1)),
            ("year", _request.Year.Value), ("designated_by", AssignmentWindow.DesignatedBy(_request.Year, _request.Law)), ("person", only));
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), new EligibilityFacts
            {
                HadBothParts = Said(reader, 1), HadOnePartOnly = Said(reader, 2), WasInHealthPlan = Said(reader, 3),
                LivedAbroad = Said(reader, 4), Died = reader.IsDBNull(5) ? null : Day(reader.GetValue(5)),
            }, reader.GetString(6) switch
            {
                "this_aco" => Designation.ThisAco,
                "elsewhere" => Designation.Elsewhere,
                _ => Designation.None,
            });
        }
    }

    private (string, object?)[] Parameters() =>
    [
        ("aco", _request.Aco), ("window_from", _window.From), ("window_to", _window.To), ("expanded_from", _window.Earliest),
    ];

    private IEnumerable<Finding> Coverage()
    {
        using var reader = _engine.Query(
            "select min(clm_line_thru_dt), max(clm_line_thru_dt) from core.professional_lines where aco_id = $aco", ("aco", _request.Aco));
        if (!reader.Read() || reader.IsDBNull(0))
            throw Refused($"the store has no Part B claims of {_request.Aco}", "Import its CCLF deliveries");
        var (first, last) = (Day(reader.GetValue(0)), Day(reader.GetValue(1)));
        if (last < _window.From || first > _window.To)
            throw Refused($"the claims of {_request.Aco} run from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, "
                + $"outside of the assignment window {_window.From:yyyy-MM-dd} to {_window.To:yyyy-MM-dd}",
                "Import the deliveries of those months");
        if (Month(first) > Month(_window.Earliest) || Month(last) < Month(_window.To))
            yield return new Finding(Severity.Warning, "store", 0, "",
                $"the claims of {_request.Aco} run from {first:yyyy-MM-dd} to {last:yyyy-MM-dd} and do not fill the months from "
                + $"{_window.Earliest:yyyy-MM-dd} to {_window.To:yyyy-MM-dd}",
                "Import the deliveries of the other months, or read the result with that in mind");

        static int Month(DateOnly day) => (day.Year * 12) + day.Month;
    }

    /// <summary>Clinic visits of participating hospitals that are on no list of teaching hospitals: whether they count is not
    /// known.</summary>
    private IEnumerable<Finding> TeachingHospitals()
    {
        using var reader = _engine.Query("""
            select i.provider_number, count(*)
            from core.institutional_claims i
            join facts.participants p on p.billed_by = 'CCN ' || i.provider_number and p.aco_id = $aco
            join input.cclf1 h on h.file_id = i.file_id and h.line = i.line
            join law.assignment_bills b on b.clm_type_cd = i.clm_type_cd and b.what = 'eta_hospital'
             and b.facility_type = h.clm_bill_fac_type_cd and b.classification = h.clm_bill_clsfctn_cd
            join input.cclf2 l on l.cur_clm_uniq_id = i.cur_clm_uniq_id
            join law.primary_care_services c on c.code = l.clm_line_hcpcs_cd and c.only_at = b.what
            where i.aco_id = $aco and i.clm_thru_dt between $from and $to and not i.is_denied and not i.is_orphan_cancellation
              and i.provider_number not in (select ccn from input.eta_hospitals)
            group by i.provider_number order by i.provider_number
            """, ("aco", _request.Aco), ("from", _window.Earliest), ("to", _window.To));
        while (reader.Read())
        {
            yield return new Finding(Severity.Warning, "store", 0, "",
                $"{reader.GetInt64(1)} clinic visits of the participating hospital CCN {reader.GetString(0)} count only when it "
                + "is under the electing teaching amendment, and no list says so",
                "If it is, import eta_hospitals.csv (ccn,first_day,last_day,allowed: what the physician fee schedule allows for G0463)");
        }
    }

    /// <summary>Professional services of critical access hospitals that count for nobody, because no list says the practitioner's
    /// specialty.</summary>
    private IEnumerable<Finding> UnknownSpecialties()
    {
        using var reader = _engine.Query("""
            with services as materialized (
                select coalesce(h.clm_othr_prvdr_npi_num, h.othr_prvdr_npi_num, h.clm_atndg_prvdr_npi_num, h.atndg_prvdr_npi_num) as npi
                from core.institutional_claims i
                join input.cclf1 h on h.file_id = i.file_id and h.line = i.line
                join law.assignment_bills b on b.clm_type_cd = i.clm_type_cd and b.what = 'critical_access_hospital'
                 and b.facility_type = h.clm_bill_fac_type_cd and b.classification = h.clm_bill_clsfctn_cd
                join input.cclf2 l on l.cur_clm_uniq_id = i.cur_clm_uniq_id
                join law.primary_care_services c on c.code = l.clm_line_hcpcs_cd and c.only_at is null
                join law.assignment_revenue_centers r on r.first_three = substr(l.clm_line_prod_rev_ctr_cd, 1, 3)
                where i.aco_id = $aco and i.clm_thru_dt between $from and $to and not i.is_denied and not i.is_orphan_cancellation
            )
            select count(*) from services
            where npi is null
               or (npi not in (select npi from input.clinicians)
                   and npi not in (select npi from input.participants where npi is not null and specialty is not null)
                   and npi not in (select npi from core.newest_specialties where aco_id = $aco))
            """, ("aco", _request.Aco), ("from", _window.Earliest), ("to", _window.To));
        if (reader.Read() && reader.GetInt64(0) is > 0 and var services)
        {
            yield return new Finding(Severity.Warning, "store", 0, "",
                $"{services} primary care services of critical access hospitals count for nobody: "
                + "no list says the practitioner's specialty",
                "Import clinicians.csv (npi,specialty,tin,ccn) with those who bill through such hospitals");
        }
    }

    private HashSet<string> ReadBilling()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        using var reader = _engine.Query("""
            select distinct 'TIN ' || clm_rndrg_prvdr_tax_num from core.professional_lines
            where aco_id = $aco and clm_rndrg_prvdr_tax_num is not null
            union
            select distinct 'CCN ' || provider_number from core.institutional_claims where aco_id = $aco
            """, ("aco", _request.Aco));
        while (reader.Read())
            found.Add(reader.GetString(0));
        return found;
    }

    private static PractitionerKind Kind(string kind) => kind switch
    {
        "primary_care_physician" => PractitionerKind.PrimaryCarePhysician,
        "non_physician_practitioner" => PractitionerKind.NonPhysicianPractitioner,
        "specialist_physician" => PractitionerKind.SpecialistPhysician,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The list of specialties has another kind."),
    };

    private static ServiceSum Sum(DbDataReader reader, int at) => new(reader.GetInt64(at), reader.GetDecimal(at + 1),
        reader.IsDBNull(at + 2) ? default : Day(reader.GetValue(at + 2)));

    private static bool? Said(DbDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetBoolean(at);

    private static DateOnly Day(object value) => value is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)value;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct KnownPerson(EligibilityFacts? Year, EligibilityFacts? Window, Designation Designation);

    private static FileRefusedException Refused(string what, string todo) =>
        new(new Finding(Severity.FileRefused, "store", 0, "", what, todo));
}
