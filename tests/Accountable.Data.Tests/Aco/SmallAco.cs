using System.Globalization;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;

namespace Accountable.Data.Tests.Aco;

/// <summary>One claim of a small ACO: a visit at a practice, or a stay.</summary>
internal sealed record SmallVisit(int Person, DateOnly Day, bool IsAtAco, bool IsStay, decimal Allowed, decimal Paid, decimal Teaching,
    string Diagnosis);

/// <summary>An ACO of sixteen people, four of each enrollment type, with a neighbour's practice: few enough for plain loops, with every
/// figure by a formula of person and year.</summary>
internal sealed class SmallAco
{
    public const string Id = "A1234";
    public const string Own = "111111111";
    public const string Other = "222222222";
    public const int People = 16;
    private static readonly string[] Types = ["esrd", "disabled", "aged_dual", "aged_non_dual"];
    private static readonly string[] Codes = ["E119", "I5022", "J449", "C50911", "I10", "F330", "N184", "Z0000"];

    public SmallAco(DateOnly start, int year, int firstOfClaims)
    {
        (Start, Year) = (start, year);
        for (var at = firstOfClaims; at <= year; at++)
        {
            for (var person = 0; person < People; person++)
            {
                Visits.AddRange(Of(person, at));
            }
        }
    }

    public DateOnly Start { get; }

    public int Year { get; }

    public List<SmallVisit> Visits { get; } = [];

    /// <summary>The benchmark years and the performance year.</summary>
    public int[] Years => [Start.Year - 3, Start.Year - 2, Start.Year - 1, Year];

    public static string Mbi(int person) => $"1A00A00AA{person:00}";

    public static int TypeOf(int person) => person % 4;

    public static DateOnly Birth(int person) => TypeOf(person) == 1 ? new DateOnly(1970, 3, 1 + person) : new DateOnly(1938 + person, 5, 2);

    public static bool IsFemale(int person) => person % 3 == 0;

    public static string County(int person) => person % 2 == 0 ? "01000" : "01010";

    /// <summary>Twelve months; the third person has six in odd years.</summary>
    public static int Months(int person, int year) => person == 3 && year % 2 == 1 ? 6 : 12;

    /// <summary>Dual years as the list says: of the aged and dual all, and of one with renal disease.</summary>
    public static decimal DualYears(int person, int year) => TypeOf(person) == 2 || person == 4 ? Months(person, year) / 12m : 0;

    /// <summary>Thresholds low enough that somebody is cut off.</summary>
    public static decimal Threshold(int type, int year) => new[] { 90_000m, 14_000m, 19_000m, 15_500m }[type] + (100 * (year % 7));

    public static decimal National(int type, int year) => Level(type) * (1 + (0.045m * (year - 2015)) + (0.003m * (type + (year % 3))));

    public static decimal MeanRisk(int type, int year) => 0.98m + (0.01m * ((type + year) % 5));

    public static decimal MeanDemographic(int type, int year) => 0.5m + (0.01m * ((type + year) % 4));

    /// <summary>Per capita, risk and person-years of a county.</summary>
    public static (decimal PerCapita, decimal Risk, decimal Years) CountyOf(int county, int type, int year) =>
        (Math.Round(National(type, year) * (county == 0 ? 0.97m : 1.05m), 2), 0.96m + (0.02m * ((county + type + year) % 4)),
            40 + (10 * type) + (7 * county));

    /// <summary>Scores as a report would give them, for years whose law has no list of procedures.</summary>
    public static (decimal Risk, decimal Demographic) Score(int type, int year) =>
        (0.95m + (0.013m * ((type * 3 + year) % 7)), 0.51m + (0.007m * ((type + year * 2) % 5)));

    public static decimal[] Continuity(int type) => [0.2m + (0.01m * type), 1.03m, type == 2 ? 0.97m : 1.02m, 1.01m];

    private static decimal Level(int type) => new[] { 70_000m, 9_500m, 15_000m, 9_000m }[type];

    private IEnumerable<SmallVisit> Of(int person, int year)
    {
        // The last year costs less, so that there is something to share.
        var scale = (year == Year ? 0.70m : 1) * (1 + (0.03m * (year - 2015)));
        var level = Level(TypeOf(person)) * scale * (0.6m + (0.1m * (person / 4 + (year % 3))));
        var isElsewhere = person == 7 && year % 2 == 0;
        var code = TypeOf(person) == 0 ? "N186" : Codes[(person + year) % Codes.Length];
        yield return new(person, new DateOnly(year, 2, 3 + person), true, false, 120, Cents(level * 0.1m), 0, code);
        yield return new(person, new DateOnly(year, 5, 2), false, false, isElsewhere ? 180 : 90, Cents(level * 0.05m), 0, "I10");
        yield return new(person, new DateOnly(year, 9, 20), true, true, 0, Cents(level * 0.75m) + 1_000, 640.25m, code);
        if (person >= 12)
            yield return new(person, new DateOnly(year, 11, 30), true, true, 0, Cents(level * 0.6m), 0, "I5022");
    }

    private static decimal Cents(decimal amount) => Math.Round(amount, 2);

    /// <summary>Writes deliveries, lists, agreement and factors.</summary>
    public void Write(Scratch scratch, string agreement, bool withScores, bool withMeans = true)
    {
        var delivery = new Delivery(Id, $"{Year + 1 - 2000}0415", $"Y{Year - 2000}")
            .With('1', 437, Visits.Select((visit, i) => (visit, i)).Where(row => row.visit.IsStay).Select(row => Stay(row.visit, row.i)))
            .With('5', 388, Visits.Select((visit, i) => (visit, i)).Where(row => !row.visit.IsStay).Select(row => Line(row.visit, row.i)))
            .With('8', 549, Enumerable.Range(0, People).Select(Demographics));
        delivery.WriteTo(scratch["in"]);
        for (var year = Years[0]; year <= Year; year++)
        {
            File.WriteAllText(Path.Combine(scratch["in"], ListName(year, "1-1")), List(year));
            File.WriteAllText(Path.Combine(scratch["in"], ListName(year, "1-9")), LowIncome(year));
        }
        File.WriteAllText(Path.Combine(scratch["in"], "participants.csv"),
            "aco_id,tin,ccn,npi,role,specialty,start,end,primary_care_flag,cehrt_flag,pct_reduction\n"
            + $"{Id},{Own},,,participant,,2012-01-01,,1,1,0\n");
        File.WriteAllText(Path.Combine(scratch["in"], "agreements.csv"), agreement);
        Factors(scratch["factors"], withScores, withMeans);
    }

    private static string ListName(int year, string table) => $"P.{Id}.ACO.AALR.Y{year}.D{year + 1 - 2000}9999.T0100000_{table}.csv";

    /// <summary>Imports what was written into a store on an engine.</summary>
    public static string? Import(Scratch scratch, string engine, Action<string> say)
    {
        if ((engine == "duckdb" ? scratch["store"] : Postgres.Store(say)) is not { } location)
            return null;
        using var store = ClaimStore.OpenToWrite(location);
        foreach (var imported in CclfImport.Import(scratch["in"], store, acceptCounts: false)
            .Concat(ReportImport.Import(scratch["in"], store)))
            Assert.DoesNotContain(imported.Findings, finding => finding.Severity != Severity.Warning);
        return location;
    }

    private void Factors(string folder, bool withScores, bool withMeans)
    {
        Directory.CreateDirectory(folder);
        var national = new StringBuilder("year,enrollment_type,per_capita_expenditures,mean_risk_score,mean_demographic_score,"
            + "truncation_threshold\n");
        var scores = new StringBuilder("year,enrollment_type,risk_score,demographic_score,newly_assigned_share,newly_assigned_risk_ratio,"
            + "continuously_assigned_risk_ratio,continuously_assigned_demographic_ratio\n");
        foreach (var year in Years)
        {
            var county = new StringBuilder("Year,State Name,County Name,State ID,County ID,Per capita ESRD expenditures,Average ESRD HCC "
                + "risk score,ESRD person-years,Per capita DISABLED expenditures,Average DISABLED HCC risk score,DISABLED person-years,"
                + "Per capita AGED/DUAL expenditures,Average AGED/DUAL HCC risk score,AGED/DUAL person-years,"
                + "Per capita AGED/NON-DUAL expenditures,"
                + "Average AGED/NON-DUAL HCC risk score,AGED/NON-DUAL person-years\n");
            for (var place = 0; place < 2; place++)
            {
                county.Append($"{year},Alabama,{(place == 0 ? "Autauga" : "Baldwin")},1,{place * 10}");
                for (var type = 0; type < 4; type++)
                {
                    var (perCapita, risk, years) = CountyOf(place, type, year);
                    county.Append(CultureInfo.InvariantCulture, $",{perCapita},{risk},{years}");
                }
                county.Append('\n');
            }
            File.WriteAllText(Path.Combine(folder, $"county-{year}.csv"), county.ToString());
            for (var type = 0; type < 4; type++)
            {
                var means = withMeans ? $"{MeanRisk(type, year)},{MeanDemographic(type, year)}" : ",";
                national.Append(CultureInfo.InvariantCulture,
                    $"{year},{Types[type]},{National(type, year)},{means},{Threshold(type, year)}\n");
                var (score, demographic) = Score(type, year);
                scores.Append(CultureInfo.InvariantCulture,
                    $"{year},{Types[type]},{score},{demographic},{string.Join(',', Continuity(type))}\n");
            }
        }
        File.WriteAllText(Path.Combine(folder, "national.csv"), national.ToString());
        File.WriteAllText(Path.Combine(folder, "acpt.csv"), "agreement_start_year,performance_year,population,growth_from_by3\n"
            + $"{Start.Year},{Year},esrd,0.06\n{Start.Year},{Year},aged_disabled,0.08\n");
        if (withScores)
            File.WriteAllText(Path.Combine(folder, "risk.csv"), scores.ToString());
    }

    private static string List(int year)
    {
        var columns = ReportLayout.Assignment[1].Columns.Select(column => column.Header).ToList();
        var rows = Enumerable.Range(0, People).Select(person => string.Join(',', columns.Select(column => column switch
        {
            "BENE_MBI_ID" => Mbi(person),
            "BENE_BRTH_DT" => Birth(person).ToString("MM/dd/yyyy", CultureInfo.InvariantCulture),
            "STATE_COUNTY_CD" => County(person),
            // No two lists are alike, or the second would pass for the first.
            "HCC_VERSION" => $"of {year}",
            "BENE_PSNYRS_DUAL" => DualYears(person, year).ToString(CultureInfo.InvariantCulture),
            _ when column.StartsWith("ENROLLFLAG", StringComparison.Ordinal) =>
                int.Parse(column[10..], CultureInfo.InvariantCulture) <= Months(person, year) ? $"{TypeOf(person) + 1}" : "0",
            _ => "",
        })));
        return string.Join("\r\n", rows.Prepend(string.Join(',', columns.Select(column => $"\"{column}\"")))) + "\r\n";
    }

    private static string LowIncome(int year) =>
        "BENE_MBI_ID,ADI_NATRANK,BENE_LIS_STATUS,BENE_DUAL_STATUS,BENE_PSNYRS_LIS_DUAL,BENE_PSNYRS\n"
        + string.Concat(Enumerable.Range(0, People).Select(person =>
            $"{Mbi(person)},,0,0,{DualYears(person, year).ToString(CultureInfo.InvariantCulture)},1.{year}\n"));

    private static string Demographics(int person) => Rows.Of('8', 549, ("BENE_MBI_ID", Mbi(person)),
        ("BENE_DOB", $"{Birth(person):yyyy-MM-dd}"), ("BENE_SEX_CD", IsFemale(person) ? "2" : "1"),
        ("BENE_MDCR_STUS_CD", TypeOf(person) switch { 0 => "11", 1 => "20", _ => "10" }),
        ("BENE_DUAL_STUS_CD", TypeOf(person) == 2 ? "02" : "NA"), ("BENE_DEATH_DT", "9999-12-31"),
        ("BENE_ORGNL_ENTLMT_RSN_CD", TypeOf(person) == 1 ? "1" : "0"), ("BENE_PART_A_ENRLMT_BGN_DT", "2010-05-01"),
        ("BENE_PART_B_ENRLMT_BGN_DT", "2010-05-01"));

    private static string Line(SmallVisit visit, int id) => Rows.Of('5', 388, ("CUR_CLM_UNIQ_ID", $"{id + 1}"), ("CLM_LINE_NUM", "1"),
        ("BENE_MBI_ID", Mbi(visit.Person)), ("CLM_TYPE_CD", "71"), ("CLM_LINE_FROM_DT", $"{visit.Day:yyyy-MM-dd}"),
        ("CLM_LINE_THRU_DT", $"{visit.Day:yyyy-MM-dd}"), ("CLM_LINE_HCPCS_CD", "99213"), ("CLM_LINE_CVRD_PD_AMT", Text(visit.Paid)),
        ("CLM_LINE_ALOWD_CHRG_AMT", Text(visit.Allowed)), ("CLM_PRVDR_SPCLTY_CD", "11"), ("CLM_POS_CD", "11"),
        ("CLM_RNDRG_PRVDR_TAX_NUM", visit.IsAtAco ? Own : Other), ("CLM_RNDRG_PRVDR_NPI_NUM", visit.IsAtAco ? "1111111111" : "2222222222"),
        ("CLM_LINE_DGNS_CD", visit.Diagnosis), ("CLM_ADJSMT_TYPE_CD", "0"), ("CLM_EFCTV_DT", $"{visit.Day.AddDays(20):yyyy-MM-dd}"),
        ("CLM_IDR_LD_DT", $"{visit.Day.AddDays(22):yyyy-MM-dd}"), ("CLM_CNTL_NUM", $"c{id}"), ("CLM_PRCSG_IND_CD", "A"),
        ("CLM_CARR_PMT_DNL_CD", "1"));

    private static string Stay(SmallVisit visit, int id) => Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", $"{id + 1}"),
        ("PRVDR_OSCAR_NUM", "010001"), ("BENE_MBI_ID", Mbi(visit.Person)), ("CLM_TYPE_CD", "60"), ("CLM_BILL_FAC_TYPE_CD", "1"),
        ("CLM_BILL_CLSFCTN_CD", "1"),
        ("CLM_FROM_DT", $"{visit.Day.AddDays(-2):yyyy-MM-dd}"), ("CLM_THRU_DT", $"{visit.Day:yyyy-MM-dd}"),
        ("PRNCPL_DGNS_CD", visit.Diagnosis), ("CLM_PMT_AMT", Text(visit.Paid)), ("CLM_OPRTNL_IME_AMT", Text(visit.Teaching)),
        ("CLM_ADJSMT_TYPE_CD", "0"), ("CLM_EFCTV_DT", $"{visit.Day.AddDays(30):yyyy-MM-dd}"),
        ("CLM_IDR_LD_DT", $"{visit.Day.AddDays(32):yyyy-MM-dd}"));

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
