using System.Globalization;
using Accountable.Data.Claims;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>Assignment by plain loops over what the generated files hold, and nothing that only the generator knows: netted claims in the
/// store,
/// lists of participants, clinicians, spans of enrolment, choices. It shows that the files carry all that assignment needs.</summary>
internal sealed class AssignmentFromFiles
{
    private const int FirstYear = 2021;
    private const int LastYear = 2024;

    private static readonly string[] Named =
        ["06", "12", "13", "16", "23", "25", "26", "27", "29", "39", "46", "70", "79", "82", "83", "84", "86", "90", "98"];

    private readonly GeneratedClaims _files;
    private readonly Dictionary<string, List<string[]>> _spans;
    private readonly Dictionary<string, List<string[]>> _choices;
    private readonly ILookup<string, Service> _services;
    private readonly ILookup<string, string[]> _lists;
    private readonly Dictionary<string, string> _methods;

    public AssignmentFromFiles(GeneratedClaims files)
    {
        _files = files;
        _spans = Both("eligibility.csv").GroupBy(row => row[0]).ToDictionary(group => group.Key, group => group.ToList());
        _choices = Both("designations.csv").GroupBy(row => row[0]).ToDictionary(group => group.Key, group => group.ToList());
        _lists = Both("participants.csv").Where(row => row[4] == "participant").ToLookup(row => row[1].Length > 0 ? row[1] : row[2]);
        _methods = files.Rows("methods.csv").ToDictionary(row => $"{row[0]}|{row[1]}", row => row[2]);
        _services = Services().ToLookup(service => service.Person);
    }

    /// <summary>Whether each person of an ACO's files is assigned: by ACO, person and year.</summary>
    public Dictionary<string, bool> All()
    {
        var found = new Dictionary<string, bool>();
        var people = _files.Rows("truth/assignment.csv").Select(row => row[0]).Distinct();
        foreach (var person in people)
        {
            for (var year = FirstYear; year <= LastYear; year++)
            {
                var aco = AcoOf(person, year);
                foreach (var each in GeneratedClaims.Acos)
                    found[$"{each}|{person}|{year}"] = each == aco;
            }
        }
        return found;
    }

    private string? AcoOf(string person, int year)
    {
        if (Barred(person, $"{year}-01", $"{year}-12"))
            return null;
        var choice = _choices.GetValueOrDefault(person)?
            .Where(row => string.CompareOrdinal(row[1], $"{year - 1}-09-30") <= 0).MaxBy(row => row[1]);
        if (choice is not null)
        {
            return AcosOf(choice[2], year) is [var chosen] && (_methods[$"{chosen}|{year}"] != "prospective"
                || !Barred(person, $"{year - 2}-10", $"{year - 1}-09")) ? chosen : null;
        }
        foreach (var aco in GeneratedClaims.Acos.OrderBy(aco => _methods[$"{aco}|{year}"], StringComparer.Ordinal).ThenBy(aco => aco))
        {
            var ahead = _methods[$"{aco}|{year}"] == "prospective";
            var (from, thru) = ahead ? ($"{year - 2}-10-01", $"{year - 1}-09-30") : ($"{year}-01-01", $"{year}-12-31");
            if ((!ahead || !Barred(person, from[..7], thru[..7])) && Most(person, aco, year, from, thru))
                return aco;
        }
        return null;
    }

    private bool Barred(string person, string from, string thru)
    {
        var spans = _spans.GetValueOrDefault(person, [])
            .Where(row => string.CompareOrdinal(row[1], thru) <= 0 && string.CompareOrdinal(row[2], from) >= 0)
            .ToList();
        return !spans.Exists(row => row[3] == "1" && row[4] == "1") || spans.Exists(row => row[3] != row[4])
            || spans.Exists(row => row[5] == "1")
            || spans.Exists(row => row[6] == "0" && string.CompareOrdinal(row[2], thru) >= 0);
    }

    private bool Most(string person, string aco, int year, string from, string thru)
    {
        var window = _services[person]
            .Where(service => string.CompareOrdinal(service.Day, from) >= 0 && string.CompareOrdinal(service.Day, thru) <= 0)
            .Select(service => (Service: service, Acos: AcosOf(service.Number, year))).Where(pair => pair.Acos.Count < 2)
            .Select(pair => (pair.Service, Entity: pair.Acos.Count == 1 ? pair.Acos[0] : pair.Service.Number)).ToList();
        if (!window.Exists(pair => pair.Entity == aco && (pair.Service.IsPhysician || pair.Service.IsNamed)))
            return false;
        var primary = window.Exists(pair => pair.Service.IsPrimary);
        var sums = window.Where(pair => primary ? pair.Service.IsPrimary : pair.Service.IsNamed).GroupBy(pair => pair.Entity)
            .Select(group => (Entity: group.Key, Sum: group.Sum(pair => pair.Service.Amount),
                Primary: Latest(window, group.Key, service => service.IsPrimary),
                    Named: Latest(window, group.Key, service => service.IsNamed)))
            .OrderByDescending(entity => entity.Sum).ThenByDescending(entity => entity.Primary, StringComparer.Ordinal)
            .ThenByDescending(entity => entity.Named, StringComparer.Ordinal).ToList();
        return sums.Count > 0 && sums[0].Entity == aco;
    }

    private static string Latest(List<(Service Service, string Entity)> window, string entity, Func<Service, bool> counts) =>
        window.Where(pair => pair.Entity == entity && counts(pair.Service)).Select(pair => pair.Service.Day).DefaultIfEmpty("").Max()!;

    private List<string> AcosOf(string number, int year) =>
        [.. _lists[number].Where(row => string.CompareOrdinal(row[6], $"{year}-12-31") <= 0
            && (row[7].Length == 0 || string.CompareOrdinal(row[7], $"{year}-12-31") >= 0)).Select(row => row[0]).Distinct()];

    private IEnumerable<string[]> Both(string file) =>
        GeneratedClaims.Acos.SelectMany(aco => _files.Rows($"{aco}/{file}")).DistinctBy(row => string.Join(',', row));

    private List<Service> Services()
    {
        var people = _files.Rows("truth/assignment.csv").Select(row => row[0]).Distinct()
            .ToDictionary(person => BeneficiaryHash.Of(person).ToString(CultureInfo.InvariantCulture));
        var specialties = _files.Rows("clinicians.csv").DistinctBy(row => row[0]).ToDictionary(row => row[0], row => row[1]);
        // The same claim is in the files of two ACOs; one copy is enough.
        var lines = _files.Query("""
            select distinct l.bene_key, strftime(l.clm_line_thru_dt, '%Y-%m-%d'), l.clm_rndrg_prvdr_tax_num, l.clm_prvdr_spclty_cd,
                l.signed_allowed,
                   l.cur_clm_uniq_id, l.clm_line_num
            from core.professional_lines l
            where not l.is_denied and not l.is_orphan_cancellation
              and (l.clm_line_hcpcs_cd between '99202' and '99215' or l.clm_line_hcpcs_cd between '99304' and '99318'
                   or l.clm_line_hcpcs_cd between '99341' and '99350' or l.clm_line_hcpcs_cd in ('99490', '99495', '99496', '99497',
                       'G0438', 'G0439'))
              and not (l.clm_line_hcpcs_cd between '99304' and '99318' and exists (
                   select 1 from core.institutional_claims c where c.bene_key =
                       l.bene_key and c.clm_type_cd in ('20', '30') and not c.is_denied
                   and not c.is_orphan_cancellation and l.clm_line_thru_dt between c.clm_from_dt and c.clm_thru_dt))
              and not (l.clm_line_hcpcs_cd = '99497' and exists (
                   select 1 from core.institutional_claims c where c.bene_key = l.bene_key and c.clm_type_cd = '60' and not c.is_denied
                   and not c.is_orphan_cancellation and l.clm_line_thru_dt between c.clm_from_dt and c.clm_thru_dt))
            """).Select(row => row.Split('|'))
            .Select(row => new Service(people[row[0]], row[1], row[2], row[3], Amount(row[4])));
        var clinics = _files.Query("""
            select distinct c.bene_key, strftime(c.clm_thru_dt, '%Y-%m-%d'), c.provider_number, c.signed_paid, c.cur_clm_uniq_id
            from core.institutional_claims c join input.cclf1 h on h.file_id = c.file_id and h.line = c.line
            where not c.is_denied and not c.is_orphan_cancellation and h.clm_bill_fac_type_cd = '7' and h.clm_bill_clsfctn_cd in ('1', '7')
            """).Select(row => row.Split('|'))
            .Select(row => new Service(people[row[0]], row[1], row[2], "clinic", Amount(row[3])));
        var hospitals = _files.Query("""
            select distinct c.bene_key, strftime(r.clm_line_thru_dt, '%Y-%m-%d'), c.provider_number, h.atndg_prvdr_npi_num,
                r.clm_line_cvrd_pd_amt,
                   c.cur_clm_uniq_id, r.clm_line_num
            from core.institutional_claims c join input.cclf1 h on h.file_id = c.file_id and h.line = c.line
            join input.cclf2 r on r.cur_clm_uniq_id = c.cur_clm_uniq_id
            where not c.is_denied and not c.is_orphan_cancellation and h.clm_bill_fac_type_cd = '8' and h.clm_bill_clsfctn_cd = '5'
              and substr(r.clm_line_prod_rev_ctr_cd, 1, 3) in ('096', '097', '098') and r.clm_line_hcpcs_cd between '99202' and '99215'
            """).Select(row => row.Split('|'))
            .Select(row => new Service(people[row[0]], row[1], row[2], specialties[row[3]], Amount(row[4])));
        return [.. lines, .. clinics, .. hospitals];
    }

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Service(string Person, string Day, string Number, string Specialty, decimal Amount)
    {
        public bool IsPhysician => Specialty is "01" or "08" or "11" or "37" or "38" or "clinic";

        public bool IsPrimary => IsPhysician || Specialty is "50" or "89" or "97";

        public bool IsNamed => Named.Contains(Specialty);
    }
}
