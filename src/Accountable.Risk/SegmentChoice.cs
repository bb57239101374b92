using Accountable.Rules;

namespace Accountable.Risk;

/// <summary>The segment of the CMS-HCC models (not ESRD) that a person's status gives.</summary>
/// <remarks>The software leaves the choice to the payment system.</remarks>
public static class SegmentChoice
{
    /// <summary>Institutional first, then new enrollee, then community by dual status and age.</summary>
    /// <param name="age">Completed years on 1 February.</param>
    /// <param name="reason">Original reason for entitlement.</param>
    /// <param name="dual">Dual status.</param>
    /// <param name="institutional">Long-term institutional.</param>
    /// <param name="newEnrollee">Less than twelve months of Part B in the year of the diagnoses.</param>
    /// <param name="law">The law of the payment year.</param>
    public static Segment Of(int age, EntitlementReason reason, DualStatus dual, bool institutional, bool newEnrollee, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (institutional)
            return Segment.Ins;
        if (newEnrollee)
            return Segment.Ne;

        // Entitled by age, a person of 64 turns 65 in the year and is one of the aged.
        var agedFrom = (int)law[Keys.Risk.CmsHcc.AgedFrom].Amount;
        var aged = age >= agedFrom || (age == agedFrom - 1 && reason == EntitlementReason.Age);
        return dual switch
        {
            DualStatus.Full => aged ? Segment.Cfa : Segment.Cfd,
            DualStatus.Partial => aged ? Segment.Cpa : Segment.Cpd,
            _ => aged ? Segment.Cna : Segment.Cnd,
        };
    }
}

/// <summary>Age as the software counts it.</summary>
public static class AgeRule
{
    /// <summary>Completed years on 1 February of the payment year, at least 0; 64 counts as 65 for a person entitled by age.</summary>
    /// <param name="birth">The day of birth.</param>
    /// <param name="reason">Original reason for entitlement.</param>
    /// <param name="law">The law of the payment year.</param>
    public static int On(DateOnly birth, EntitlementReason reason, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var asOf = new DateOnly(law.PaymentYear.Value, (int)law[Keys.Risk.CmsHcc.AgeMonth].Amount, 1);

        // The software counts whole months and divides by 12; a birth after the first of a month is a month short.
        var months = ((asOf.Year - birth.Year) * 12) + asOf.Month - birth.Month - (asOf.Day < birth.Day ? 1 : 0);
        var age = (int)Math.Floor(months / 12m);
        var agedFrom = (int)law[Keys.Risk.CmsHcc.AgedFrom].Amount;
        return age == agedFrom - 1 && reason == EntitlementReason.Age ? agedFrom : Math.Max(age, 0);
    }
}
