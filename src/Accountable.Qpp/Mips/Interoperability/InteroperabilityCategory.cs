using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>The promoting interoperability category from a submission. 42 CFR 414.1375, 414.1380(b)(4).</summary>
public static class InteroperabilityCategory
{
    /// <summary>Scores a submission; a required measure that is missing makes the category zero.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static InteroperabilityResult Determine(InteroperabilityFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        return law.Year.Value switch
        {
            // Through 2018 a base that is all or nothing, performance and bonuses.
            2017 or 2018 => AdvancingCareInformation.Determine(facts, law),

            // (b)(4)(ii): from 2019 points of measures.
            >= 2019 => FromMeasures(new InteroperabilitySubmission(facts, law), facts, law),

            _ => throw new LawGapException("promoting interoperability", law.Year),
        };
    }

    private static InteroperabilityResult FromMeasures(InteroperabilitySubmission sent, InteroperabilityFacts facts, RuleYear law)
    {
        // 414.1375(b): what must be reported, attested or excluded, over a least number of days.
        List<string> missing = [.. Days(facts, law), .. sent.Missing()];
        if (missing.Count > 0)
            return new InteroperabilityResult(Ratio.Zero, [], missing);
        var points = new List<InteroperabilityPoints>();
        var greatest = new MovedPoints(sent, law);
        foreach (var measure in sent.Counted)
        {
            var most = greatest.Of(measure);
            var earned = sent.RateOf(measure) is { } rate
                ? PromotingInteroperability.Measure(most, rate.Numerator, rate.Denominator, law)
                : most;
            points.Add(new InteroperabilityPoints(measure, earned.As(measure, "42 CFR 414.1380(b)(4)(ii)")));
        }
        foreach (var bonus in sent.Bonuses)
        {
            var worth = PromotingInteroperability.Greatest(bonus, law).As(bonus, "42 CFR 414.1380(b)(4)(ii)");
            points.Add(new InteroperabilityPoints(bonus, worth));
        }
        var sum = Points.Zero;
        foreach (var one in points)
            sum += one.Points;
        return new InteroperabilityResult(PromotingInteroperability.Score(sum, law), points, []);
    }

    /// <summary>What is missing of the performance period.</summary>
    internal static IEnumerable<string> Days(InteroperabilityFacts facts, RuleYear law)
    {
        var least = law[Keys.Mips.PromotingInteroperability.LeastDays];
        return facts.Days is { } days && !days.MeetsOrExceeds(least).Holds ? [$"a performance period of {least.Amount:0} days"] : [];
    }
}

/// <summary>The points that exclusions move from one measure to another. 42 CFR 414.1380(b)(4)(ii).</summary>
internal sealed class MovedPoints(InteroperabilitySubmission sent, RuleYear law)
{
    /// <summary>The greatest points of a measure with those moved to it.</summary>
    public Points Of(string measure) => measure switch
    {
        "erx" => Own("erx") + From("pdmp"),
        "hie_send" => Own("hie_send") + Half(Prescribing) + From("hie_receive"),
        "hie_receive" => Own("hie_receive") + Half(Prescribing),
        "hie_bidirectional" or "tefca" => Own(measure) + Prescribing,
        "patient_access" => Own("patient_access") + FromExchange + From("public_health"),
        _ => Own(measure),
    };

    /// <summary>Prescribing that is excluded goes to the exchange of health information, with what queries of monitoring
    /// programmes moved to it.</summary>
    private Points Prescribing => sent.IsExcluded("erx") ? Own("erx") + From("pdmp") : Points.Zero;

    /// <summary>Sending that is excluded goes to the patients' own access, with receiving where that is excluded too.</summary>
    private Points FromExchange => sent.IsExcluded("hie_send") && !sent.ExchangesBothWays
        ? Own("hie_send") + Half(Prescribing)
            + (sent.IsExcluded("hie_receive") ? Own("hie_receive") + Half(Prescribing) : Points.Zero)
        : Points.Zero;

    private Points From(string measure) => sent.IsExcluded(measure) ? Own(measure) : Points.Zero;

    /// <summary>Sending and receiving share what moves to them.</summary>
    private Points Half(Points points) => points == Points.Zero ? points : points * law[Keys.Mips.PromotingInteroperability.ExchangeShare];

    private Points Own(string measure) => PromotingInteroperability.Has(measure, law)
        ? PromotingInteroperability.Greatest(measure, law)
        : Points.Zero;
}
