using System.Runtime.InteropServices;
using Accountable.Data.Engines;
using Accountable.Data.Store;

namespace Accountable.Runs.Accruals;

/// <summary>The growth of a month's dollars from one age to the next.</summary>
/// <param name="Factor">What the dollars of an age are multiplied with to have those of the next.</param>
/// <param name="Variance">Of the growth, for each dollar of the younger age; dollars.</param>
/// <param name="Base">Dollars of the younger age that it was measured on.</param>
/// <param name="Months">Months of service that it was measured on; 0 where a file gave it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LagStep(decimal Factor, double Variance, decimal Base, int Months);

/// <summary>How the dollars of a month of service grow with its age, by the chain ladder; their variance after Mack.</summary>
/// <remarks>A month's age is the whole months from it to the newest one in which claims were seen. The step from age k to k + 1 is the sum
/// of dollars at k + 1 over the sum at k, in every month of service that was seen at both. The variance of a step is that of
/// the months' own steps around it, weighted by dollars: 1/(n - 1) * sum of C(k) * (C(k + 1)/C(k) - f)^2. Where one month alone was seen
/// at both ages it follows from the two steps before, as Mack ends a triangle: the least of them and of the ratio that they went by.</remarks>
public sealed class LagTriangle
{
    private readonly IReadOnlyList<LagStep?> _steps;

    private LagTriangle(DateOnly newest, IReadOnlyList<LagStep?> steps)
    {
        (Newest, _steps) = (newest, steps);
    }

    /// <summary>The newest month in which claims were seen.</summary>
    public DateOnly Newest { get; }

    /// <summary>The steps by age, from 0; null where no month was seen at both ages.</summary>
    public IReadOnlyList<LagStep?> Steps => _steps;

    /// <summary>Measures an ACO's claims of all people and services together.</summary>
    /// <param name="engine">An engine with the relations of core.</param>
    /// <param name="aco">The ACO.</param>
    /// <param name="newest">The newest month of sight that counts.</param>
    /// <param name="ages">How many steps.</param>
    public static LagTriangle Of(IEngine engine, string aco, DateOnly newest, int ages)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var months = new SortedDictionary<DateOnly, decimal[]>();
        using (var reader = engine.Query(FactModels.Sql("accruals/dollars_by_lag"), ("aco", aco),
            ("last_seen", newest.AddMonths(1).AddDays(-1))))
        {
            while (reader.Read())
            {
                var month = reader.GetFieldValue<DateOnly>(0);
                if (!months.TryGetValue(month, out var paid))
                    months.Add(month, paid = new decimal[ages + 1]);
                paid[Math.Min(ages, reader.GetInt32(1))] += reader.GetDecimal(2);
            }
        }
        return Of(newest, months.Select(month => (month.Key, (IReadOnlyList<decimal>)month.Value)), ages);
    }

    /// <summary>The steps of given months.</summary>
    /// <param name="newest">The newest month in which claims were seen.</param>
    /// <param name="months">Each month of service with the dollars first seen at each age; the last age holds all later ones.</param>
    /// <param name="ages">How many steps.</param>
    public static LagTriangle Of(DateOnly newest, IEnumerable<(DateOnly Month, IReadOnlyList<decimal> Paid)> months, int ages)
    {
        var cumulative = months.Select(month => (Age: MonthsBetween(month.Month, newest), Sum: Cumulative(month.Paid, ages))).ToList();
        var steps = new List<LagStep?>(ages);
        for (var age = 0; age < ages; age++)
        {
            // Dollars of the last age hold all that came later, so that its step would mix ages.
            var both = cumulative.Where(month => month.Age > age && month.Sum[age] > 0).Select(month => (From: month.Sum[age],
                To: month.Sum[age + 1])).ToList();
            steps.Add(both.Count == 0 ? null : Step(both, steps));
        }
        return new LagTriangle(newest, steps);
    }

    /// <summary>Steps as a file gives them, without a variance.</summary>
    public static LagTriangle Given(DateOnly newest, IReadOnlyList<decimal> factors) =>
        new(newest, [.. factors.Select(factor => (LagStep?)new LagStep(factor, 0, 0, 0))]);

    /// <summary>The whole months from one month to another; negative when the other is earlier.</summary>
    public static int MonthsBetween(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month;

    /// <summary>What the dollars of one age are multiplied with to have those of another; null where a step is not known.</summary>
    /// <param name="from">The younger age.</param>
    /// <param name="to">The older age; where it is younger the factor is 1.</param>
    public decimal? Factor(int from, int to)
    {
        var factor = 1m;
        for (var age = Math.Max(0, from); age < to; age++)
        {
            if (age >= _steps.Count || _steps[age] is not { } step)
                return null;
            factor *= step.Factor;
        }
        return factor;
    }

    /// <summary>The variance of the sum of several months' completed dollars: of each month's own growth, and of the steps, which all
    /// months have in common.</summary>
    /// <param name="months">Each month's dollars so far, its age, and the age to which it is completed.</param>
    /// <returns>Dollars squared.</returns>
    public double Variance(IReadOnlyList<(decimal Dollars, int From, int To)> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        var variance = 0.0;
        for (var age = 0; age < _steps.Count; age++)
        {
            if (_steps[age] is not { Variance: > 0 } step)
                continue;
            // Completed dollars of the months that pass through this step, and what each of them grows by.
            var through = months.Where(month => Math.Max(0, month.From) <= age && age < month.To && month.Dollars > 0).ToList();
            var factor = (double)step.Factor;
            var shared = 0.0;
            foreach (var (dollars, from, to) in through)
            {
                var at = (double)(dollars * Factor(from, age)!.Value);
                var completed = (double)(dollars * Factor(from, to)!.Value);
                variance += completed * completed * step.Variance / (factor * factor) / at;
                shared += completed;
            }
            if (step.Base > 0)
                variance += shared * shared * step.Variance / (factor * factor) / (double)step.Base;
        }
        return variance;
    }

    private static LagStep Step(List<(decimal From, decimal To)> both, List<LagStep?> before)
    {
        var from = both.Sum(month => month.From);
        var factor = both.Sum(month => month.To) / from;
        double variance;
        if (both.Count > 1)
        {
            variance = both.Sum(month => (double)month.From * Math.Pow((double)((month.To / month.From) - factor), 2)) / (both.Count - 1);
        }
        else
        {
            variance = before.TakeLast(2).Select(step => step?.Variance ?? 0).ToList() switch
            {
                [> 0 and var earlier, var last] => Math.Min(last * last / earlier, Math.Min(earlier, last)),
                [.., var last] => last,
                _ => 0,
            };
        }
        return new LagStep(factor, variance, from, both.Count);
    }

    private static decimal[] Cumulative(IReadOnlyList<decimal> paid, int ages)
    {
        var sums = new decimal[ages + 1];
        for (var age = 0; age <= ages; age++)
            sums[age] = (age == 0 ? 0 : sums[age - 1]) + paid[age];
        return sums;
    }
}
