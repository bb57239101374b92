using Accountable.Rules;

namespace Accountable.Qpp.AdvancedApms;

/// <summary>Whether an arrangement is a medical home, and whether its lower risk standard can be used. 42 CFR 414.1305, 414.1415(c)(2),
/// (c)(7).</summary>
public static class MedicalHomeModel
{
    /// <summary>The tests of a Medical Home Model.</summary>
    public static Classification Determine(Arrangement arrangement, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        ArgumentNullException.ThrowIfNull(law);
        const string paragraph = "42 CFR 414.1305";
        var home = arrangement.MedicalHome ?? new MedicalHomeTerms(false, false, 0, false, false, false);
        var least = law[Keys.Qpp.AdvancedApm.MedicalHome.LeastElements];
        var elements = new Count(home.Elements).MeetsOrExceeds(least);
        return new Classification("Medical Home Model",
        [
            Criterion.YesNo("primary care focus", home.PrimaryCareFocus, paragraph, "limit participation to primary care practices"),
            Criterion.YesNo("empanelment", home.Empanelment, paragraph, "list each patient with a primary clinician"),
            new Criterion("elements of a medical home", elements, $"{home.Elements}", $"{least} of 7", paragraph, elements.Holds ? ""
                : $"add {least.Amount - home.Elements} more elements"),
        ]);
    }

    /// <summary>Whether the size of the organization leaves the medical home standards open.</summary>
    public static Criterion Size(Arrangement arrangement, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        ArgumentNullException.ThrowIfNull(law);
        switch (law.Year.Value)
        {
            // 2017: no limit.
            case 2017:
                return new Criterion("size for the medical home standards", Test.Yes, "any", "no limit", "42 CFR 414.1415(c)(2)", "");

            // (c)(7) through 2022, at first (c)(2): the parent organization stays under the limit.
            case >= 2018 and <= 2022:
                var limit = law[Keys.Qpp.AdvancedApm.MedicalHome.ClinicianLimit];
                var under = arrangement.ParentClinicians is { } parent ? parent.IsBelow(limit) : Test.No;
                return new Criterion("size for the medical home standards", under, arrangement.ParentClinicians?.ToString() ?? "unknown",
                    $"fewer than {limit} clinicians in the parent organization",
                    "42 CFR 414.1415(c)(7)", under.Holds ? ""
                        : "meet the generally applicable standard, or give clinicians.parent_organization");

            // (c)(7) from 2023: the entity's own list is no longer than the limit at any snapshot.
            case >= 2023:
                var most = law[Keys.Qpp.AdvancedApm.MedicalHome.ClinicianLimit];
                var within = arrangement.EntityClinicians is { } own ? most.MeetsOrExceeds(own) : Test.No;
                return new Criterion("size for the medical home standards", within, arrangement.EntityClinicians?.ToString() ?? "unknown",
                    $"at most {most} clinicians on the entity's list",
                    "42 CFR 414.1415(c)(7)", within.Holds ? "" : "meet the generally applicable standard, or give clinicians.entity_list");

            default:
                throw new LawGapException("limit of clinicians for medical home standards", law.Year);
        }
    }
}
