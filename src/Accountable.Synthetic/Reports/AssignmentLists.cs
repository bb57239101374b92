using System.Text;
using Accountable.Synthetic.Feeds;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Truth;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Reports;

/// <summary>The annual assignment list reports: table 1-1 a row a person, 1-2 a row a practice, 1-3 a row an institution, 1-4 a row a
/// clinician, 1-9 a row a person with what is known of low income.</summary>
internal static class AssignmentLists
{
    private const string Head = "BENE_MBI_ID,BENE_HIC_NUM,BENE_1ST_NAME,BENE_LAST_NAME,BENE_SEX_CD,BENE_BRTH_DT,BENE_DEATH_DT";
    private const int Categories = 120;

    /// <summary>Each table's number and its quoted header.</summary>
    public static IReadOnlyList<(string Table, string Header)> Tables { get; } =
    [
        ("1-1", Quoted(Head + ",GEO_SSA_CNTY_CD_NAME,GEO_SSA_STATE_NAME,STATE_COUNTY_CD,IN_VA_MAX,VA_TIN,VA_NPI,CBA_FLAG,ASSIGNMENT_TYPE,"
            + "ASSIGNED_BEFORE,ASG_STATUS,PARTD_MONTHS," + Numbered("ENROLLFLAG{0}", 12) + ",HCC_VERSION,"
                + Numbered("HCC_COL_{0}", Categories) + ","
            + Numbered("BENE_RSK_R_SCRE_{0:00}", 12)
                + ",ESRD_SCORE,DIS_SCORE,AGDU_SCORE,AGND_SCORE,DEM_ESRD_SCORE,DEM_DIS_SCORE,DEM_AGDU_SCORE,"
            + "DEM_AGND_SCORE,NEW_ENROLLEE,LTI_STATUS,BENE_RACE_CD,BENE_PSNYRS_DUAL")),
        ("1-2", Quoted(Head + ",MASTER_ID,B_EM_LINE_CNT_T")),
        ("1-3", Quoted(Head + ",MASTER_ID,REV_LINE_CNT")),
        ("1-4", Quoted(Head + ",MASTER_ID,NPI_USED,PCS_COUNT")),
        ("1-9", Quoted("BENE_MBI_ID,ADI_NATRANK,BENE_LIS_STATUS,BENE_DUAL_STATUS,BENE_PSNYRS_LIS_DUAL,BENE_PSNYRS")),
    ];

    /// <summary>Adds an assigned person to the tables of an ACO and year.</summary>
    public static void Add(Pieces pieces, Market market, Aco aco, int year, Person person, Decision decision, bool before,
        List<PrimaryCareService> services)
    {
        // Lists of a year are made in the April after it and carry the identifier of that day.
        var head = HeadOf(person, Days.Of(year + 1, 4, 1));
        var file = pieces.Files.List(aco.Number, year, 0);
        Person(pieces[file], head, year, person, decision, before);
        LowIncome(pieces[file + Tables.Count - 1], head, year, person);
        var (from, thru) = aco.Window(year);
        var own = services.Where(service => service.Day >= from && service.Day <= thru
            && market.AcosOf(service.Number, year).Contains(aco.Number)).ToList();
        foreach (var group in own.GroupBy(service =>
            (service.Number, service.IsOfClinic || service.Number.StartsWith("97", StringComparison.Ordinal)))
            .OrderBy(group => group.Key.Number, StringComparer.Ordinal))
        {
            var lines = pieces[group.Key.Item2 ? file + 2 : file + 1];
            lines.Text($"{head},{group.Key.Number},{group.Count()}");
            lines.EndLine();
        }
        foreach (var group in own.GroupBy(service => (service.Number, service.Npi))
            .OrderBy(group => group.Key.Number, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Npi, StringComparer.Ordinal))
        {
            var lines = pieces[file + 3];
            lines.Text($"{head},{group.Key.Number},{group.Key.Npi},{group.Count()}");
            lines.EndLine();
        }
    }

    private static void Person(Lines lines, string head, int year, Person person, Decision decision, bool before)
    {
        var first = (year - person.FirstYear) * 12;
        var isChosen = decision.Reason == "voluntary_alignment";
        var chosen = isChosen ? person.Designations.Last(designation => designation.Day <= Days.Of(year - 1, 9, 30)) : null;
        var months = Enumerable.Range(first, 12).ToList();
        var duals = months.Count(month => person.TypeIn(month) == EnrollmentType.AgedDual || person.Months[month].HasFlag(Month.Dual));
        var text = new StringBuilder(head);
        text.Append($",{person.CountyIn(year).Name},Alabama,{person.CountyIn(year).Ssa}");
        text.Append($",{(isChosen ? 1 : 0)},{chosen?.Practice.Tin},{chosen?.Clinician.Npi}");
        text.Append($",{(decision.IsByClaims ? 1 : 0)},{Step(decision.Reason)},{(before ? 1 : 0)},{(before ? 0 : 1)}");
        text.Append($",{(person.HasDrugPlan ? months.Count(person.IsFeeForService) : 0)}");
        foreach (var month in months)
            text.Append($",{(int)person.TypeIn(month)}");
        // The generator computes no CMS-HCC scores: the columns of categories and scores are empty.
        text.Append(year < 2024 ? ",V24" : ",V28").Append(',', Categories + 12 + 8);
        text.Append($",0,0,{person.Race},{duals / 12m:0.000000}");
        lines.Text(text.ToString());
        lines.EndLine();
    }

    /// <summary>Who is dual has the low-income subsidy, and nobody else does.</summary>
    private static void LowIncome(Lines lines, string head, int year, Person person)
    {
        var months = Enumerable.Range((year - person.FirstYear) * 12, 12).Where(person.IsFeeForService).ToList();
        var duals = months.Count(month => person.Months[month].HasFlag(Month.Dual));
        var flag = duals > 0 ? 1 : 0;
        lines.Text($"{head.Split(',')[0]},,{flag},{flag},{duals / 12m:0.000000},{months.Count / 12m:0.000000}");
        lines.EndLine();
    }

    private static string HeadOf(Person person, int day) =>
        $"{person.MbiOn(day)},,{person.FirstName},{Identifiers.LastName(person.Index)},{(person.IsFemale ? 2 : 1)},"
        + $"{Days.American(person.BirthDay)},"
        + (person.DeathDay > 0 && person.DeathDay < day ? Days.American(person.DeathDay) : "");

    private static string Step(string reason) =>
        reason.StartsWith("step_", StringComparison.Ordinal) ? reason.Substring("step_".Length, 1) : "";

    private static string Numbered(string pattern, int count) => string.Join(',',
        Enumerable.Range(1, count).Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, number)));

    private static string Quoted(string header) => string.Join(',', header.Split(',').Select(name => $"\"{name}\""));
}
