using Accountable.Risk;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Risk;

/// <summary>Random people with random diagnoses of a model's year, some of them of no category.</summary>
internal static class RiskGen
{
    private static readonly Icd10Code[] WithoutCategory = [Icd10Code.Parse("I10"), Icd10Code.Parse("E785"), Icd10Code.Parse("Z0000")];

    public static Arbitrary<(Enrollee Person, IReadOnlyList<Icd10Code> Codes)> People(string model, int year)
    {
        var codes = RiskModels.Of(model, year).Map.Codes.OrderBy(code => code.Packed).Concat(WithoutCategory).ToArray();
        var esrd = RiskModels.Of(model, year).IsEsrd;
        var segments = Enum.GetValues<Segment>().Where(segment => segment.IsEsrd() == esrd).ToArray();
        var people =
            from age in Gen.OneOf(Gen.Choose(0, 110), Gen.Elements(0, 17, 18, 49, 50, 63, 64, 65, 66, 69, 70, 94, 95))
            from sex in Gen.Elements(Sex.Female, Sex.Male)
            from reason in Gen.Elements(Enum.GetValues<EntitlementReason>())
            from segment in Gen.Elements(segments)
            from medicaid in Gen.Elements(true, false)
            from dual in Gen.Elements(Enum.GetValues<DualStatus>())
            from institutional in Gen.Elements(true, false)
            from months in Gen.Elements(0, 3, 4, 9, 10, 60)
            from count in Gen.Choose(0, 14)
            from diagnoses in Gen.Elements(codes).ArrayOf(count)
            select (new Enrollee(age, sex, reason, segment, medicaid, dual, institutional, months), (IReadOnlyList<Icd10Code>)diagnoses);
        return Arb.From(people);
    }
}
