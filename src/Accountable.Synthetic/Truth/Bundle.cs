namespace Accountable.Synthetic.Truth;

/// <summary>Where a service was given, as bundles tell it.</summary>
internal enum Setting
{
    Acute,
    CriticalAccess,
    LongTerm,
    Rehabilitation,
    Psychiatric,
    Nursing,
    HomeHealth,
    Hospice,
    Outpatient,
    Professional,
    Equipment,
}

/// <summary>What happens when episodes of one person meet.</summary>
internal enum Meeting
{
    BothGoOn,
    TheEarlierIsCancelled,
    TheLaterIsNone,
}

/// <summary>What begins an episode: codes in a setting, from a day on.</summary>
internal sealed record Trigger(string Category, Setting Setting, string[] Codes, int From = 0);

/// <summary>The terms of one model, as far as generated care can touch them. Written down here a second time, beside the rule book,
/// because a truth that reads the rule book would share its mistakes.</summary>
internal sealed record Bundle(string Model, int FirstDay, int LastDay, int Days, Meeting Meeting, Trigger[] Triggers)
{
    private const int Quarter = 90;

    /// <summary>Whether days are counted from the discharge, and not from the admission.</summary>
    public bool FromDischarge { get; init; } = true;

    /// <summary>Days by which an outpatient procedure of the category pulls the start of a stay back; below zero for never.</summary>
    public int PullBack { get; init; } = -1;

    /// <summary>Days before the start whose services count, in these settings.</summary>
    public int Lead { get; init; }

    public Setting[] LeadIn { get; init; } = [];

    /// <summary>Whether stays that follow each other on a day are one.</summary>
    public bool JoinsStays { get; init; }

    /// <summary>Whether an acute stay over the end counts by the geometric mean stay.</summary>
    public bool ByMeanStay { get; init; }

    /// <summary>Settings that count by the days within.</summary>
    public Setting[] ByDays { get; init; } = [];

    /// <summary>Whether the person must live to the end, and not to the discharge alone.</summary>
    public bool ToTheEnd { get; init; }

    /// <summary>Whether a month without enrolment ends an episode, and does not cancel it.</summary>
    public bool EndsAtGap { get; init; }

    /// <summary>Acute stays and drugs that count nowhere.</summary>
    public string[] Excluded { get; init; } = [];

    private static readonly string[] Joints = ["469", "470", "521", "522"];
    private static readonly string[] Hips = ["480", "481", "482"];
    private static readonly string[] Bypasses = ["231", "232", "233", "234", "235", "236"];
    private static readonly string[] Bowels = ["329", "330", "331"];

    private static readonly Setting[] AllStaysButAcute =
        [Setting.CriticalAccess, Setting.LongTerm, Setting.Rehabilitation, Setting.Psychiatric, Setting.Nursing, Setting.HomeHealth];

    /// <summary>42 CFR 512.525 to 512.555; 42 CFR 510.200 to 510.300; the agreement of BPCI Advanced; the sample of stroke
    /// rehabilitation.</summary>
    public static IReadOnlyList<Bundle> All { get; } =
    [
        new("team", Layouts.Days.Of(2026, 1, 1), Layouts.Days.Of(2030, 12, 31), 30, Meeting.BothGoOn,
        [
            new("lejr", Setting.Acute, Joints), new("lejr", Setting.Outpatient, ["27447", "27130", "27702"]),
            new("shfft", Setting.Acute, Hips), new("cabg", Setting.Acute, Bypasses),
            new("spinal_fusion", Setting.Acute,
                ["402", "426", "427", "428", "429", "430", "447", "448", "450", "451", "471", "472", "473"]),
            new("spinal_fusion", Setting.Outpatient, ["22551", "22554", "22612", "22630", "22633"]),
            new("major_bowel", Setting.Acute, Bowels),
        ])
        {
            PullBack = 3, Lead = 3, LeadIn = [Setting.Professional], ByMeanStay = true, ByDays = AllStaysButAcute,
            Excluded = ["847", "J7192"],
        },
        new("cjr", Layouts.Days.Of(2016, 4, 1), Layouts.Days.Of(2024, 12, 31), Quarter, Meeting.TheEarlierIsCancelled,
            [new("lejr", Setting.Acute, Joints), new("lejr", Setting.Outpatient, ["27447", "27130"], Layouts.Days.Of(2021, 7, 4))])
        {
            Lead = 3, LeadIn = [Setting.Outpatient, Setting.Professional], ByMeanStay = true, ByDays = AllStaysButAcute, ToTheEnd = true,
            Excluded = ["847", "J7192"],
        },
        new("bpci-advanced", Layouts.Days.Of(2018, 10, 1), Layouts.Days.Of(2025, 12, 31), Quarter, Meeting.TheLaterIsNone,
        [
            new("orthopedics", Setting.Acute, [.. Joints, .. Hips]), new("orthopedics", Setting.Outpatient, ["27447", "27130"]),
            new("neurological", Setting.Acute, ["061", "062", "063", "064", "065", "066"]),
            new("cardiac_care", Setting.Acute, ["291", "292", "293"]), new("cardiac_procedures", Setting.Acute, Bypasses),
            new("gi_surgery", Setting.Acute, Bowels), new("gi_care", Setting.Acute, ["377", "378", "379"]),
            new("medical_critical", Setting.Acute, ["870", "871", "872", "177", "178", "179", "193", "194", "195"]),
            new("spinal", Setting.Acute, ["453", "454", "455", "456", "457", "458", "459", "460", "471", "472", "473"]),
        ])
        {
            JoinsStays = true,
            ByDays = [Setting.LongTerm, Setting.Rehabilitation, Setting.Psychiatric, Setting.Nursing, Setting.HomeHealth],
        },
        new("stroke-rehabilitation", Layouts.Days.Of(2025, 1, 1), Layouts.Days.Of(2027, 12, 31), Quarter, Meeting.TheLaterIsNone,
        [
            new("ischemic", Setting.Rehabilitation, ["I63", "I693"]),
            new("hemorrhagic", Setting.Rehabilitation, ["I60", "I61", "I62", "I690", "I691", "I692"]),
        ])
        {
            FromDischarge = false, JoinsStays = true, EndsAtGap = true, Excluded = ["847"],
            ByDays = [Setting.LongTerm, Setting.Rehabilitation, Setting.Psychiatric, Setting.Nursing, Setting.HomeHealth, Setting.Hospice],
        },
    ];

    /// <summary>Geometric mean stays in hundredths of a day, for stays over an end. Made up, as everything here: none is CMS's.</summary>
    public static IReadOnlyDictionary<string, int> MeanStays { get; } = new SortedDictionary<string, int>(StringComparer.Ordinal)
    {
        ["064"] = 420, ["065"] = 300, ["190"] = 330, ["193"] = 390, ["194"] = 270, ["235"] = 610, ["280"] = 400, ["287"] = 190,
        ["291"] = 390, ["309"] = 190, ["312"] = 210, ["330"] = 580, ["378"] = 290, ["392"] = 230, ["402"] = 240, ["451"] = 250,
        ["470"] = 180, ["481"] = 390, ["522"] = 380, ["682"] = 400, ["689"] = 360, ["690"] = 280, ["863"] = 410, ["871"] = 460,
    };
}
