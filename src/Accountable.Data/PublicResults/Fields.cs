namespace Accountable.Data.PublicResults;

/// <summary>The facts of a results file, whatever its columns are called. The names are the columns of our compact layout.</summary>
internal static class Fields
{
    public const string AcoId = "aco_id";
    public const string PerformanceYear = "performance_year";
    public const string Track = "track";
    public const string AssignedBeneficiaries = "assigned_beneficiaries";
    public const string Benchmark = "benchmark";
    public const string Expenditures = "expenditures";
    public const string MinimumRate = "minimum_rate";
    public const string QualityScore = "quality_score";
    public const string MetStandard = "met_standard";
    public const string MetAlternative = "met_alternative";
    public const string MetPercentile = "met_percentile";
    public const string MetIncentive = "met_incentive";
    public const string MetFirstYear = "met_first_year";
    public const string DisasterAdjustment = "disaster_adjustment";
    public const string AffectedMonths = "affected_months_share";
    public const string AffectedBeneficiaries = "affected_beneficiaries_share";
    public const string ReducedRate = "reduced_rate";
    public const string RevenueCategory = "revenue_category";
    public const string AgreementStart = "agreement_start";
    public const string Guardrail = "guardrail";
    public const string Terminated = "terminated_mid_year";
    public const string MonthsOfParticipation = "months_of_participation";
    public const string TerminatedByCms = "terminated_by_cms";
    public const string AdvancePaymentBalance = "advance_payment_balance";
    public const string RevenueBasedLimit = "revenue_based_limit";
    public const string ParticipantRevenue = "participant_revenue";
    public const string TwoSidedYear = "two_sided_year";
    public const string MonthsCovered = "months_covered";
    public const string PerCapitaBenchmark = "per_capita_benchmark";
    public const string PersonYears = "person_years";
    public const string PublishedEarned = "published_earned";

    /// <summary>Every field with the names that CMS's files give it, without case and signs. The field's own name counts as well.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Names = new Dictionary<string, string[]>
    {
        [AcoId] = ["acoid", "aconum"],
        [PerformanceYear] = ["perfyear"],
        [Track] = ["currenttrack"],
        [AssignedBeneficiaries] = ["nab"],
        [Benchmark] = ["abtotbnchmk"],
        [Expenditures] = ["abtotexp"],
        [MinimumRate] = ["minsavperc"],
        [QualityScore] = ["qualscore"],
        [MetStandard] = ["metqps"],
        [MetAlternative] = ["metaltqps"],
        [MetPercentile] = ["met30pctl", "met40pctl"],
        [MetIncentive] = ["metincentive"],
        [MetFirstYear] = ["metfirstyear"],
        [DisasterAdjustment] = ["disadj"],
        [AffectedMonths] = [],
        [AffectedBeneficiaries] = [],
        [ReducedRate] = ["reducedss"],
        [RevenueCategory] = ["revexpcat"],
        [AgreementStart] = ["currentstartdate"],
        [Guardrail] = [],
        [Terminated] = ["impactmidyeartermination"],
        [MonthsOfParticipation] = [],
        [TerminatedByCms] = [],
        [AdvancePaymentBalance] = ["aipbalance", "advpayamt"],
        [RevenueBasedLimit] = ["revlosslimit"],
        [ParticipantRevenue] = [],
        [TwoSidedYear] = [],
        [MonthsCovered] = [],
        [PerCapitaBenchmark] = ["updatedbnchmk"],
        [PersonYears] = ["nabyearpy", "nabyear"],
        [PublishedEarned] = ["earnsaveloss"],
    };

    /// <summary>Files of some years have one column of 0 and 1 a track.</summary>
    public static readonly IReadOnlyDictionary<string, string> TrackColumns = new Dictionary<string, string>
    {
        ["currenttrack1"] = "track-1",
        ["currenttrack1plus"] = "track-1-plus",
        ["currenttrack2"] = "track-2",
        ["currenttrack3"] = "track-3",
        ["currentbasica"] = "basic-a",
        ["currentbasicb"] = "basic-b",
        ["currentbasicc"] = "basic-c",
        ["currentbasicd"] = "basic-d",
        ["currentbasice"] = "basic-e",
        ["currentenhanced"] = "enhanced",
        ["track1"] = "track-1",
        ["track2"] = "track-2",
    };

    /// <summary>How a single track column names a track, without case, spaces and signs; a plus is kept as the word.</summary>
    public static string? TrackOf(string text) => Delimited.Cell.Canonical(text.Replace("+", "plus", StringComparison.Ordinal)) switch
    {
        "1" or "track1" or "mssptrack1" => "track-1",
        "1plus" or "track1plus" => "track-1-plus",
        "2" or "track2" => "track-2",
        "3" or "track3" => "track-3",
        "a" or "basica" or "basiclevela" or "basictracklevela" => "basic-a",
        "b" or "basicb" or "basiclevelb" or "basictracklevelb" => "basic-b",
        "c" or "basicc" or "basiclevelc" or "basictracklevelc" => "basic-c",
        "d" or "basicd" or "basicleveld" or "basictrackleveld" => "basic-d",
        "e" or "basice" or "basiclevele" or "basictracklevele" => "basic-e",
        "en" or "enhanced" or "enhancedtrack" => "enhanced",
        _ => null,
    };
}
