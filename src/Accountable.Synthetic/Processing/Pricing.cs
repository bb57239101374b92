using Accountable.Synthetic.Care;

namespace Accountable.Synthetic.Processing;

/// <summary>From allowed to paid: the yearly deductible in the order of days, coinsurance of a fifth, sequestration.</summary>
internal static class Pricing
{
    private const int CoinsurancePercent = 20;

    /// <summary>Prices the claims of one year that have no prices yet.</summary>
    public static void Apply(List<Claim> claims, int from, int year)
    {
        var left = Deductible(year);
        foreach (var claim in claims.Skip(from).Where(claim => !claim.IsInstitutional).OrderBy(claim => claim.From))
        {
            foreach (var line in claim.Lines)
                Price(line, ref left);
            claim.Paid = claim.Lines.Sum(line => line.Paid);
        }
        foreach (var claim in claims.Skip(from).Where(claim => claim.IsInstitutional))
            claim.Sequestration = Sequestration.Behind(claim.Paid, claim.Thru);
    }

    /// <summary>Prices a line without deductible.</summary>
    public static void Price(ServiceLine line)
    {
        var none = 0L;
        Price(line, ref none);
    }

    private static void Price(ServiceLine line, ref long deductible)
    {
        line.Deductible = line.IsFree ? 0 : Math.Min(deductible, line.Allowed);
        deductible -= line.Deductible;
        var due = line.Allowed - line.Deductible;
        if (!line.IsFree)
            due -= due * CoinsurancePercent / 100;
        line.Sequestration = due * Sequestration.Percent(line.Thru) / 100;
        line.Paid = due - line.Sequestration;
    }

    /// <summary>Cents; recalled figures, a knob.</summary>
    private static long Deductible(int year) =>
        year switch { <= 2021 => 20_300, 2022 => 23_300, 2023 => 22_600, 2024 => 24_000, _ => 25_700 };
}
