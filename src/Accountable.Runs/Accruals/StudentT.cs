namespace Accountable.Runs.Accruals;

/// <summary>Quantiles of Student's distribution: how wide a range must be when its deviation is measured on few months.</summary>
public static class StudentT
{
    private const int Steps = 200;
    private const double Smallest = 1e-300;
    private const double Close = 1e-14;

    /// <summary>The value that a share of the distribution does not exceed.</summary>
    /// <param name="share">Above one half and below 1.</param>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    public static double Quantile(double share, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (share is <= 0.5 or >= 1)
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share above one half and below 1.");
        var (low, high) = (0.0, 1.0);
        while (Share(high, freedom) < share)
            high *= 2;
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Share(middle, freedom) < share ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    /// <summary>The share of the distribution that does not exceed a value of 0 or more.</summary>
    public static double Share(double value, int freedom) =>
        1 - (0.5 * IncompleteBeta(freedom / 2.0, 0.5, freedom / (freedom + (value * value))));

    /// <summary>The regularized incomplete beta function by its continued fraction.</summary>
    private static double IncompleteBeta(double a, double b, double x)
    {
        if (x is <= 0 or >= 1)
            return x <= 0 ? 0 : 1;
        if (x > (a + 1) / (a + b + 2))
            return 1 - IncompleteBeta(b, a, 1 - x);
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        var (c, d) = (1.0, 1 / Away(1 - ((a + b) * x / (a + 1))));
        var fraction = d;
        for (var m = 1; m <= Steps; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            fraction *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < Close)
                break;
        }
        return front * fraction;
    }

    private static double Away(double value) => Math.Abs(value) < Smallest ? Smallest : value;

    /// <summary>The logarithm of the gamma function by Stirling's series, after shifting the argument to where it converges.</summary>
    private static double LogGamma(double x)
    {
        const double Far = 12;
        var shift = 0.0;
        for (; x < Far; x++)
            shift -= Math.Log(x);
        var square = 1 / (x * x);
        var series = ((1 / 12.0) - (square * ((1 / 360.0) - (square * ((1 / 1260.0) - (square / 1680.0)))))) / x;
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }
}
