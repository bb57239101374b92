using System.Globalization;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>Threshold score facts by plain loops, service by service and person by person: netted claims in the store, lists and spans
/// as the files have them, who is attributed as the truth says, and codes written out once more.</summary>
internal sealed class QpFactsFromFiles
{
    private readonly GeneratedClaims _files;
    private readonly int _year;
    private readonly Dictionary<string, string> _ids;
    private readonly List<Service> _services;
    private readonly ILookup<string, string[]> _spans;
    private readonly Dictionary<string, string> _born;
    private readonly ILookup<string, string> _payers;
    private readonly List<string[]> _truth;

    public QpFactsFromFiles(GeneratedClaims files, int year)
    {
        (_files, _year) = (files, year);
        _ids = files.Query("select bene_key, person_id from core.person_identifiers").Select(row => row.Split('|'))
            .ToDictionary(row => row[0], row => row[1]);
        var current = files.Query("select mbi_hash, bene_key from core.mbi_history").Select(row => row.Split('|'))
            .ToDictionary(row => row[0], row => row[1]);
        _services = Services();
        _spans = GeneratedClaims.Acos.SelectMany(aco => files.Rows($"{aco}/eligibility.csv")).DistinctBy(row => string.Join(',', row))
            .ToLookup(row => row[0]);
        _born = files.Query("select bene_mbi_id_hash, strftime(max(bene_dob), '%Y-%m-%d') from input.cclf8 group by 1")
            .Select(row => row.Split('|')).GroupBy(row => _ids[current.GetValueOrDefault(row[0], row[0])])
            .ToDictionary(group => group.Key, group => group.First()[1]);
        _payers = files.Query("""
            select bene_mbi_id_hash, strftime(clm_line_thru_dt, '%Y-%m-%d') from input.cclf5
            where clm_line_prmry_pyr_cd in ('A', 'B', 'D', 'E', 'F', 'G', 'H', 'I', 'L', 'M', 'N')
            union all
            select bene_mbi_id_hash, strftime(clm_thru_dt, '%Y-%m-%d') from input.cclf1
            where clm_nch_prmry_pyr_cd in ('A', 'B', 'D', 'E', 'F', 'G', 'H', 'I', 'L', 'M', 'N')
            """).Select(row => row.Split('|')).ToLookup(row => _ids[current.GetValueOrDefault(row[0], row[0])], row => row[1]);
        _truth = [.. files.Rows("truth/assignment.csv").Where(row => row[2] == $"{year}" && row[3] == "1")];
    }

    /// <summary>Rows of scores.csv: the entities' at each snapshot, then the clinicians' at the third.</summary>
    public List<string> Rows(bool cps, bool everyClinician)
    {
        var rows = new List<string>();
        var lists = GeneratedClaims.Acos.ToDictionary(aco => aco, Listed);
        foreach (var aco in GeneratedClaims.Acos)
        {
            foreach (var basis in cps ? new[] { "em", "cps" } : ["em"])
            {
                for (var snapshot = 1; snapshot <= 3; snapshot++)
                {
                    // Once on the list at a snapshot, in the group at later ones.
                    var group = new HashSet<string>();
                    for (var earlier = 1; earlier <= snapshot; earlier++)
                    {
                        foreach (var one in lists[aco].Where(one => one.At(Day(earlier))))
                        {
                            group.Add($"{one.Number}|{one.Npi}");
                            group.Add($"clinic {one.Number}");
                        }
                    }
                    rows.Add($"entity,{aco},,{snapshot},{basis}," + Sums(_services.Where(service => service.Aco == aco
                        && group.Contains(service.IsClinic ? $"clinic {service.Number}" : $"{service.Number}|{service.Npi}")),
                        snapshot, basis, [aco], excludes: true));
                }
            }
        }
        var entities = lists.SelectMany(list => list.Value.Where(one => one.At(Day(1)) || one.At(Day(2)) || one.At(Day(3)))
            .Select(one => (one.Npi, Aco: list.Key))).Distinct().ToLookup(one => one.Npi, one => one.Aco);

        // Of a claim in the files of two ACOs one copy counts: that of the ACO with more of the person's lines and claims.
        var most = Held();
        var byNpi = _services.Where(service => most[service.Person] == service.Aco).ToLookup(service => service.Npi);
        foreach (var clinician in entities.Where(one => everyClinician || one.Count() > 1).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            foreach (var basis in cps ? new[] { "em", "cps" } : ["em"])
            {
                rows.Add($"individual,,{clinician.Key},3,{basis},"
                    + Sums(byNpi[clinician.Key], 3, basis, [.. clinician], excludes: false));
            }
        }
        return rows;
    }

    private string Sums(IEnumerable<Service> services, int snapshot, string basis, List<string> acos, bool excludes)
    {
        decimal attributed = 0, eligible = 0;
        int attributedPeople = 0, eligiblePeople = 0;
        foreach (var person in services.Where(service => string.CompareOrdinal(service.Day, Day(snapshot)) <= 0)
            .GroupBy(service => service.Person))
        {
            if (!person.Any(service => service.IsClinic || (basis == "em" ? service.IsVisit : true)) || !IsEligible(person.Key, snapshot))
                continue;
            if (excludes && _truth.Exists(row => row[0] == person.Key && row[1] != acos[0] && IsProspective(row[1])))
                continue;
            var paid = person.Where(service => !service.IsClinic).Sum(service => service.Paid);
            eligible += paid;
            eligiblePeople++;
            if (_truth.Exists(row => row[0] == person.Key && acos.Contains(row[1])))
            {
                attributed += paid;
                attributedPeople++;
            }
        }
        return string.Create(CultureInfo.InvariantCulture, $"{attributed:0.00},{eligible:0.00},{attributedPeople},{eligiblePeople}");
    }

    private bool IsProspective(string aco) =>
        _files.Rows("methods.csv").Any(row => row[0] == aco && row[1] == $"{_year}" && row[2] == "prospective");

    private bool IsEligible(string person, int snapshot)
    {
        var (first, last) = ($"{_year}-01", Day(snapshot)[..7]);
        var spans = _spans[person].Where(row => string.CompareOrdinal(row[1], last) <= 0 && string.CompareOrdinal(row[2], first) >= 0)
            .ToList();
        if (_spans.Contains(person) && !spans.Exists(row => row[3] == "1" && row[4] == "1"))
            return false;
        if (spans.Exists(row => row[3] != row[4] || row[5] == "1"))
            return false;
        if (spans.Exists(row => row[6] == "0" && string.CompareOrdinal(row[2], last) >= 0))
            return false;
        if (_payers[person].Any(day => string.CompareOrdinal(day, $"{_year}-01-01") >= 0
            && string.CompareOrdinal(day, Day(snapshot)) <= 0))
            return false;
        return !_born.TryGetValue(person, out var born)
            || string.CompareOrdinal($"{int.Parse(born[..4], CultureInfo.InvariantCulture) + 18}{born[4..]}", Day(snapshot)) <= 0;
    }

    private List<Listing> Listed(string aco) => [.. _files.Rows($"{aco}/participants.csv").Where(row => row[3].Length > 0)
        .Select(row => new Listing(row[1].Length > 0 ? $"TIN {row[1]}" : $"CCN {row[2]}", row[3], row[6], row[7]))];

    private Dictionary<string, string> Held() => _files.Query($"""
        select bene_key, aco_id, count(*) from (
            select bene_key, aco_id from core.professional_lines where clm_line_thru_dt between '{_year}-01-01' and '{_year}-08-31'
            union all
            select bene_key, aco_id from core.institutional_claims where clm_thru_dt between '{_year}-01-01' and '{_year}-08-31') held
        group by 1, 2
        """).Select(row => row.Split('|')).GroupBy(row => row[0]).ToDictionary(group => _ids[group.Key], group =>
            group.OrderByDescending(row => int.Parse(row[2], CultureInfo.InvariantCulture)).ThenBy(row => row[1], StringComparer.Ordinal)
                .First()[1]);

    private string Day(int snapshot) => $"{_year}-{(snapshot == 1 ? "03-31" : snapshot == 2 ? "06-30" : "08-31")}";

    private List<Service> Services()
    {
        var lines = _files.Query($"""
            select aco_id, bene_key, strftime(clm_line_thru_dt, '%Y-%m-%d'), 'TIN ' || clm_rndrg_prvdr_tax_num, rendering_npi,
                   clm_line_hcpcs_cd, signed_paid
            from core.professional_lines
            where not is_denied and not is_orphan_cancellation and clm_line_thru_dt between '{_year}-01-01' and '{_year}-08-31'
            """);
        var hospitals = _files.Query($"""
            select c.aco_id, c.bene_key, strftime(r.clm_line_thru_dt, '%Y-%m-%d'), 'CCN ' || c.provider_number, h.atndg_prvdr_npi_num,
                   r.clm_line_hcpcs_cd, r.clm_line_cvrd_pd_amt, r.cur_clm_uniq_id, r.clm_line_num
            from core.institutional_claims c join input.cclf1 h on h.file_id = c.file_id and h.line = c.line
            join input.cclf2 r on r.cur_clm_uniq_id = c.cur_clm_uniq_id
            join input.files f on f.file_id = r.file_id and f.aco_id = c.aco_id
            where not c.is_denied and not c.is_orphan_cancellation and h.clm_bill_fac_type_cd = '8' and h.clm_bill_clsfctn_cd = '5'
              and substr(r.clm_line_prod_rev_ctr_cd, 1, 3) in ('096', '097', '098')
              and c.clm_thru_dt between '{_year}-01-01' and '{_year}-08-31'
            group by all
            """);
        var clinics = _files.Query($"""
            select c.aco_id, c.bene_key, strftime(c.clm_thru_dt, '%Y-%m-%d'), 'CCN ' || c.provider_number, h.atndg_prvdr_npi_num, '', 0
            from core.institutional_claims c join input.cclf1 h on h.file_id = c.file_id and h.line = c.line
            where not c.is_denied and not c.is_orphan_cancellation and h.clm_bill_fac_type_cd = '7' and h.clm_bill_clsfctn_cd in ('1', '7')
              and c.clm_thru_dt between '{_year}-01-01' and '{_year}-08-31'
            """);
        return [.. lines.Concat(hospitals).Select(row => row.Split('|')).Where(row => IsCovered(row[5])).Select(Service),
            .. clinics.Select(row => row.Split('|')).Select(Service)];

        Service Service(string[] row) => new(row[0], _ids[row[1]], row[2], row[3], row[4], row[5],
            decimal.Parse(row[6], CultureInfo.InvariantCulture));
    }

    /// <summary>Of the codes that are generated on physician claims, laboratory, drugs and ambulance are outside the fee schedule.</summary>
    private static bool IsCovered(string code) => code.Length > 0 && !(code[0] is 'A' or 'J' or 'E' or 'K' or 'L')
        && !(string.CompareOrdinal(code, "80047") >= 0 && string.CompareOrdinal(code, "87999") <= 0) && code != "36415"
        && !(string.CompareOrdinal(code, "90476") >= 0 && string.CompareOrdinal(code, "90759") <= 0);

    private sealed record Listing(string Number, string Npi, string Start, string End)
    {
        public bool At(string day) => (Start.Length == 0 || string.CompareOrdinal(Start, day) <= 0)
            && (End.Length == 0 || string.CompareOrdinal(End, day) >= 0);
    }

    private sealed record Service(string Aco, string Person, string Day, string Number, string Npi, string Code, decimal Paid)
    {
        public bool IsClinic => Code.Length == 0;

        public bool IsVisit => (string.CompareOrdinal(Code, "99201") >= 0 && string.CompareOrdinal(Code, "99499") <= 0)
            || Code is "G0402" or "G0438" or "G0439";
    }
}
