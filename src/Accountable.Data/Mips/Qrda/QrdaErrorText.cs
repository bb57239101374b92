namespace Accountable.Data.Mips.Qrda;

/// <summary>CMS's error codes that a report of 2025 can earn, and what each says, in our words.</summary>
public static class QrdaErrorText
{
    /// <summary>The file is no XML that may be read.</summary>
    public const int NotXml = 2;

    /// <summary>Something that the checks did not foresee.</summary>
    public const int Unforeseen = 3;

    /// <summary>The file is no QRDA III report of the year.</summary>
    public const int NotReport = 5;

    /// <summary>There are more errors than are listed.</summary>
    public const int TooMany = 82;

    /// <summary>What each code says, by code.</summary>
    public static IReadOnlyDictionary<int, string> All { get; } = new SortedDictionary<int, string>
    {
        [NotXml] = "The file cannot be read as XML. Have the system that wrote it export it again.",
        [Unforeseen] = "The counts of this report cannot be compared with each other: one is missing or is no whole number. "
            + "Give the initial population and the denominator of each measure a whole number.",
        [NotReport] = "The file is no QRDA III report of 2025. A ClinicalDocument must name the template "
            + "2.16.840.1.113883.10.20.27.1.2 with the extension 2024-12-01.",
        [6] = "No electronic measure of 2025 has this identifier. Use the version-specific identifier of the measure.",
        [7] = "The measure has no populations. Report its initial population, denominator and numerator at least.",
        [8] = "A count must stand here exactly once.",
        [9] = "A count must be a whole number.",
        [11] = "The attestation must say exactly once whether the measure was performed.",
        [12] = "The attestation must name exactly one measure.",
        [13] = "The denominator counts more than the initial population.",
        [14] = "The measure does not have as many populations of this kind as its specification.",
        [15] = "A numerator and denominator of promoting interoperability must stand in that section.",
        [16] = "The numerator and denominator must name exactly one measure.",
        [17] = "The measure has neither numerator nor denominator.",
        [18] = "The measure must have exactly one numerator and one denominator.",
        [22] = "The section of promoting interoperability must have exactly one act with the days of performance.",
        [23] = "The report has no section of quality, promoting interoperability or improvement activities.",
        [24] = "The report must name exactly one programme as the intended recipient.",
        [25] = "The programme is none of those that take QRDA III reports in 2025.",
        [26] = "There is more than one section of promoting interoperability. Merge them.",
        [27] = "There is more than one section of improvement activities, or of quality measures. Merge them.",
        [29] = "The first day of performance must be given exactly once.",
        [30] = "The last day of performance must be given exactly once.",
        [31] = "The first day of performance has no year.",
        [32] = "The section of quality measures must have exactly one act with the days of performance.",
        [33] = "A performance rate is a decimal from 0 to 1.",
        [39] = "A numerator or denominator of promoting interoperability must have exactly one count.",
        [41] = "The count of a numerator or denominator of promoting interoperability must be a whole number.",
        [42] = "The count of a numerator or denominator of promoting interoperability must be given once and not be below zero.",
        [43] = "The section of improvement activities names no activity.",
        [44] = "The section of improvement activities must have exactly one act with the days of performance.",
        [45] = "The section of improvement activities holds something else than activities and one act with the days of performance.",
        [50] = "The activity must say exactly once whether it was performed.",
        [51] = "Whether it was performed must be given once, as Y or N.",
        [52] = "The population must have exactly one count.",
        [53] = "The count of a population must not be below zero.",
        [57] = "The population must have exactly one identifier.",
        [58] = "The population must be of exactly one kind.",
        [59] = "A population or performance rate of the measure lacks the identifier that its specification gives.",
        [61] = "The performance rate must refer to one numerator.",
        [69] = "A day of performance is no date. Write it as 20250101.",
        [70] = "The quality measure must have exactly one identifier.",
        [71] = "Two quality measures of the section have the same identifier.",
        [72] = "The performance rate has no value. Give a decimal from 0 to 1, or NA as its null flavor.",
        [78] = "A virtual group must give its identifier.",
        [81] = "The section of quality measures has no measure.",
        [TooMany] = "The report has more errors than are listed here. Correct these and convert it again.",
        [95] = "The section of quality measures must name the category section of HL7 with the extension 2020-12-01.",
        [102] = "PI_HIE_5 goes with none of PI_HIE_1, PI_HIE_4, PI_LVOTC_1 and PI_LVITC_2. Report one way only.",
    };

    /// <summary>What a code says, with the detail of the case in front of the advice where there is one.</summary>
    internal static string Of(int code, string? detail) => detail is null ? All[code] : $"{All[code]} {detail}";
}
