namespace Accountable.Tests.SharedSavings;

/// <summary>An ACO as plain numbers: arrays by year (BY1, BY2, BY3, performance year), then by enrollment type.</summary>
internal sealed record NaiveAco
{
    public required DateOnly Start { get; init; }

    public required int Period { get; init; }

    public required int Times { get; init; }

    public required int Year { get; init; }

    public required decimal[][] PersonYears { get; init; }

    public required decimal[][] PerCapita { get; init; }

    public required decimal[][] Risk { get; init; }

    public required decimal[][] Demographic { get; init; }

    public required decimal[][] National { get; init; }

    public required decimal[][] NationalRisk { get; init; }

    public required decimal[][] NationalDemographic { get; init; }

    /// <summary>Counties by county, year and type: assigned, assignable, per capita, risk.</summary>
    public required decimal[][][][] Counties { get; init; }

    public required decimal[] Dual { get; init; }

    public required decimal[] LowIncome { get; init; }

    /// <summary>By type: share newly assigned, their ratio, the ratio of the others, their demographic ratio.</summary>
    public required decimal[][] Continuity { get; init; }

    public required decimal[] Growth { get; init; }

    public required decimal[] RegionalCap { get; init; }

    /// <summary>Savings of the three years before, null where not reconciled.</summary>
    public required decimal?[] Prior { get; init; }

    public required decimal[] PriorYears { get; init; }

    public required bool[] Forfeited { get; init; }

    public required decimal MinimumRate { get; init; }
}

/// <summary>What the naive implementation gives.</summary>
internal sealed record NaiveOutcome(
    decimal[] Before, decimal[] Historical, decimal HistoricalTotal, string Applied, decimal[] Ratios, decimal[] Updated, decimal Total,
    decimal? TwoWay, string Guardrail, decimal Stands);

/// <summary>The benchmark written a second time from the notes on the rules alone: plain loops, no rule book, no shared code.</summary>
internal static class NaiveBenchmark
{
    public static NaiveOutcome Compute(NaiveAco a)
    {
        var risk = Renormalized(a.Risk, a.NationalRisk);
        var demographic = Renormalized(a.Demographic, a.NationalDemographic);
        var (region, share) = Regions(a);
        var era = a.Start >= new DateOnly(2024, 1, 1) ? 652
            : a.Start >= new DateOnly(2019, 7, 1) ? 601
            : a.Period == 1 ? 602
            : a.Start.Year == 2016 ? 6032 : 6033;

        var before = new decimal[4];
        for (var e = 0; e < 4; e++)
        {
            var f = new decimal[3];
            for (var y = 0; y < 3; y++)
            {
                var national = a.National[2][e] / a.National[y][e];
                var regional = region[2][e] / region[y][e];
                var trend = era switch
                {
                    602 or 6032 => national,
                    6033 => regional,
                    _ => (share[2][e] * national) + ((1 - share[2][e]) * regional),
                };
                f[y] = y == 2 ? a.PerCapita[2][e] : a.PerCapita[y][e] * (risk[2][e] / risk[y][e]) * trend;
            }
            before[e] = a.Period == 1 ? (0.1m * f[0]) + (0.3m * f[1]) + (0.6m * f[2]) : (f[0] + f[1] + f[2]) / 3;
        }

        var all = Sum(a.PersonYears[2]);
        var p3 = a.PersonYears[2].Select(years => years / all).ToArray();
        var (applied, adjustment) = Adjust(a, era, before, risk, region, p3);
        var historical = new decimal[4];
        for (var e = 0; e < 4; e++)
            historical[e] = before[e] + adjustment[e];

        var ratios = Ratios(a, era, risk, demographic, historical);
        var updated = new decimal[4];
        var two = new decimal[4];
        for (var e = 0; e < 4; e++)
        {
            var national = a.National[3][e] / a.National[2][e];
            var regional = region[3][e] * (era == 652 ? a.RegionalCap[e] : 1) / region[2][e];
            var blend = (share[3][e] * national) + ((1 - share[3][e]) * regional);
            switch (era)
            {
                case 602 or 6032:
                    updated[e] = (historical[e] + (a.National[3][e] - a.National[2][e])) * ratios[e];
                    break;
                case 6033:
                    updated[e] = historical[e] * ratios[e] * regional;
                    break;
                case 601:
                    updated[e] = historical[e] * ratios[e] * blend;
                    break;
                default:
                    var acpt = 1 + (a.National[2][e] * a.Growth[e] * risk[2][e] / historical[e]);
                    var factor = a.Year == 2024 ? (acpt / 6) + (blend * 5 / 6) : (acpt / 3) + (blend * 2 / 3);
                    updated[e] = historical[e] * ratios[e] * factor;
                    two[e] = historical[e] * ratios[e] * blend;
                    break;
            }
        }
        var allNow = Sum(a.PersonYears[3]);
        var total = 0m;
        var twoTotal = 0m;
        var spent = 0m;
        var historicalTotal = 0m;
        for (var e = 0; e < 4; e++)
        {
            historicalTotal += historical[e] * p3[e];
            total += updated[e] * a.PersonYears[3][e] / allNow;
            twoTotal += two[e] * a.PersonYears[3][e] / allNow;
            spent += a.PerCapita[3][e] * a.PersonYears[3][e] / allNow;
        }
        var (guardrail, stands) = era == 652 ? Guard(spent, total, twoTotal, a.MinimumRate) : ("", total);
        return new NaiveOutcome(
            before, historical, historicalTotal, applied, ratios, updated, total, era == 652 ? twoTotal : null, guardrail, stands);
    }

    public static (string Outcome, decimal Stands) Guard(decimal spent, decimal three, decimal two, decimal rate)
    {
        var loss = spent - three;
        if (loss <= 0 || loss < rate * three)
            return ("NotTriggered", three);
        if (spent < two)
            return ("NeitherSavingsNorLosses", two);
        return spent - two < loss ? ("RecalculatedBenchmark", two) : ("FirstBenchmarkStands", three);
    }

    private static (string Applied, decimal[] Adjustment) Adjust(
        NaiveAco a, int era, decimal[] before, decimal[][] risk, decimal[][] region, decimal[] p3)
    {
        var none = new decimal[4];
        if (era == 602)
            return ("None", none);
        if (era == 6032)
        {
            var amount = Prior(a, out _);
            return amount > 0 ? ("PriorSavings", [amount, amount, amount, amount]) : ("None", none);
        }
        var difference = new decimal[4];
        var net = 0m;
        for (var e = 0; e < 4; e++)
        {
            difference[e] = (risk[2][e] * region[2][e]) - before[e];
            net += p3[e] * difference[e];
        }
        decimal[] lower = era == 6033 ? [.35m, .70m, .70m, .70m] : [.35m, .50m, .50m, .50m];
        decimal[] higher = era == 6033 ? [.25m, .50m, .70m, .70m] : [.15m, .25m, .35m, .50m];
        var weight = (net >= 0 ? lower : higher)[Math.Min(a.Times, 4) - 1];
        var regional = new decimal[4];
        var single = 0m;
        for (var e = 0; e < 4; e++)
        {
            var x = weight * difference[e];
            if (era == 601)
                x = Math.Max(-.05m * a.National[2][e], Math.Min(.05m * a.National[2][e], x));
            if (era == 652)
            {
                x = Math.Max(-.015m * a.National[2][e], Math.Min(.05m * a.National[2][e], x));
                if (x < 0)
                    x *= 1 - Offset(a, risk);
            }
            regional[e] = x;
            single += p3[e] * x;
        }
        if (era != 652)
            return ("Regional", regional);

        var nationalAll = 0m;
        for (var e = 0; e < 4; e++)
            nationalAll += p3[e] * a.National[2][e];
        var cap = .05m * nationalAll;
        var prior = Math.Min(.5m * Prior(a, out _), cap);
        var population = 0m;
        var needy = Sum(a.LowIncome) / Sum(a.PersonYears[2]);
        if (a.Start.Year >= 2025 && needy >= .15m)
            population = (cap - Math.Max(0, Math.Max(single, prior))) * needy;
        if (single > 0 && single >= prior && single >= population)
            return ("Regional", regional);
        var best = Math.Max(prior, population);
        return best <= 0 ? ("None", none) : (population >= prior ? "Population" : "PriorSavings", [best, best, best, best]);
    }

    private static decimal Offset(NaiveAco a, decimal[][] risk)
    {
        decimal dollars = 0, weighted = 0;
        for (var e = 0; e < 4; e++)
        {
            dollars += a.PerCapita[2][e] * a.PersonYears[2][e];
            weighted += a.PerCapita[2][e] * a.PersonYears[2][e] * risk[2][e];
        }
        var offset = (Sum(a.Dual) / Sum(a.PersonYears[2])) + (weighted / dollars) - 1;
        return Math.Min(1, Math.Max(0, offset));
    }

    /// <summary>The prorated positive average, 0 when there is none.</summary>
    public static decimal Prior(NaiveAco a, out decimal average)
    {
        decimal sum = 0, was = 0, now = 0;
        for (var y = 0; y < 3; y++)
        {
            if (a.Prior[y] is not { } savings)
                continue;
            sum += a.Forfeited[y] && savings > 0 ? 0 : savings;
            was += a.PriorYears[y];
            now += Sum(a.PersonYears[y]);
        }
        average = sum / 3;
        return average <= 0 ? 0 : average * Math.Min(1, was / now);
    }

    private static decimal[] Ratios(NaiveAco a, int era, decimal[][] risk, decimal[][] demographic, decimal[] historical)
    {
        var ratios = new decimal[4];
        decimal dollars = 0, hcc = 0, demog = 0;
        for (var e = 0; e < 4; e++)
        {
            ratios[e] = risk[3][e] / risk[2][e];
            var weight = historical[e] * a.PersonYears[3][e];
            dollars += weight;
            hcc += weight * ratios[e];
            demog += weight * demographic[3][e] / demographic[2][e];
        }
        var cap = (demog / dollars) + .03m;
        for (var e = 0; e < 4; e++)
        {
            var c = a.Continuity[e];
            ratios[e] = era switch
            {
                601 => Math.Min(1.03m, ratios[e]),
                652 => hcc / dollars > cap ? Math.Min(ratios[e], cap) : ratios[e],
                _ => (c[0] * c[1]) + ((1 - c[0]) * (c[2] < 1 ? c[2] : c[3])),
            };
        }
        return ratios;
    }

    private static (decimal[][] Region, decimal[][] Share) Regions(NaiveAco a)
    {
        var region = new decimal[4][];
        var share = new decimal[4][];
        for (var y = 0; y < 4; y++)
        {
            region[y] = new decimal[4];
            share[y] = new decimal[4];
            for (var e = 0; e < 4; e++)
            {
                var all = a.Counties.Sum(county => county[y][e][0]);
                foreach (var county in a.Counties)
                {
                    var c = county[y][e];
                    region[y][e] += c[0] / all * c[2] / c[3];
                    share[y][e] += c[0] / all * c[0] / c[1];
                }
            }
        }
        return (region, share);
    }

    private static decimal[][] Renormalized(decimal[][] scores, decimal[][] means) =>
        [.. scores.Select((year, y) => year.Select((score, e) => score / means[y][e]).ToArray())];

    private static decimal Sum(decimal[] values) => values.Sum();
}
