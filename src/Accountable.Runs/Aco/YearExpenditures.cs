using System.Runtime.InteropServices;
using Accountable.Runs.Expenditures;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>Dollars of one service and enrollment type, before truncation.</summary>
/// <param name="Service">The service, such as <c>inpatient</c>.</param>
/// <param name="Type">The enrollment type.</param>
/// <param name="People">People with a claim of the service in a month of the type.</param>
/// <param name="Paid">Dollars: add-ons out, sequestration added back.</param>
public sealed record ServiceSpending(string Service, EnrollmentType Type, int People, Money Paid);

/// <summary>Sums over the assigned people of one enrollment type.</summary>
/// <param name="People">How many people had a month of the type.</param>
/// <param name="Months">Their months of the type.</param>
/// <param name="Paid">What was paid for them: add-ons out, sequestration added back; neither annualized nor truncated.</param>
/// <param name="Weighted">Dollars as they enter the per capita amount: annualized, truncated, completed, weighted by months.</param>
/// <param name="Truncated">People whom the threshold cut off.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TypeExpenditures(int People, int Months, Money Paid, Money Weighted, int Truncated);

/// <summary>Expenditures and person-years of the people assigned in one year.</summary>
public sealed record YearExpenditures
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>How many people are assigned, those without a typed month among them.</summary>
    public required int Assigned { get; init; }

    /// <summary>Assigned people by key and then type.</summary>
    public required IReadOnlyList<PersonSpending> People { get; init; }

    /// <summary>Sums by type.</summary>
    public required ByType<TypeExpenditures> ByType { get; init; }

    /// <summary>Sums of all types, in which a person of several types counts once.</summary>
    public required TypeExpenditures All { get; init; }

    /// <summary>The truncation thresholds, dollars a person-year; null for a type with nobody.</summary>
    public required ByType<Money?> Thresholds { get; init; }

    /// <summary>The completion factors.</summary>
    public required ByType<Ratio> Completion { get; init; }

    /// <summary>Dollars by service and type.</summary>
    public required IReadOnlyList<ServiceSpending> Services { get; init; }

    /// <summary>Months of the dually eligible by type.</summary>
    public required ByType<decimal> DualMonths { get; init; }

    /// <summary>Person-years dually eligible or with the low-income subsidy; null when no table 1-9 tells.</summary>
    public required ByType<decimal>? DualOrLowIncome { get; init; }

    /// <summary>Months by county, as state and county of five digits, and type.</summary>
    public required IReadOnlyDictionary<(string County, EnrollmentType Type), int> Counties { get; init; }

    /// <summary>Months of people whose county no list says.</summary>
    public required ByType<int> MonthsWithoutCounty { get; init; }

    /// <summary>Months of all people of a type.</summary>
    public int Months(EnrollmentType type) => ByType[type].Months;

    /// <summary>Dollars of a type as they enter its per capita amount.</summary>
    public Money Total(EnrollmentType type) => ByType[type].Weighted;
}
