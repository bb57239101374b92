namespace Accountable.Qpp.Mips;

/// <summary>How data reach MIPS: the reporting framework.</summary>
public enum Framework
{
    /// <summary>Traditional MIPS, from 2017.</summary>
    Traditional,

    /// <summary>A MIPS Value Pathway, from 2023. 42 CFR 414.1365.</summary>
    Mvp,

    /// <summary>The APM Performance Pathway, from 2021. 42 CFR 414.1367.</summary>
    App,
}

/// <summary>Whose data they are. 42 CFR 414.1305, 414.1310, 414.1315, 414.1317, 414.1318.</summary>
public enum EntityType
{
    /// <summary>One clinician under one TIN.</summary>
    Individual,

    /// <summary>All clinicians of a TIN.</summary>
    Group,

    /// <summary>A part of a group that reports an MVP, from 2023.</summary>
    Subgroup,

    /// <summary>TINs that elected to be scored together, from 2018.</summary>
    VirtualGroup,

    /// <summary>An APM Entity.</summary>
    ApmEntity,
}

/// <summary>Which weights decide a final score.</summary>
public enum Standard
{
    /// <summary>Traditional MIPS and MVPs: 42 CFR 414.1380(c).</summary>
    Mips,

    /// <summary>The APM scoring standard through 2020, the APM Performance Pathway from 2021.</summary>
    Apm,
}

/// <summary>Which ways of taking part exist in which year.</summary>
public static class Participation
{
    private static readonly string[] EntityWords = ["individual", "group", "subgroup", "virtual_group", "apm_entity"];
    private static readonly string[] FrameworkWords = ["traditional", "mvp", "app"];

    /// <summary>The word for an entity type in files.</summary>
    public static string Word(this EntityType type) => EntityWords[(int)type];

    /// <summary>The word for a framework in files.</summary>
    public static string Word(this Framework framework) => FrameworkWords[(int)framework];

    /// <summary>The standard that scores data of an entity in a framework.</summary>
    /// <exception cref="LawGapException">The framework or the entity does not exist in the year, or not together.</exception>
    public static Standard StandardFor(Framework framework, EntityType entity, PerformanceYear year) =>
        (framework, entity, year.Value) switch
    {
        // 414.1370: through 2020 an APM Entity of a MIPS APM is scored under the APM scoring standard, whatever it reports.
        (Framework.Traditional, EntityType.ApmEntity, >= 2017 and <= 2020) => Standard.Apm,

        // 414.1318, 414.1365: subgroups report MVPs only, from 2023.
        (Framework.Mvp, EntityType.Subgroup, >= 2023) => Standard.Mips,

        // 414.1315: virtual groups exist from 2018 and report traditional MIPS only.
        (Framework.Traditional, EntityType.VirtualGroup, >= 2018) => Standard.Mips,

        // 414.1310: clinicians and groups from 2017; from 2021 APM Entities may report as others do.
        (Framework.Traditional, EntityType.Individual or EntityType.Group, >= 2017) => Standard.Mips,
        (Framework.Traditional, EntityType.ApmEntity, >= 2021) => Standard.Mips,

        // 414.1365: MIPS Value Pathways from 2023.
        (Framework.Mvp, EntityType.Individual or EntityType.Group or EntityType.ApmEntity, >= 2023) => Standard.Mips,

        // 414.1367: the APM Performance Pathway from 2021.
        (Framework.App, EntityType.Individual or EntityType.Group or EntityType.ApmEntity, >= 2021) => Standard.Apm,

        _ => throw new LawGapException($"{framework.Word()} reporting by {entity.Word()}", year),
    };
}
