using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Accountable.Risk.Scoring;

/// <summary>A set of a model's HCCs, each by its place in the model. No model has more than 128.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HccSet(ulong Low, ulong High)
{
    /// <summary>How many HCCs a set can hold.</summary>
    public static int Capacity => PlacesEach + PlacesEach;

    private static int PlacesEach => BitOperations.PopCount(ulong.MaxValue);

    /// <summary>How many HCCs it holds.</summary>
    public int Count => BitOperations.PopCount(Low) + BitOperations.PopCount(High);

    /// <summary>Whether it holds none.</summary>
    public bool IsEmpty => (Low | High) == 0;

    /// <summary>The set of one place.</summary>
    public static HccSet Of(int place) => place < PlacesEach ? new HccSet(1ul << place, 0) : new HccSet(0, 1ul << (place - PlacesEach));

    /// <summary>All of both.</summary>
    public static HccSet operator |(HccSet left, HccSet right) => new(left.Low | right.Low, left.High | right.High);

    /// <summary>What both hold.</summary>
    public static HccSet operator &(HccSet left, HccSet right) => new(left.Low & right.Low, left.High & right.High);

    /// <summary>Whether the sets share a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Overlaps(HccSet other) => ((Low & other.Low) | (High & other.High)) != 0;

    /// <summary>What is left without another set.</summary>
    public HccSet Without(HccSet other) => new(Low & ~other.Low, High & ~other.High);

    /// <summary>The places, ascending.</summary>
    public IEnumerable<int> Places()
    {
        for (var place = 0; place < Capacity; place++)
        {
            if (Overlaps(Of(place)))
                yield return place;
        }
    }

    /// <summary>The sum over the places of an array.</summary>
    internal int Sum(int[] values)
    {
        var sum = 0;
        for (var bits = Low; bits != 0; bits &= bits - 1)
            sum += values[BitOperations.TrailingZeroCount(bits)];
        for (var bits = High; bits != 0; bits &= bits - 1)
            sum += values[PlacesEach + BitOperations.TrailingZeroCount(bits)];
        return sum;
    }
}
