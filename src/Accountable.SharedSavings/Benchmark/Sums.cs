namespace Accountable.SharedSavings.Benchmark;

/// <summary>Sums over enrollment types and counties, without a zero in front that would stand in every explanation.</summary>
internal static class Sums
{
    public static Money Of(IEnumerable<Money> amounts) => Fold(amounts, (sum, amount) => sum + amount);

    public static Ratio Of(IEnumerable<Ratio> ratios) => Fold(ratios, (sum, ratio) => sum + ratio);

    public static RiskScore Of(IEnumerable<RiskScore> scores) => Fold(scores, (sum, score) => sum + score);

    public static PersonYears Of(IEnumerable<PersonYears> years) => Fold(years, (sum, year) => sum + year);

    private static T Fold<T>(IEnumerable<T> values, Func<T, T, T> add)
        where T : struct
    {
        var sum = default(T?);
        foreach (var value in values)
            sum = sum is { } soFar ? add(soFar, value) : value;
        return sum ?? default;
    }
}
