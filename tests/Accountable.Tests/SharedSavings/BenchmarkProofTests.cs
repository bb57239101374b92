using System.Globalization;
using Accountable.Rules;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Tests.SharedSavings;

/// <summary>What CMS published of benchmarks, computed again from the parts that it published.</summary>
/// <remarks>
/// Where the trend is national it is the same eight numbers for every ACO of a start: they are fitted on two ACOs of three, and the
/// others are computed with them. Per capita figures are printed in dollars and risk scores with three decimals, so that a historical
/// benchmark can be off by some dollars of about ten thousand.
/// </remarks>
public sealed class BenchmarkProofTests
{
    private const decimal PrintedRounding = 10m;

    [Theory]
    [InlineData("2016-01-01", 1, 91)]
    [InlineData("2017-01-01", 1, 89)]
    [InlineData("2018-01-01", 1, 123)]
    [InlineData("2016-01-01", 2, 107)]
    public void Published_historical_benchmarks_with_a_national_trend(string start, int period, int acos)
    {
        var rows = Locked("2018").Where(row => row["agreement_start"] == start && row["agreement_period"] == $"{period}").ToList();
        Assert.Equal(acos, rows.Count);
        var growth = Fitted([.. rows.Where((_, i) => i % 3 != 2)], period);
        Assert.All(growth, factor => Assert.InRange(factor, 0.85m, 1.2m));
        var off = rows.Select(row => Math.Abs(Benchmark(row, period, growth) - Number(row, "historical_benchmark"))).ToList();
        var beyond = off.Count(dollars => dollars > PrintedRounding);
        Assert.True(beyond == 0, $"{beyond} rows of {acos} are off by more");
        Assert.True(off.Average() < 3, $"off by {off.Average():0.00} on average");
    }

    [Fact]
    public void Other_weights_of_the_benchmark_years_do_not_fit()
    {
        // The proof can fail: with the weights of the other kind of agreement period nine rows in ten are off.
        var rows = Locked("2018").Where(row => row["agreement_start"] == "2018-01-01").ToList();
        var growth = Fitted([.. rows.Where((_, i) => i % 3 != 2)], period: 2);
        var off = rows.Count(row => Math.Abs(Benchmark(row, 2, growth) - Number(row, "historical_benchmark")) > PrintedRounding);
        Assert.True(off > rows.Count * 8 / 10, $"only {off} of {rows.Count} are off");
    }

    [Fact]
    public void Published_choice_of_adjustment_from_2024()
    {
        var rows = Locked("2024");
        Assert.Equal(72, rows.Count);
        foreach (var row in rows)
        {
            var prior = row["prior_savings_adjustment"].Length == 0 ? (Money?)null : new Money(Number(row, "prior_savings_adjustment"));
            var expected = row["applied"] switch
            {
                "Regional Adjustment" => AppliedAdjustment.Regional,
                "Prior Savings Adjustment" => AppliedAdjustment.PriorSavings,
                _ => AppliedAdjustment.None,
            };
            var applied = AdjustedBenchmark.Highest(new Money(Number(row, "regional_adjustment")), prior, null);
            Assert.Equal((row["aco_id"], expected), (row["aco_id"], applied));
        }
    }

    [Fact]
    public void Published_weights_of_risk_growth_from_2024()
    {
        // Historical benchmarks by type are not published; BY3 expenditures in their place come within two hundredths.
        var rows = Locked("2024").Where(row => EnrollmentTypes.All.All(type =>
            row[$"growth_weight_{type.Name()}"].Length > 0 && row[$"person_years_py_{type.Name()}"].Length > 0
            && row[$"per_capita_by3_{type.Name()}"].Length > 0)).ToList();
        Assert.Equal(63, rows.Count);
        foreach (var row in rows)
        {
            var dollars = ByType.Of(type => Number(row, $"per_capita_by3_{type.Name()}") * Number(row, $"person_years_py_{type.Name()}"));
            foreach (var type in EnrollmentTypes.All)
                Assert.InRange((dollars[type] / dollars.Values.Sum()) - Number(row, $"growth_weight_{type.Name()}"), -0.02m, 0.02m);
        }
    }

    /// <summary>The historical benchmark by our rules, prior savings as published.</summary>
    private static decimal Benchmark(IReadOnlyDictionary<string, string> row, int period, decimal[] growth)
    {
        var start = DateOnly.Parse(row["agreement_start"], CultureInfo.InvariantCulture);
        YearFacts Year(int by) => new()
        {
            Year = start.Year - 4 + by,
            Assigned = ByType.Of(type => new AssignedPopulation
            {
                PersonYears = new PersonYears(Number(row, $"person_years_by3_{type.Name()}")),
                PerCapita = new Money(Number(row, $"per_capita_by{by}_{type.Name()}")),
                RiskScore = new RiskScore(Number(row, $"risk_by{by}_{type.Name()}")),
            }),
            National = ByType.Of(type => new NationalPopulation
            {
                PerCapita = new Money(by == 3 ? 1 : 1 / growth[((by - 1) * 4) + (int)type]),
            }),
        };

        // A second agreement period has the same law of weights whatever its start; the wrong weights are tried as one of 2016.
        var facts = new BenchmarkFacts
        {
            AgreementStart = period > 1 ? new DateOnly(2016, 1, 1) : start,
            AgreementPeriod = period,
            By1 = Year(1),
            By2 = Year(2),
            By3 = Year(3),
        };
        var law = RuleBook.Embedded.For(new PerformanceYear(2018));
        return HistoricalExpenditures.Determine(facts, law).Total.Amount + Number(row, "prior_savings_adjustment");
    }

    /// <summary>Eight growth factors, BY1 then BY2 by type, that fit published benchmarks best.</summary>
    private static decimal[] Fitted(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, int period)
    {
        double[] weights = period > 1 ? [1 / 3d, 1 / 3d, 1 / 3d] : [0.1, 0.3, 0.6];
        var system = new double[8, 9];
        foreach (var row in rows)
        {
            double Of(string column) => (double)Number(row, column);
            var all = EnrollmentTypes.All.Sum(type => Of($"person_years_by3_{type.Name()}"));
            var known = Of("historical_benchmark") - Of("prior_savings_adjustment");
            var factors = new double[8];
            foreach (var type in EnrollmentTypes.All)
            {
                var share = Of($"person_years_by3_{type.Name()}") / all;
                known -= share * weights[2] * Of($"per_capita_by3_{type.Name()}");
                for (var by = 1; by <= 2; by++)
                {
                    factors[((by - 1) * 4) + (int)type] = share * weights[by - 1] * Of($"per_capita_by{by}_{type.Name()}")
                        * Of($"risk_by3_{type.Name()}") / Of($"risk_by{by}_{type.Name()}");
                }
            }
            for (var i = 0; i < 8; i++)
            {
                for (var j = 0; j < 8; j++)
                    system[i, j] += factors[i] * factors[j];
                system[i, 8] += factors[i] * known;
            }
        }
        return Solved(system);
    }

    private static decimal[] Solved(double[,] system)
    {
        for (var pivot = 0; pivot < 8; pivot++)
        {
            for (var row = 0; row < 8; row++)
            {
                if (row == pivot)
                    continue;
                var times = system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column < 9; column++)
                    system[row, column] -= times * system[pivot, column];
            }
        }
        return [.. Enumerable.Range(0, 8).Select(i => (decimal)(system[i, 8] / system[i, i]))];
    }

    private static List<IReadOnlyDictionary<string, string>> Locked(string name)
    {
        var lines = File.ReadAllLines(Repository.PathOf("cases", "locked", "benchmark", $"{name}.csv"));
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => (IReadOnlyDictionary<string, string>)columns.Zip(line.Split(',')).ToDictionary())];
    }

    private static decimal Number(IReadOnlyDictionary<string, string> row, string column) =>
        row[column].Length == 0 ? 0 : decimal.Parse(row[column].TrimStart('\''), NumberStyles.Float, CultureInfo.InvariantCulture);
}
