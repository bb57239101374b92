namespace Accountable.Synthetic.Randomness;

/// <summary>A source of numbers that look random and depend on a seed alone: xoshiro256**, seeded by splitmix64.</summary>
/// <remarks>Every person draws from a source of their own, so that threads and their order change nothing.</remarks>
internal sealed class Dice
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public Dice(ulong seed, ulong stream, ulong index)
    {
        var state = seed;
        state = Mixed(ref state) ^ (stream * 0x9E3779B97F4A7C15UL);
        state = Mixed(ref state) ^ (index * 0xD1B54A32D192ED03UL);
        _a = Mixed(ref state);
        _b = Mixed(ref state);
        _c = Mixed(ref state);
        _d = Mixed(ref state);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to below the end.</summary>
    public int Below(int end) => (int)(Unit() * end);

    /// <summary>A whole number from the first to the last.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(double probability) => Unit() < probability;

    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    public double Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Unit()));
        return radius * Math.Cos(2 * Math.PI * Unit());
    }

    /// <summary>A positive number of this mean whose standard deviation is the mean times <paramref name="spread"/>.</summary>
    public double LogNormal(double mean, double spread)
    {
        var variance = Math.Log(1 + spread * spread);
        return mean * Math.Exp(Math.Sqrt(variance) * Normal() - variance / 2);
    }

    /// <summary>How often a thing happens that happens this often in the mean.</summary>
    public int Poisson(double mean)
    {
        if (mean > 30)
            return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * Normal()));
        var limit = Math.Exp(-mean);
        var product = Unit();
        var count = 0;
        while (product > limit)
        {
            count++;
            product *= Unit();
        }
        return count;
    }

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>A place in a list of rising sums.</summary>
    public int PickBySums(double[] sums)
    {
        var at = Array.BinarySearch(sums, Unit() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, sums.Length - 1);
    }

    private ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    private static ulong Mixed(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
