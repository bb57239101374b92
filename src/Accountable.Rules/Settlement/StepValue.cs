namespace Accountable.Rules.Settlement;

/// <summary>A value between two steps of a settlement: an amount in a unit that the document names, with its derivation.</summary>
/// <remarks>The typed quantities know their units when the code is compiled; a document names them when it is read. The sums and
/// their traces are the same, and the same rule holds: a traced value never meets an untraced one.</remarks>
/// <param name="Unit">What the amount counts.</param>
/// <param name="Amount">The exact amount.</param>
/// <param name="Derivation">How it came to be, or null when tracing is off.</param>
public readonly record struct StepValue(Unit Unit, decimal Amount, Derivation? Derivation)
{
    /// <summary>A fact that came in.</summary>
    public static StepValue Input(Unit unit, decimal amount, string name, string source, bool traced) =>
        new(unit, amount, traced ? Derivation.Input(unit, amount, name, source) : null);

    /// <summary>Zero in a unit, which needs no source.</summary>
    public static StepValue Zero(Unit unit) => new(unit, 0, null);

    /// <summary>The whole: 1, or 100 percent.</summary>
    public static StepValue One { get; } = new(Unit.Ratio, 1, null);

    /// <summary>Names the value as a step with its paragraph.</summary>
    public StepValue As(string name, string citation) =>
        Derivation is { } of ? this with { Derivation = Derivation.Step(of, name, citation) } : this;

    /// <summary>The same amount as a typed quantity.</summary>
    /// <exception cref="InvalidOperationException">It is in another unit.</exception>
    public T To<T>()
        where T : struct, IQuantity<T> =>
        T.Unit == Unit ? T.Create(Amount, Derivation) : throw new InvalidOperationException($"{Unit} is no {T.Unit}.");

    /// <summary>The sum of two values of one unit.</summary>
    public StepValue Plus(StepValue other) => Same(Operation.Add, other, Amount + other.Amount);

    /// <summary>The difference of two values of one unit.</summary>
    public StepValue Minus(StepValue other) => Same(Operation.Subtract, other, Amount - other.Amount);

    /// <summary>The product; <see cref="StepUnits.Product"/> says which units it takes.</summary>
    public StepValue Times(StepValue other) =>
        Combine(Operation.Multiply, StepUnits.Product(Unit, other.Unit) ?? throw Mismatch("times", other), other, Amount * other.Amount);

    /// <summary>The quotient; <see cref="StepUnits.Quotient"/> says which units it takes.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public StepValue Over(StepValue other) =>
        Combine(Operation.Divide, StepUnits.Quotient(Unit, other.Unit) ?? throw Mismatch("over", other), other, Amount / other.Amount);

    /// <summary>The smaller of two values of one unit.</summary>
    public StepValue Least(StepValue other) => Same(Operation.Least, other, Math.Min(Amount, other.Amount));

    /// <summary>The greater of two values of one unit.</summary>
    public StepValue Greatest(StepValue other) => Same(Operation.Greatest, other, Math.Max(Amount, other.Amount));

    /// <summary>The amount with its sign turned.</summary>
    public StepValue Negated() => new(Unit, -Amount,
        Derivation is { } of ? Derivation.Of(Operation.Negate, Unit, -Amount, of) : null);

    /// <summary>Whether it is the same or greater, as a traced answer.</summary>
    public Test MeetsOrExceeds(StepValue other) => Compare(Operation.MeetsOrExceeds, other, Amount >= other.Amount);

    /// <summary>Whether it is strictly greater, as a traced answer.</summary>
    public Test Exceeds(StepValue other) => Compare(Operation.Exceeds, other, Amount > other.Amount);

    /// <summary>One of two values of one unit, with the test that chose.</summary>
    public static StepValue Choose(Test test, StepValue whenHolds, StepValue otherwise)
    {
        var chosen = test.Holds ? whenHolds : otherwise;
        if (test.Derivation is null && whenHolds.Derivation is null && otherwise.Derivation is null)
            return chosen;
        var asked = test.Derivation ?? Derivation.Constant(Unit.YesNo, test.Amount);
        return chosen with
        {
            Derivation = Derivation.Of(Operation.Choose, chosen.Unit, chosen.Amount, asked, Leaf(whenHolds), Leaf(otherwise)),
        };
    }

    private Test Compare(Operation operation, StepValue other, bool holds)
    {
        if (Unit != other.Unit)
            throw Mismatch("beside", other);
        return Derivation is null && other.Derivation is null
            ? new Test(holds)
            : Test.Create(holds ? 1 : 0, Derivation.Of(operation, Unit.YesNo, holds ? 1 : 0, Leaf(this), Leaf(other)));
    }

    private StepValue Same(Operation operation, StepValue other, decimal value) =>
        Unit == other.Unit ? Combine(operation, Unit, other, value) : throw Mismatch("with", other);

    private StepValue Combine(Operation operation, Unit unit, StepValue other, decimal value) =>
        new(unit, value, Derivation is null && other.Derivation is null
            ? null : Derivation.Of(operation, unit, value, Leaf(this), Leaf(other)));

    private static Derivation Leaf(StepValue value) =>
        value.Derivation ?? (value.Amount is 0 or 1
            ? Derivation.Constant(value.Unit, value.Amount)
            : throw new UntracedValueException(value.Unit, value.Amount));

    private InvalidOperationException Mismatch(string how, StepValue other) => new($"{Unit} {how} {other.Unit} has no meaning.");
}

/// <summary>What units the steps give: the same table checks a document and does its sums.</summary>
public static class StepUnits
{
    /// <summary>The unit of a product, or null when it has no meaning: money is never multiplied by money.</summary>
    public static Unit? Product(Unit left, Unit right) => (left, right) switch
    {
        (_, Unit.Ratio) => left,
        (Unit.Ratio, _) => right,
        (Unit.Dollars or Unit.Points, Unit.Count) => left,
        (Unit.Count, Unit.Dollars or Unit.Points) => right,
        _ => null,
    };

    /// <summary>The unit of a quotient, or null when it has no meaning.</summary>
    public static Unit? Quotient(Unit left, Unit right) => (left, right) switch
    {
        _ when left == right => Unit.Ratio,
        (_, Unit.Ratio) => left,
        (Unit.Dollars or Unit.Points, Unit.Count) => left,
        _ => null,
    };
}
