using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;

namespace Accountable.Qpp.IncentivePayment;

/// <summary>The qualifying and nonqualifying APM conversion factors. SSA 1848(d)(1)(A), (d)(20).</summary>
public static class ConversionFactor
{
    /// <summary>Which conversion factor pays a clinician in the payment year: single, qualifying or nonqualifying.</summary>
    public static string Kind(QpStatus status, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // (d)(1)(A): one for all until two begin; then by the status of the NPI.
        return !HasTwo(law) ? "single" : status == QpStatus.Qp ? "qualifying" : "nonqualifying";
    }

    /// <summary>The next year's conversion factor, dollars with four decimals.</summary>
    /// <param name="prior">This year's, dollars.</param>
    /// <param name="priorOneTime">An increase of this year alone, taken out before the update.</param>
    /// <param name="update">The statutory update.</param>
    /// <param name="oneTime">An increase of next year alone.</param>
    /// <param name="budgetNeutrality">The budget neutrality adjustment.</param>
    public static Money Next(Money prior, Ratio priorOneTime, Ratio update, Ratio oneTime, Ratio budgetNeutrality) =>
        (prior * ((Ratio.One + update) * (Ratio.One + oneTime) * (Ratio.One + budgetNeutrality) / (Ratio.One + priorOneTime)))
            .Rounded(To.TenThousandths, "90 FR 49266").As("conversion factor", "SSA 1848(d)");

    /// <summary>How much more the qualifying factor pays than the other, as a share; 0 while there is one for all.</summary>
    /// <remarks>Each factor compounds on its own prior value, so that the gap widens every year. Where the year's factors are published
    /// they
    /// decide; later years follow from the statutory updates, because every other adjustment falls on both alike .</remarks>
    public static Ratio Gap(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (!HasTwo(law))
            return Ratio.Zero;
        if (law.Has(Keys.Qpp.ConversionFactor.Qualifying) && law.Has(Keys.Qpp.ConversionFactor.Nonqualifying))
        {
            return ((law[Keys.Qpp.ConversionFactor.Qualifying] / law[Keys.Qpp.ConversionFactor.Nonqualifying]) - Ratio.One)
                .As("gap of the conversion factors", "SSA 1848(d)(1)(A)");
        }
        var ratio = Ratio.One;
        for (var year = law; HasTwo(year); year = law.Book.For(new PerformanceYear(year.Year.Value - 1), law.AsOf, law.Traced))
        {
            ratio *= (Ratio.One + year[Keys.Qpp.ConversionFactor.Update.Qualifying])
                / (Ratio.One + year[Keys.Qpp.ConversionFactor.Update.Nonqualifying]);
        }
        return (ratio - Ratio.One).As("gap of the conversion factors", "SSA 1848(d)(20)");
    }

    private static bool HasTwo(RuleYear law) => law.PaymentYear.Value >= law[Keys.Qpp.ConversionFactor.FirstYearOfTwo].Amount;
}
