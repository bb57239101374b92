namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>What a clinician is for a year. In rising order, so that the better compares greater. 42 CFR 414.1425(c), (d).</summary>
public enum QpStatus
{
    /// <summary>Neither QP nor Partial QP.</summary>
    None,

    /// <summary>Partial QP. 42 CFR 414.1425(d).</summary>
    PartialQp,

    /// <summary>QP. 42 CFR 414.1425(c).</summary>
    Qp,
}

/// <summary>Which payers are tested. 42 CFR 414.1435, 414.1440.</summary>
public enum QpOption
{
    /// <summary>Medicare alone.</summary>
    Medicare,

    /// <summary>All payers, from 2019.</summary>
    AllPayer,
}

/// <summary>Whose services are added up. 42 CFR 414.1425(b), 414.1440(d)(2).</summary>
public enum QpLevel
{
    /// <summary>The APM Entity group.</summary>
    Entity,

    /// <summary>One clinician across all TINs.</summary>
    Individual,

    /// <summary>One TIN whose clinicians are all in one APM Entity; All-Payer Combination Option alone.</summary>
    Tin,
}

/// <summary>What is counted. 42 CFR 414.1435(a), (b).</summary>
public enum QpMethod
{
    /// <summary>Dollars.</summary>
    Payment,

    /// <summary>People.</summary>
    Patient,
}

/// <summary>Which services make a beneficiary attribution-eligible. 42 CFR 414.1305.</summary>
public enum EligibilityBasis
{
    /// <summary>Evaluation and management visits.</summary>
    Em,

    /// <summary>Covered professional services, from 2026.</summary>
    Cps,
}

/// <summary>The words of files for statuses, options, levels, methods and bases.</summary>
public static class QpWords
{
    /// <summary>QP, PartialQP or None.</summary>
    public static string Word(this QpStatus status) => status switch { QpStatus.Qp => "QP", QpStatus.PartialQp => "PartialQP", _ => "None" };

    /// <summary>medicare or all-payer.</summary>
    public static string Word(this QpOption option) => option == QpOption.Medicare ? "medicare" : "all-payer";

    /// <summary>entity, individual or tin.</summary>
    public static string Word(this QpLevel level) => level switch { QpLevel.Entity => "entity", QpLevel.Individual => "individual", _ => "tin" };

    /// <summary>payment or patient.</summary>
    public static string Word(this QpMethod method) => method == QpMethod.Payment ? "payment" : "patient";

    /// <summary>em or cps.</summary>
    public static string Word(this EligibilityBasis basis) => basis == EligibilityBasis.Em ? "em" : "cps";
}
