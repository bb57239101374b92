namespace Accountable;

/// <summary>A pure number: a rate, a share or a score as a fraction. 0.5 is 50 percent.</summary>
/// <remarks>Percent exists only where people read or type; inside, every rate is a fraction.</remarks>
public readonly struct Ratio : IQuantity<Ratio>, IEquatable<Ratio>, IComparable<Ratio>
{
    private Ratio(decimal amount, Derivation? derivation)
    {
        Amount = amount;
        Derivation = derivation;
    }

    /// <summary>An untraced value. Facts become traced with <see cref="Quantity.From"/>.</summary>
    public Ratio(decimal amount)
        : this(amount, null)
    {
    }

    /// <inheritdoc/>
    public static Unit Unit => Unit.Ratio;

    /// <summary>Zero, which meets traced and untraced values alike.</summary>
    public static Ratio Zero => default;

    /// <inheritdoc/>
    public decimal Amount { get; }

    /// <inheritdoc/>
    public Derivation? Derivation { get; }

    /// <inheritdoc/>
    public static Ratio Create(decimal amount, Derivation? derivation) => new(amount, derivation);

    /// <summary>The sum.</summary>
    public static Ratio operator +(Ratio left, Ratio right) =>
        Quantity.Combine<Ratio, Ratio, Ratio>(Operation.Add, left, right, left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static Ratio operator -(Ratio left, Ratio right) =>
        Quantity.Combine<Ratio, Ratio, Ratio>(Operation.Subtract, left, right, left.Amount - right.Amount);

    /// <summary>The amount with its sign turned.</summary>
    public static Ratio operator -(Ratio amount) => amount.Derivation is { } of
        ? new(-amount.Amount, Derivation.Of(Operation.Negate, Unit, -amount.Amount, of))
        : new(-amount.Amount);

    /// <summary>The whole: 1, or 100 percent.</summary>
    public static Ratio One => new(1m);

    /// <summary>One ratio of another.</summary>
    public static Ratio operator *(Ratio left, Ratio right) =>
        Quantity.Combine<Ratio, Ratio, Ratio>(Operation.Multiply, left, right, left.Amount * right.Amount);

    /// <summary>One ratio over another.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Ratio operator /(Ratio left, Ratio right) =>
        Quantity.Combine<Ratio, Ratio, Ratio>(Operation.Divide, left, right, left.Amount / right.Amount);

    /// <summary>Same amount.</summary>
    public static bool operator ==(Ratio left, Ratio right) => left.Amount == right.Amount;

    /// <summary>Other amount.</summary>
    public static bool operator !=(Ratio left, Ratio right) => left.Amount != right.Amount;

    /// <summary>Smaller. Law compares with <see cref="Quantity.IsBelow"/>, which is traced.</summary>
    public static bool operator <(Ratio left, Ratio right) => left.Amount < right.Amount;

    /// <summary>Greater. Law compares with <see cref="Quantity.Exceeds"/>, which is traced.</summary>
    public static bool operator >(Ratio left, Ratio right) => left.Amount > right.Amount;

    /// <summary>Smaller or the same.</summary>
    public static bool operator <=(Ratio left, Ratio right) => left.Amount <= right.Amount;

    /// <summary>Greater or the same. Law compares with <see cref="Quantity.MeetsOrExceeds"/>, which is traced.</summary>
    public static bool operator >=(Ratio left, Ratio right) => left.Amount >= right.Amount;

    /// <inheritdoc/>
    public bool Equals(Ratio other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ratio other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Ratio other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    public override string ToString() => Display.Of(Unit, Amount);
}
