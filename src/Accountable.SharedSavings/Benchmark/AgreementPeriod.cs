using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>The sections that govern a benchmark.</summary>
public enum BenchmarkSection
{
    /// <summary>First agreement periods that started by January 2018. 42 CFR 425.602.</summary>
    First,

    /// <summary>Second agreement periods that started in 2016. 42 CFR 425.603(b).</summary>
    Reset2016,

    /// <summary>Later agreement periods that started from 2017 to January 2019. 42 CFR 425.603(c).</summary>
    Rebased,

    /// <summary>Agreement periods that started from July 2019 to 2023. 42 CFR 425.601.</summary>
    Blended,

    /// <summary>Agreement periods that start from 2024. 42 CFR 425.652 to 425.662.</summary>
    Prospective,
}

/// <summary>Which section governs an agreement period, and which years belong to it.</summary>
public static class AgreementPeriod
{
    /// <summary>The section that governs the benchmark.</summary>
    /// <exception cref="LawGapException">No agreement period starts on that day, or none of that number.</exception>
    public static BenchmarkSection Section(DateOnly start, int period, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var starts = Starts(start, law);
        var column = period > 1 ? "later" : "first";
        return starts.Text(RowOf(start, starts), column) switch
        {
            "42 CFR 425.602" => BenchmarkSection.First,
            "42 CFR 425.603(b)" => BenchmarkSection.Reset2016,
            "42 CFR 425.603(c)" => BenchmarkSection.Rebased,
            "42 CFR 425.601" => BenchmarkSection.Blended,
            "42 CFR 425.652" => BenchmarkSection.Prospective,
            _ => throw new LawGapException(
                $"the benchmark of a {(period > 1 ? "later" : "first")} agreement period", $"a start on {start:yyyy-MM-dd}",
                period > 1 ? "an ACO's second agreement period starts in 2016 or later" : "first agreement periods started in July 2019"),
        };
    }

    /// <summary>The last performance year that an agreement period can have, extensions included.</summary>
    /// <exception cref="LawGapException">No agreement period starts on that day.</exception>
    public static int LastYear(DateOnly start, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var starts = Starts(start, law);
        return start.Year + (int)starts.Number(RowOf(start, starts), "years_after_start")!.Value;
    }

    private static RuleTable Starts(DateOnly start, RuleYear law) =>
        law.ForAgreementStarting(start)[Keys.SharedSavings.Benchmark.AgreementStarts].Rows;

    private static int RowOf(DateOnly start, RuleTable starts)
    {
        for (var row = 0; row < starts.RowCount; row++)
        {
            if (start.Year >= starts.Number(row, "from_year") && start.Year <= starts.Number(row, "to_year")
                && start.Month == starts.Number(row, "month") && start.Day == 1)
                return row;
        }
        throw new LawGapException(
            "an agreement period of the Shared Savings Program", $"a start on {start:yyyy-MM-dd}",
            "periods start on January 1, but in 2012 on April 1 or July 1, and in 2019 on July 1 as well");
    }
}

/// <summary>Paragraphs of the benchmark sections.</summary>
internal static class Paragraphs
{
    /// <summary>A paragraph of the section: of 425.602, 425.603(b), 425.603(c), 425.601, and a whole citation from 2024.</summary>
    public static string Of(BenchmarkSection section, string first, string rebased, string blended, string prospective) => section switch
    {
        BenchmarkSection.First => $"42 CFR 425.602{first}",
        BenchmarkSection.Reset2016 => $"42 CFR 425.603(b), 425.602{first}",
        BenchmarkSection.Rebased => $"42 CFR 425.603{rebased}",
        BenchmarkSection.Blended => $"42 CFR 425.601{blended}",
        _ => $"42 CFR {prospective}",
    };
}
