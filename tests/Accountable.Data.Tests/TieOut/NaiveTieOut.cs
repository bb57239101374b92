using System.Globalization;
using System.Text;
using Accountable.Data.Tests.Synthetic;

namespace Accountable.Data.Tests.TieOut;

/// <summary>A claim or line that stands after netting by plain loops.</summary>
internal sealed record NaiveClaim(string Id, string Person, string Month, string Key, DateOnly Seen, decimal Paid, decimal Ime, decimal Dsh,
    decimal Uncompensated, decimal PopulationBased, decimal Sequestration)
{
    public decimal AddOns => Ime + Dsh + Uncompensated;

    public decimal Counted => Paid - AddOns + PopulationBased + Sequestration;
}

/// <summary>A report of CMS and the differences to a store, by plain loops over the versions of claims: netting as of a day, rates and
/// factors written out once more.</summary>
internal sealed class NaiveTieOut
{
    public const decimal Completion = 1.013m;
    private const int Columns = 19;
    public static readonly decimal[] Thresholds = [0, 90_000, 41_000, 45_000, 30_000];
    private static readonly string[] Labels = ["", "ESRD", "Disabled", "Aged/Dual", "Aged/Non-dual"];

    private readonly List<Version> _versions;
    private readonly Dictionary<(string Key, string Month), int> _months;

    public NaiveTieOut(GeneratedClaims claims, string aco, int year)
    {
        _months = new ExpendituresFromFiles(claims).Months(aco, year);
        _versions =
        [
            .. claims.Query($"""
                select 'A' || v.cur_clm_uniq_id, v.bene_key, strftime(v.clm_thru_dt, '%Y-%m-%d'),
                       v.provider_number || '|' || v.clm_from_dt || '|' || v.clm_thru_dt || '|' || v.bene_key, coalesce(v.clm_cntl_num, ''),
                       strftime(v.clm_efctv_dt, '%Y-%m-%d'), strftime(coalesce(v.clm_idr_ld_dt, v.clm_efctv_dt), '%Y-%m-%d'),
                       v.sign, v.clm_pmt_amt, case when v.clm_type_cd = '60' then '1' else '0' end,
                       coalesce(v.clm_mdcr_ip_pps_cptl_ime_amt, 0) + coalesce(v.clm_oprtnl_ime_amt, 0),
                       coalesce(v.clm_mdcr_ip_pps_dsprprtnt_amt, 0) + coalesce(v.clm_oprtnl_dsprprtnt_amt, 0),
                       coalesce(v.clm_hipps_uncompd_care_amt, 0),
                       case when v.clm_mdcr_npmt_rsn_cd is not null
                              or (v.clm_type_cd in ('10', '40') and v.clm_bill_fac_type_cd in ('4', '5')) then '1' else '0' end,
                       (select max(e.clm_sqstrtn_rdctn_amt) from input.cclfa e where e.cur_clm_uniq_id = v.cur_clm_uniq_id),
                       (select max(e.clm_pbp_rdctn_amt) from input.cclfa e where e.cur_clm_uniq_id = v.cur_clm_uniq_id)
                from core.institutional_versions v where v.aco_id = '{aco}' and year(v.clm_thru_dt) = {year}
                  and v.clm_type_cd in ('10', '20', '30', '40', '50', '60')
                """).Select(row => new Version(row.Split('|', Columns), institutional: true)),
            .. claims.Query($"""
                select 'B' || v.cur_clm_uniq_id || '.' || v.clm_line_num, v.bene_key, strftime(v.clm_line_thru_dt, '%Y-%m-%d'),
                       v.control_number || '|' || v.bene_key || '|' || v.clm_line_num || '|', '',
                       strftime(v.clm_efctv_dt, '%Y-%m-%d'), strftime(coalesce(v.clm_idr_ld_dt, v.clm_efctv_dt), '%Y-%m-%d'),
                       v.sign, v.clm_line_cvrd_pd_amt, '0', 0, 0, 0,
                       case when v.clm_prcsg_ind_cd not in ('A', 'R', 'S') or v.clm_carr_pmt_dnl_cd = '0'
                              or regexp_matches(v.clm_carr_pmt_dnl_cd, '^([D-Y]|[0-9][0-9])$') then '1' else '0' end,
                       (select max(e.clm_sqstrtn_rdctn_amt) from input.cclfb e
                        where e.cur_clm_uniq_id = v.cur_clm_uniq_id and e.clm_line_num = v.clm_line_num),
                       (select max(e.clm_pbp_rdctn_amt) from input.cclfb e
                        where e.cur_clm_uniq_id = v.cur_clm_uniq_id and e.clm_line_num = v.clm_line_num)
                from core.part_b_versions v where v.aco_id = '{aco}' and year(v.clm_line_thru_dt) = {year}
                  and v.clm_type_cd in ('71', '72', '81', '82')
                """).Select(row => new Version(row.Split('|', Columns), institutional: false)),
        ];
    }

    /// <summary>Which of 33 parts a claim falls into by what it can be held back by: one of them is three percent.</summary>
    public static int Part(string held) =>
        (int)(Encoding.UTF8.GetBytes(held).Aggregate(2166136261u, (hash, each) => (hash ^ each) * 16777619u) % 33);

    /// <summary>The claims that stand when only some versions are known.</summary>
    public List<NaiveClaim> Standing(DateOnly lastSeen, Func<string, bool>? isHeldBack = null)
    {
        var standing = new List<NaiveClaim>();
        foreach (var key in _versions.Where(version => version.Seen <= lastSeen && isHeldBack?.Invoke(version.Held) != true)
            .GroupBy(version => (version.Natural, version.Amount)))
        {
            var left = key.OrderBy(version => version.Effective).ThenBy(version => version.Id, StringComparer.Ordinal).ToList();
            foreach (var sameControl in new[] { true, false })
            {
                foreach (var cancellation in left.Where(version => version.Sign < 0).ToList())
                {
                    var original = left.Find(version => version.Sign > 0 && (!sameControl || version.Control == cancellation.Control));
                    if (original is null)
                        continue;
                    left.Remove(original);
                    left.Remove(cancellation);
                }
            }
            standing.AddRange(left.Where(version => version.Sign < 0 || !version.IsDenied).Select(version => version.Claim()));
        }
        return standing;
    }

    /// <summary>Whether a version of this claim or line is known by a day.</summary>
    public bool Knows(string id, DateOnly lastSeen) => _versions.Exists(version => version.Id == id && version.Seen <= lastSeen);

    /// <summary>The newest day of sight by a day, of what was not held back.</summary>
    public DateOnly Newest(DateOnly lastSeen) => _versions.Where(version => version.Seen <= lastSeen).Max(version => version.Seen);

    /// <summary>The type of a claim's month; 0 for none.</summary>
    public int Type(NaiveClaim claim) => _months.GetValueOrDefault((claim.Person, claim.Month));

    /// <summary>Completed expenditures by type, 1 to 4.</summary>
    public decimal[] Expenditures(IEnumerable<NaiveClaim> claims, Func<NaiveClaim, decimal>? amount = null, decimal completion = Completion)
    {
        var people = new Dictionary<(string, int), decimal>();
        foreach (var claim in claims)
        {
            if (Type(claim) is var type && type > 0)
                people[(claim.Person, type)] = people.GetValueOrDefault((claim.Person, type)) + (amount?.Invoke(claim) ?? claim.Counted);
        }
        var totals = new decimal[5];
        foreach (var months in _months.GroupBy(month => (month.Key.Key, Type: month.Value)))
        {
            var paid = people.GetValueOrDefault((months.Key.Key, months.Key.Type));
            var annual = Math.Clamp(paid * 12 / months.Count(), -Thresholds[months.Key.Type], Thresholds[months.Key.Type]);
            totals[months.Key.Type] += annual * completion * months.Count() / 12;
        }
        return totals;
    }

    /// <summary>Person-years of a type.</summary>
    public decimal Years(int type) => _months.Count(month => month.Value == type) / 12m;

    /// <summary>Person-years of somebody in a type.</summary>
    public decimal Years(string person, int type) => _months.Count(month => month.Value == type && month.Key.Key == person) / 12m;

    /// <summary>Everybody on the list.</summary>
    public IReadOnlyCollection<string> People => [.. _months.Keys.Select(month => month.Key).Distinct()];

    /// <summary>Table 1 of a report with these dollars, as CSV.</summary>
    public string Report(decimal[] dollars, int decimals = 8)
    {
        var text = new StringBuilder("Table 1. Aggregate Expenditure/Utilization Report\n,ACO-Specific,All MSSP ACOs\n");
        text.Append($"Total assigned beneficiaries,\"{People.Count:N0}\",-\nPerson Years by Medicare Enrollment Type\n");
        for (var type = 1; type <= 4; type++)
            text.Append(CultureInfo.InvariantCulture, $"{Labels[type]},{Math.Round(Years(type), 8)},100\n");
        text.Append("Total Expenditures per Assigned Beneficiary by Medicare Enrollment Type\n");
        for (var type = 1; type <= 4; type++)
        {
            var each = Years(type) == 0 ? "-" : Math.Round(dollars[type] / Years(type), decimals).ToString("F" + decimals, CultureInfo.InvariantCulture);
            text.Append($"{Labels[type]},{each},\"12,345.67\"\n");
        }
        text.Append("Component Expenditures per Assigned Beneficiary\nESRD clinics,1.00,2.00\nTruncation Thresholds\n");
        for (var type = 1; type <= 4; type++)
            text.Append(CultureInfo.InvariantCulture, $"{Labels[type]},\"{Thresholds[type]:N2}\",-\n");
        return text.Append(CultureInfo.InvariantCulture, $"Completion Factor,{Completion},-\n").ToString();
    }

    private sealed class Version
    {
        private readonly string[] _row;
        private readonly int _at;

        public Version(string[] row, bool institutional)
        {
            // The natural key holds bars of its own: four parts of an institution's claim, four with the blank one of a line.
            _row = row;
            _at = 7;
            Id = row[0];
            Natural = string.Join('|', row[3..7]);
            Held = institutional ? string.Join('|', row[3..6]) : row[3];
        }

        public string Id { get; }

        public string Natural { get; }

        /// <summary>What a claim is held back by: provider and days of an institution, control number of a line.</summary>
        public string Held { get; }

        public string Control => _row[_at];

        public string Effective => _row[_at + 1];

        public DateOnly Seen => DateOnly.ParseExact(_row[_at + 2], "yyyy-MM-dd");

        public int Sign => int.Parse(_row[_at + 3], CultureInfo.InvariantCulture);

        public decimal Amount => Number(_at + 4);

        public bool IsDenied => _row[_at + 9] == "1";

        public NaiveClaim Claim()
        {
            var isStay = _row[_at + 5] == "1" ? Sign : 0;
            var paid = Sign * Amount;
            var day = _row[2];
            var rate = string.CompareOrdinal(day, "2022-04-01") < 0 ? 0m : string.CompareOrdinal(day, "2022-07-01") < 0 ? 0.01m : 0.02m;
            var sequestration = _row[_at + 10].Length > 0 ? Sign * Number(_at + 10) : (paid / (1 - rate)) - paid;
            return new NaiveClaim(Id, _row[1], day[..7], Natural, Seen, paid, isStay * Number(_at + 6), isStay * Number(_at + 7),
                isStay * Number(_at + 8), Sign * Number(_at + 11), sequestration);
        }

        private decimal Number(int at) => _row[at].Length == 0 ? 0 : decimal.Parse(_row[at], CultureInfo.InvariantCulture);
    }
}
