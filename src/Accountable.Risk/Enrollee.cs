using System.Runtime.InteropServices;

namespace Accountable.Risk;

/// <summary>Sex as Medicare records it.</summary>
public enum Sex : byte
{
    /// <summary>Female; 2 in Medicare files.</summary>
    Female,

    /// <summary>Male; 1 in Medicare files.</summary>
    Male,
}

/// <summary>Original reason for entitlement (OREC).</summary>
public enum EntitlementReason : byte
{
    /// <summary>0: age.</summary>
    Age,

    /// <summary>1: disability.</summary>
    Disability,

    /// <summary>2: end-stage renal disease.</summary>
    Esrd,

    /// <summary>3: disability and end-stage renal disease.</summary>
    DisabilityAndEsrd,
}

/// <summary>Eligibility for Medicaid beside Medicare.</summary>
public enum DualStatus : byte
{
    /// <summary>Not dual.</summary>
    None,

    /// <summary>Partial-benefit dual: codes 01, 03, 05, 06.</summary>
    Partial,

    /// <summary>Full-benefit dual: codes 02, 04, 08.</summary>
    Full,
}

/// <summary>What the software needs to know of a person besides diagnoses.</summary>
/// <param name="Age">Completed years on 1 February of the payment year, not negative.</param>
/// <param name="Sex">Sex.</param>
/// <param name="Reason">Original reason for entitlement.</param>
/// <param name="Segment">The segment whose coefficients apply.</param>
/// <param name="Medicaid">The Medicaid flag of the segment: LTIMCAID institutional, NEMCAID new enrollees, MCAID ESRD V21.</param>
/// <param name="Dual">Dual status; only ESRD V24 looks at it.</param>
/// <param name="Institutional">Long-term institutional; only ESRD V24 looks at it.</param>
/// <param name="GraftMonths">Months since the kidney transplant; only functioning-graft segments look at it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Enrollee(
    int Age, Sex Sex, EntitlementReason Reason, Segment Segment, bool Medicaid = false,
    DualStatus Dual = DualStatus.None, bool Institutional = false, int GraftMonths = 0);
