using System.Globalization;
using Accountable.Qpp.Mips.Eligibility;
using Accountable.Rules;
using Accountable.Tests.Cases;

namespace Accountable.Tests.Mips;

/// <summary>Answers cases of the low-volume threshold.</summary>
internal static class LowVolumeCases
{
    public static IReadOnlyDictionary<string, object?> Answer(FlatCase one)
    {
        try
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf);
            var second = Volume(one.Given["charges"], one.Given["beneficiaries"], one.Given["services"]);
            Volume? first = one.Given.TryGetValue("first", out var text) && text.Split(' ') is [var charges, var beneficiaries, var services] ? Volume(charges, beneficiaries, services) : null;
            return new Dictionary<string, object?> { ["status"] = LowVolumeThreshold.Determine(first, second, law).ToString() };
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["status"] = "law gap" };
        }
    }

    private static Volume Volume(string charges, string beneficiaries, string services) => new(new Money(Number(charges)), new Count(Number(beneficiaries)), new Count(Number(services)));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
