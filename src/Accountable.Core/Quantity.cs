using System.Runtime.CompilerServices;

namespace Accountable;

/// <summary>An exact amount in one unit that may carry the derivation of its value.</summary>
/// <remarks>Equality and order of every quantity look at the amount alone: how it was derived never changes what it is worth.
/// Tracing is on when facts and law carry derivations; the code and the numbers are the same either way.</remarks>
public interface IQuantity<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>The unit that every value of this type is in.</summary>
    static abstract Unit Unit { get; }

    /// <summary>The exact amount in that unit.</summary>
    decimal Amount { get; }

    /// <summary>How the amount came to be, or null when tracing is off.</summary>
    Derivation? Derivation { get; }

    /// <summary>Makes a quantity. Calculation code uses the operators instead.</summary>
    static abstract TSelf Create(decimal amount, Derivation? derivation);
}

/// <summary>What the law does with quantities of one unit: name, compare, take the lesser, round.</summary>
public static class Quantity
{
    /// <summary>Makes a fact traceable: the amount is kept and becomes an input with a name and a source.</summary>
    public static T From<T>(this T quantity, string name, string source)
        where T : struct, IQuantity<T> =>
        T.Create(quantity.Amount, Derivation.Input(T.Unit, quantity.Amount, name, source));

    /// <summary>Names a step of the calculation in the regulation's words and cites its paragraph.</summary>
    public static T As<T>(this T quantity, string name, string citation)
        where T : struct, IQuantity<T> =>
        quantity.Derivation is { } of ? T.Create(quantity.Amount, Derivation.Step(of, name, citation)) : quantity;

    /// <summary>Marks a value that stands where the law is silent. The id is an entry of docs/assumptions.md.</summary>
    public static T Assume<T>(this T quantity, string name, string id)
        where T : struct, IQuantity<T> =>
        quantity.Derivation is { } of ? T.Create(quantity.Amount, Derivation.Assumption(of, name, id)) : quantity;

    /// <summary>Yes when the amount is the same or greater, as in "meets or exceeds".</summary>
    public static Test MeetsOrExceeds<T>(this T quantity, T threshold)
        where T : struct, IQuantity<T> =>
        Compare(Operation.MeetsOrExceeds, quantity, threshold, quantity.Amount >= threshold.Amount);

    /// <summary>Yes when the amount is strictly greater.</summary>
    public static Test Exceeds<T>(this T quantity, T threshold)
        where T : struct, IQuantity<T> =>
        Compare(Operation.Exceeds, quantity, threshold, quantity.Amount > threshold.Amount);

    /// <summary>Yes when the amount is strictly smaller.</summary>
    public static Test IsBelow<T>(this T quantity, T threshold)
        where T : struct, IQuantity<T> => threshold.Exceeds(quantity);

    /// <summary>The smaller of two; the derivation keeps both so that a reader sees what lost.</summary>
    public static T Least<T>(T first, T second)
        where T : struct, IQuantity<T> =>
        Combine<T, T, T>(Operation.Least, first, second, Math.Min(first.Amount, second.Amount));

    /// <summary>The greater of two; the derivation keeps both so that a reader sees what lost.</summary>
    public static T Greatest<T>(T first, T second)
        where T : struct, IQuantity<T> =>
        Combine<T, T, T>(Operation.Greatest, first, second, Math.Max(first.Amount, second.Amount));

    /// <summary>No less than the floor and no more than the ceiling.</summary>
    public static T Within<T>(this T quantity, T floor, T ceiling)
        where T : struct, IQuantity<T> => Least(Greatest(quantity, floor), ceiling);

    /// <summary>Rounds half away from zero. The law must say so: the citation names where.</summary>
    public static T Rounded<T>(this T quantity, To to, string citation)
        where T : struct, IQuantity<T>
    {
        var value = Math.Round(quantity.Amount, (int)to, MidpointRounding.AwayFromZero);
        if (quantity.Derivation is not { } of)
            return T.Create(value, null);
        var decimals = Derivation.Constant(Unit.Count, (int)to);
        return T.Create(value, Derivation.Of(Operation.Round, T.Unit, value, of, decimals)).As("rounded", citation);
    }

    /// <summary>On the straight line from the value at the start of a band to the value at its end.</summary>
    /// <remarks>The division comes last, so that a result which is exact in decimals stays exact.</remarks>
    /// <exception cref="ArgumentException">The band has no length and its two values differ.</exception>
    public static T Interpolate<T>(T atStart, T atEnd, Count at, Count start, Count end)
        where T : struct, IQuantity<T>
    {
        var value = Interpolation(atStart.Amount, atEnd.Amount, at.Amount, start.Amount, end.Amount);
        if ((atStart.Derivation ?? atEnd.Derivation ?? at.Derivation ?? start.Derivation ?? end.Derivation) is null)
            return T.Create(value, null);
        return T.Create(value, Derivation.Of(Operation.Interpolate, T.Unit, value,
            Leaf(atStart), Leaf(atEnd), Leaf(at), Leaf(start), Leaf(end)));
    }

    internal static decimal Interpolation(decimal atStart, decimal atEnd, decimal at, decimal start, decimal end)
    {
        if (atStart == atEnd)
            return atStart;
        if (start == end)
            throw new ArgumentException("A band without length needs one value at both ends.", nameof(end));
        return ((atStart * (end - at)) + (atEnd * (at - start))) / (end - start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TResult Combine<TResult, TLeft, TRight>(Operation operation, TLeft left, TRight right, decimal value)
        where TResult : struct, IQuantity<TResult>
        where TLeft : struct, IQuantity<TLeft>
        where TRight : struct, IQuantity<TRight>
    {
        if (left.Derivation is null && right.Derivation is null)
            return TResult.Create(value, null);
        return TResult.Create(value, Derivation.Of(operation, TResult.Unit, value, Leaf(left), Leaf(right)));
    }

    private static Test Compare<T>(Operation operation, T left, T right, bool holds)
        where T : struct, IQuantity<T> =>
        Combine<Test, T, T>(operation, left, right, holds ? 1 : 0);

    /// <summary>A traced value meeting an untraced one is a hole in the explanation, so it throws; 0 and 1 need no source.</summary>
    internal static Derivation Leaf<T>(T quantity)
        where T : struct, IQuantity<T> =>
        quantity.Derivation ?? (quantity.Amount is 0 or 1
            ? Derivation.Constant(T.Unit, quantity.Amount)
            : throw new UntracedValueException(T.Unit, quantity.Amount));
}

/// <summary>Decimals to round to, where a paragraph says so.</summary>
public enum To
{
    /// <summary>Whole units.</summary>
    Whole = 0,

    /// <summary>Two decimals: cents of a dollar, hundredths of a point.</summary>
    Hundredths = 2,

    /// <summary>Three decimals: thousandths of a risk score.</summary>
    Thousandths = 3,

    /// <summary>Four decimals: hundredths of a percent.</summary>
    TenThousandths = 4,
}

/// <summary>A value without a derivation met one that has a derivation: the explanation would have a hole.</summary>
public sealed class UntracedValueException(Unit unit, decimal amount)
    : InvalidOperationException(
        $"An untraced value ({unit} {amount}) met a traced one. Name its source with From(...), "
        + "or take it from the rule book.");
