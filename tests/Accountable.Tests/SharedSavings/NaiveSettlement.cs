namespace Accountable.Tests.SharedSavings;

/// <summary>One ACO in one performance year, as the naive settlement reads it.</summary>
internal sealed record NaiveRow
{
    public int Year { get; init; }
    public string Track { get; init; } = "";
    public int Beneficiaries { get; init; }
    public decimal Benchmark { get; init; }
    public decimal Expenditures { get; init; }
    public decimal? FixedMinimumRate { get; init; }
    public decimal? QualityScore { get; init; }
    public bool MetStandard { get; init; }
    public bool MetAlternative { get; init; }
    public decimal DisasterAdjustment { get; init; }
    public bool ReducedRateFlag { get; init; }
    public int AgreementStartYear { get; init; }
    public bool Guardrail { get; init; }
    public bool Terminated { get; init; }
    public bool SixMonths { get; init; }
    public decimal? ParticipantRevenue { get; init; }
    public bool RevenueLimitApplies { get; init; }
    public int? TwoSidedYear { get; init; }
    public decimal AdvanceBalance { get; init; }
}

/// <summary>What the naive settlement says; nothing is rounded. Earned is negative when the ACO owes.</summary>
internal sealed record NaiveResult
{
    public required decimal Gross { get; init; }
    public required decimal MinimumRate { get; init; }
    public required decimal Generated { get; init; }
    public required decimal SharingRate { get; init; }
    public required decimal? LossRate { get; init; }
    public required decimal Earned { get; init; }
    public required decimal Recoupment { get; init; }
    public required string Quality { get; init; }
}

/// <summary>
/// A second, deliberately plain settlement of the Shared Savings Program, written from the reference notes only,
/// against which the real one is compared on random inputs. Readability over everything; no shared code.
/// </summary>
internal static class NaiveSettlement
{
    public static NaiveResult Settle(NaiveRow r)
    {
        bool twoSided = r.Track is not ("track-1" or "basic-a" or "basic-b");
        decimal gross = r.Benchmark - r.Expenditures;
        decimal minimumRate = Minimum(r, twoSided, 1m);
        decimal minimumDollars = Minimum(r, twoSided, r.Benchmark);
        string quality = Quality(r);
        decimal sharingRate = SharingRate(r, quality);
        decimal? lossRate = twoSided ? LossRate(r, quality, sharingRate) : null;

        // From the first dollar once the minimum is reached, in either direction.
        decimal generated = 0m;
        if (gross > 0m)
        {
            if (!r.Guardrail)
            {
                if (gross >= minimumDollars)
                {
                    generated = gross;
                }
                else if (HalfRate(r, quality))
                {
                    generated = gross;
                    sharingRate /= 2m;
                }
            }
        }
        else if (gross < 0m && twoSided && -gross >= minimumDollars)
        {
            generated = gross;
        }

        decimal earned = 0m;
        if (!r.Terminated && generated > 0m)
        {
            // Payments for 2019 and 2020 fell into the suspension of the sequester.
            decimal kept = r.Year is 2019 or 2020 ? 1m : 0.98m;
            earned = Math.Min(generated * sharingRate * kept, SavingsCap(r.Track) * r.Benchmark);
        }
        else if (!r.Terminated && generated < 0m)
        {
            decimal limited = Math.Min(-generated * lossRate!.Value, LossLimit(r));
            decimal relief = r.SixMonths ? r.DisasterAdjustment / 2m : r.DisasterAdjustment;
            earned = 0m - Math.Max(limited - relief, 0m);
        }

        return new NaiveResult
        {
            Gross = gross,
            MinimumRate = minimumRate,
            Generated = generated,
            SharingRate = sharingRate,
            LossRate = lossRate,
            Earned = earned,
            Recoupment = Math.Min(r.AdvanceBalance, Math.Max(earned, 0m)),
            Quality = quality,
        };
    }

    /// <summary>The minimum savings (and loss) rate times an amount; pass 1 for the rate itself.</summary>
    private static decimal Minimum(NaiveRow r, bool twoSided, decimal amount)
    {
        if (r.Track == "track-2" && r.Year <= 2015) return 0.02m * amount;
        if (twoSided && r.FixedMinimumRate is decimal chosen)
        {
            // 425.110(b)(3): under 5,000 a chosen rate gives way to the table, in performance years starting 2019-07-01 or later.
            bool givesWay = r.Year >= 2020
                || (r.Year == 2019 && r.Track is "basic-a" or "basic-b" or "basic-c" or "basic-d" or "basic-e" or "enhanced");
            if (r.Beneficiaries >= 5000 || !givesWay) return chosen * amount;
        }
        return BySize(r.Beneficiaries, amount);
    }

    private static decimal BySize(int n, decimal amount)
    {
        if (n <= 499) return 0.122m * amount;
        if (n <= 999) return Between(n, 500, 999, 0.122m, 0.087m, amount);
        if (n <= 2999) return Between(n, 1000, 2999, 0.087m, 0.050m, amount);
        if (n <= 4999) return Between(n, 3000, 4999, 0.050m, 0.039m, amount);
        if (n <= 5999) return Between(n, 5000, 5999, 0.039m, 0.036m, amount);
        if (n <= 6999) return Between(n, 6000, 6999, 0.036m, 0.034m, amount);
        if (n <= 7999) return Between(n, 7000, 7999, 0.034m, 0.032m, amount);
        if (n <= 8999) return Between(n, 8000, 8999, 0.032m, 0.031m, amount);
        if (n <= 9999) return Between(n, 9000, 9999, 0.031m, 0.030m, amount);
        if (n <= 14999) return Between(n, 10000, 14999, 0.030m, 0.027m, amount);
        if (n <= 19999) return Between(n, 15000, 19999, 0.027m, 0.025m, amount);
        if (n <= 49999) return Between(n, 20000, 49999, 0.025m, 0.022m, amount);
        if (n <= 59999) return Between(n, 50000, 59999, 0.022m, 0.020m, amount);
        return 0.02m * amount;
    }

    private static decimal Between(int n, int first, int last, decimal atFirst, decimal atLast, decimal amount) =>
        amount * ((atFirst * (last - n)) + (atLast * (n - first))) / (last - first);

    private static string Quality(NaiveRow r)
    {
        if (r.MetStandard) return r.QualityScore is null && r.Year <= 2020 ? "pay-for-reporting" : "met";
        return r.MetAlternative && r.Year >= 2023 ? "alternative" : "not-met";
    }

    private static decimal SharingRate(NaiveRow r, string quality)
    {
        decimal maximum = r.Track switch
        {
            "basic-a" or "basic-b" => 0.40m,
            "track-1" or "track-1-plus" or "basic-c" or "basic-d" or "basic-e" => 0.50m,
            "track-2" => 0.60m,
            "track-3" or "enhanced" => 0.75m,
            _ => throw new ArgumentException("unknown track " + r.Track, nameof(r)),
        };
        if (quality == "pay-for-reporting") return maximum;
        if (quality == "met") return r.Year <= 2020 ? maximum * r.QualityScore!.Value : maximum;
        if (quality == "alternative") return maximum * (r.QualityScore ?? 0m);
        return 0m;
    }

    /// <summary>425.605(h): below the minimum, CMS's flag, BASIC, agreement and year from 2024, 5,000 people, quality.</summary>
    private static bool HalfRate(NaiveRow r, string quality) =>
        r.ReducedRateFlag
        && r.Track is "basic-a" or "basic-b" or "basic-c" or "basic-d" or "basic-e"
        && r.AgreementStartYear >= 2024
        && r.Year >= 2024
        && r.Beneficiaries >= 5000
        && quality is "met" or "alternative";

    private static decimal LossRate(NaiveRow r, string quality, decimal sharingRate)
    {
        if (r.Track is "track-1-plus" or "basic-c" or "basic-d" or "basic-e") return 0.30m;

        decimal maximumShare = r.Track == "track-2" ? 0.60m : 0.75m;
        decimal highest = r.Track == "track-2" ? 0.60m : 0.75m;
        if (r.Year <= 2020) return Math.Clamp(1m - sharingRate, 0.40m, highest);
        if (quality == "not-met") return highest;
        return Math.Clamp(1m - (maximumShare * (r.QualityScore ?? 0m)), 0.40m, highest);
    }

    private static decimal SavingsCap(string track) => track switch
    {
        "track-2" => 0.15m,
        "track-3" or "enhanced" => 0.20m,
        _ => 0.10m,
    };

    private static decimal LossLimit(NaiveRow r)
    {
        decimal b = r.Benchmark;
        if (r.Track is "track-3" or "enhanced") return 0.15m * b;
        if (r.Track == "track-2")
        {
            if (r.TwoSidedYear == 1) return 0.05m * b;
            if (r.TwoSidedYear == 2) return 0.075m * b;
            return 0.10m * b;
        }
        if (r.Track == "basic-c") return r.ParticipantRevenue is decimal c ? Math.Min(0.02m * c, 0.01m * b) : 0.01m * b;
        if (r.Track == "basic-d") return r.ParticipantRevenue is decimal d ? Math.Min(0.04m * d, 0.02m * b) : 0.02m * b;
        if (r.Track == "basic-e") return r.ParticipantRevenue is decimal e ? Math.Min(0.08m * e, 0.04m * b) : 0.04m * b;

        // Track 1+: by benchmark, and by revenue too when the composition of the ACO calls for it.
        if (r.RevenueLimitApplies && r.ParticipantRevenue is decimal revenue) return Math.Min(0.08m * revenue, 0.04m * b);
        return 0.04m * b;
    }
}
