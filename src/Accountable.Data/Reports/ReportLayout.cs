using Accountable.Data.Store;

namespace Accountable.Data.Reports;

/// <summary>A column of a report.</summary>
/// <param name="Header">CMS's name of it in the file.</param>
/// <param name="SqlType">What it holds: a type in SQL, <c>mbi</c> for a beneficiary's identifier, or <c>month</c> for a month as
/// 2024-01.</param>
/// <param name="Required">Whether a row without it is refused.</param>
public sealed record ReportColumn(string Header, string SqlType, bool Required = false)
{
    /// <summary>Other names of it in files.</summary>
    public IReadOnlyList<string> OtherHeaders { get; init; } = [];

    /// <summary>Its name in the store.</summary>
    public string Column { get; init; } = Header.ToLowerInvariant();
}

/// <summary>The columns of one kind of report; a file's columns are found by their names, in any order.</summary>
/// <param name="Table">The table of the store that holds its rows.</param>
/// <param name="Title">What it is.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Fixed">Columns that the file's name gives, before the others.</param>
public sealed record ReportLayout(string Table, string Title, IReadOnlyList<ReportColumn> Columns,
    IReadOnlyList<(string Name, string SqlType)> Fixed)
{
    /// <summary>How many months an assignment list covers.</summary>
    public const int Months = 12;

    private const int HccColumns = 120;
    private static readonly (string, string)[] Period =
        [("report", "varchar"), ("report_rank", "integer"), ("performance_year", "integer"), ("first_month", "date"), ("made", "varchar")];

    /// <summary>The tables of assignment list reports by their number: 1-1 is 1.</summary>
    public static IReadOnlyDictionary<int, ReportLayout> Assignment { get; } = new Dictionary<int, ReportLayout>
    {
        [1] = new("assignment_list", "1-1 assigned beneficiaries", [.. Head, .. Assigned()], Period),
        [2] = new("assignment_tins", "1-2 beneficiaries by participant TIN",
            [.. Head, Tin, new("B_EM_LINE_CNT_T", Whole)], Period),
        [3] = new("assignment_ccns", "1-3 beneficiaries by CCN",
            [.. Head, new("MASTER_ID", Text, true) { Column = "ccn" }, new("REV_LINE_CNT", Whole)], Period),
        [4] = new("assignment_npis", "1-4 beneficiaries by TIN and NPI",
            [.. Head, Tin, new("NPI_USED", Text, true) { Column = "npi" }, new("PCS_COUNT", Whole)], Period),
        [5] = new("assignment_turnover", "1-5 turnover", [.. Head,
            .. Flags("PLUR_R05", "AB_R01", "HMO_R03", "NO_US_R02", "MDM_R04", "NOFND_R06")],
            Period),
        [6] = new("assignable", "1-6 assignable or voluntarily aligned", [.. Head, .. Flags("VA_SELECTION_ONLY")], Period),
        [9] = new("underserved", "1-9 underserved beneficiaries",
            [Mbi, new("ADI_NATRANK", Text), new("BENE_LIS_STATUS", Text), new("BENE_DUAL_STATUS", Text),
                new("BENE_PSNYRS_LIS_DUAL", Score), new("BENE_PSNYRS", Score)], Period),
    };

    /// <summary>Participants and providers, in the neutral columns.</summary>
    public static ReportLayout Participants { get; } = new("participants", "participant list",
        [
            new("aco_id", Text, true), new("tin", Text), new("ccn", Text), new("npi", Text), new("role", Text), new("specialty", Text),
            new("start", "date") { Column = "start_date" }, new("end", "date") { Column = "end_date" },
            new("primary_care_flag", "boolean"), new("cehrt_flag", "boolean"), new("pct_reduction", "decimal(18,4)"),
        ], []);

    /// <summary>Beneficiaries whose data CMS leaves out.</summary>
    public static ReportLayout Exclusions { get; } = new("exclusions", "beneficiary exclusions",
        [Mbi, new("BENE_BRTH_DT", "date"), new("BENE_SEX_CD", Text), new("REASONS", Text, true)],
        [("performance_year", "integer"), ("report_month", "varchar"), ("file_created", "varchar")]);

    /// <summary>Cells of expenditure and utilization reports.</summary>
    public static ReportLayout Expenditure { get; } = new("expenditure_report", "expenditure and utilization",
        [
            new("SHEET", Text), new("SECTION", Text), new("ROW_LABEL", Text), new("COLUMN_LABEL", Text), new("VALUE", "decimal(28,8)"),
            new("VALUE_TEXT", Text),
        ], [("aco_id", "varchar"), ("report", "varchar"), ("period", "varchar")]);

    /// <summary>Spans of months in which nothing of a person's enrollment changes, in our own columns: what assignment asks and CMS's
    /// files to an ACO do not tell of everyone.</summary>
    public static ReportLayout Eligibility { get; } = new("eligibility", "spans of enrollment",
        [
            Person, new("from_month", "month", true), new("thru_month", "month", true), new("part_a", "boolean", true),
            new("part_b", "boolean", true), new("health_plan", "boolean"), new("in_us", "boolean"), new("dual", "boolean"),
            new("esrd", "boolean"),
        ], []);

    /// <summary>Whom people named as the clinician responsible for coordinating their care, in our own columns. 42 CFR
    /// 425.402(e).</summary>
    public static ReportLayout Designations { get; } = new("designations", "designations of a main clinician",
        [Person, new("designated_on", "date", true), new("tin", Text), new("npi", Text)], []);

    /// <summary>The specialty of clinicians who are on no physician claim, in our own columns.</summary>
    public static ReportLayout Clinicians { get; } = new("clinicians", "specialties of clinicians",
        [new("npi", Text, true), new("specialty", Text, true), new("tin", Text), new("ccn", Text)], []);

    /// <summary>Each ACO's assignment method by performance year, in our own columns. 42 CFR 425.400(a)(4)(ii).</summary>
    public static ReportLayout Methods { get; } = new("assignment_methods", "assignment methods",
        [new("aco_id", Text, true), new("performance_year", "integer", true), new("method", Text, true)], []);

    /// <summary>Hospitals under the electing teaching amendment, with the allowed charge that the physician fee schedule would give their
    /// clinic visit (G0463). 42 CFR 425.402(d).</summary>
    public static ReportLayout EtaHospitals { get; } = new("eta_hospitals", "hospitals under the electing teaching amendment",
        [new("ccn", Text, true), new("first_day", "date", true), new("last_day", "date", true), new("allowed", "decimal(18,2)", true)], []);

    /// <summary>What each ACO agreed to by performance year, and how earlier years were reconciled, in our own columns.</summary>
    public static ReportLayout Agreements { get; } = new("agreements", "agreements with CMS",
        [
            new("aco_id", Text, true), new("performance_year", "integer", true), new("agreement_start", "date"),
            new("agreement_period", "integer"), new("times_adjusted", "integer"), new("track", Text),
            new("minimum_rate", "decimal(9,6)"), new("participant_revenue", "decimal(18,2)"), new("low_revenue", "boolean"),
            new("two_sided_year", "integer"), new("months_of_participation", "integer"), new("ended_by_cms", "boolean"),
            new("affected_months_share", "decimal(9,6)"), new("affected_beneficiaries_share", "decimal(9,6)"),
            new("advance_payment_balance", "decimal(18,2)"), new("per_capita_savings", "decimal(18,6)"),
            new("person_years", "decimal(18,6)"), new("forfeited", "boolean"),
        ], []);

    /// <summary>The lists in our own columns, by the name of their file.</summary>
    public static IReadOnlyDictionary<string, ReportLayout> Own { get; } = new Dictionary<string, ReportLayout>
    {
        ["eligibility.csv"] = Eligibility, ["designations.csv"] = Designations, ["clinicians.csv"] = Clinicians, ["methods.csv"] = Methods,
        ["eta_hospitals.csv"] = EtaHospitals,
        ["agreements.csv"] = Agreements,
    };

    /// <summary>Every layout.</summary>
    public static IEnumerable<ReportLayout> All => [.. Assignment.Values, Participants, Exclusions, Expenditure, .. Own.Values];

    private static string Text => "varchar";

    private static string Whole => "bigint";

    private static string Score => "decimal(18,14)";

    private static ReportColumn Mbi => new("BENE_MBI_ID", "mbi", true);

    private static ReportColumn Person => new("person_id", "mbi", true) { Column = "bene_mbi_id", OtherHeaders = ["bene_mbi_id"] };

    private static ReportColumn Tin => new("MASTER_ID", Text, true) { Column = "tin" };

    private static ReportColumn[] Head =>
    [
        Mbi, new("BENE_HIC_NUM", Text), new("BENE_1ST_NAME", Text), new("BENE_LAST_NAME", Text), new("BENE_SEX_CD", Text),
        new("BENE_BRTH_DT", "date"), new("BENE_DEATH_DT", "date"),
    ];

    /// <summary>The table of the store.</summary>
    public InputTable ToTable() => new(Table, [("file_id", "integer"), ("line", "bigint"), .. Fixed, .. Columns.SelectMany(Stored)]);

    private static IEnumerable<(string, string)> Stored(ReportColumn column) => column.SqlType == "mbi"
        ? [(column.Column, "varchar"), ($"{column.Column}_hash", "bigint")]
        : [(column.Column, column.SqlType == "month" ? "date" : column.SqlType)];

    private static IEnumerable<ReportColumn> Assigned() =>
    [
        new("GEO_SSA_CNTY_CD_NAME", Text), new("GEO_SSA_STATE_NAME", Text), new("STATE_COUNTY_CD", Text), new("IN_VA_MAX", Text),
        new("VA_TIN", Text), new("VA_NPI", Text), new("CBA_FLAG", Text), new("ASSIGNMENT_TYPE", Text), new("ASSIGNED_BEFORE", Text),
        new("ASG_STATUS", Text), new("PARTD_MONTHS", Whole),
        .. Enumerable.Range(1, Months).Select(month => new ReportColumn($"ENROLLFLAG{month}", "integer", true)),
        new("HCC_VERSION", Text), .. Flags([.. Enumerable.Range(1, HccColumns).Select(place => $"HCC_COL_{place}")]),
        .. Enumerable.Range(1, Months).Select(month => new ReportColumn($"BENE_RSK_R_SCRE_{month:00}", Score)),
        new("ESRD_SCORE", Score), new("DIS_SCORE", Score), new("AGDU_SCORE", Score), new("AGND_SCORE", Score),
        new("DEM_ESRD_SCORE", Score), new("DEM_DIS_SCORE", Score), new("DEM_AGDU_SCORE", Score), new("DEM_AGND_SCORE", Score),
        new("NEW_ENROLLEE", Text), new("LTI_STATUS", Text), new("BENE_RACE_CD", Text), new("BENE_PSNYRS_DUAL", Score),
    ];

    private static IEnumerable<ReportColumn> Flags(params string[] names) => names.Select(name => new ReportColumn(name, Text));
}
