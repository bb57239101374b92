using System.Data.Common;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>A final claim of Part A or line of Part B as it enters a person's expenditures of a year and enrollment type, or why it does
/// not. 42 CFR 425.601(a)(1), (2), 425.652(a)(1), (2).</summary>
/// <param name="Claim">The claim's number in the ACO's files.</param>
/// <param name="Line">The line; 0 for a whole claim of Part A.</param>
/// <param name="Part">A or B.</param>
/// <param name="ClaimType">The claim type code.</param>
/// <param name="ServiceDay">The through date of the claim, in Part B of the line.</param>
/// <param name="SeenDay">The day on which it became known; null when no file says.</param>
/// <param name="Paid">Dollars as paid; negative for a cancellation.</param>
/// <param name="AddOns">IME, DSH and uncompensated care, which are taken out.</param>
/// <param name="PopulationBased">Reductions of population-based payments, which are added back.</param>
/// <param name="Sequestration">Sequestration, which is added back; not rounded where it is imputed.</param>
/// <param name="SequestrationFrom">reported, or the rate by which it was imputed.</param>
/// <param name="Counted">Dollars that count; 0 when it is left out.</param>
/// <param name="LeftOut">Why it does not count; blank when it does.</param>
public sealed record FactClaim(long Claim, long Line, string Part, string ClaimType, DateOnly ServiceDay, DateOnly? SeenDay, Money Paid,
    Money AddOns, Money PopulationBased, Money Sequestration, string SequestrationFrom, Money Counted, string LeftOut)
{
    /// <summary>The columns of a table of claims.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "claim", "claim_line", "part", "claim_type", "service_day", "seen_day", "paid", "add_ons_out", "reductions_added_back",
        "sequestration_added_back", "sequestration_from", "counted", "left_out",
    ];

    /// <summary>A row of the table. What is imputed and what counts keep their digits, so that the lines add up.</summary>
    public object?[] Row() =>
    [
        $"{Claim}", (decimal)Line, Part, ClaimType, $"{ServiceDay:yyyy-MM-dd}", SeenDay is { } seen ? $"{seen:yyyy-MM-dd}" : "",
        new Dollars(Paid.Amount), new Dollars(-AddOns.Amount), new Dollars(PopulationBased.Amount), Sequestration.Amount,
        SequestrationFrom, Counted.Amount, LeftOut,
    ];

    /// <summary>What would have been paid without sequestration, by the rate of the day.</summary>
    /// <exception cref="LawGapException">The day has no rate.</exception>
    internal static Money BeforeSequestration(Money paid, decimal? rate, int year) => PaymentBeforeSequestration.Impute(paid,
        new Ratio(rate ?? throw new LawGapException("the rate of sequestration on a day of service", $"a day of {year}")));

    /// <summary>A row of <c>sql/facts/why/claims.sql</c>.</summary>
    /// <param name="reader">The row.</param>
    /// <param name="type">The enrollment type that is asked about; null for every one.</param>
    internal static FactClaim Of(DbDataReader reader, EnrollmentType? type)
    {
        Money Dollars(int at) => new(reader.GetDecimal(at));
        var (paid, addOns, population) = (Dollars(6), Dollars(7), Dollars(8));
        var day = Day(reader.GetValue(4));
        var reported = !reader.IsDBNull(9);
        decimal? rate = reader.IsDBNull(10) ? null : reader.GetDecimal(10);
        var month = reader.GetInt32(13) is var at and > 0 ? (EnrollmentType?)(at - 1) : null;
        var leftOut = reader.GetBoolean(11) ? "denied"
            : !reader.GetBoolean(12) ? "a claim type that does not count, such as an encounter of a health plan"
            : month is null ? "in a month without an enrollment type"
            : type is { } asked && asked != month ? $"in a month of the type {month.Value.Words()}" : "";
        // A claim that does not count needs no rate of the day.
        var sequestration = reported ? Dollars(9)
            : leftOut.Length > 0 ? Money.Zero : BeforeSequestration(paid, rate, day.Year) - paid;
        return new FactClaim(reader.GetInt64(2), reader.GetInt64(3), reader.GetString(0), reader.GetString(1).Trim(), day,
            reader.IsDBNull(5) ? null : Day(reader.GetValue(5)), paid, addOns, population, sequestration,
            reported ? "reported" : rate is > 0 && leftOut.Length == 0 ? $"rate of {rate.Value * 100:0.##}%" : "",
            leftOut.Length > 0 ? Money.Zero : paid - addOns + population + sequestration, leftOut);
    }

    private static DateOnly Day(object day) => day is DateTime moment ? DateOnly.FromDateTime(moment) : (DateOnly)day;
}
