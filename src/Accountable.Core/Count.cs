namespace Accountable;

/// <summary>A number of people or things.</summary>
/// <remarks>Counts weigh and compare; they carry no dollars.</remarks>
public readonly struct Count : IQuantity<Count>, IEquatable<Count>, IComparable<Count>
{
    private Count(decimal amount, Derivation? derivation)
    {
        Amount = amount;
        Derivation = derivation;
    }

    /// <summary>An untraced value. Facts become traced with <see cref="Quantity.From"/>.</summary>
    public Count(decimal amount)
        : this(amount, null)
    {
    }

    /// <inheritdoc/>
    public static Unit Unit => Unit.Count;

    /// <summary>Zero, which meets traced and untraced values alike.</summary>
    public static Count Zero => default;

    /// <inheritdoc/>
    public decimal Amount { get; }

    /// <inheritdoc/>
    public Derivation? Derivation { get; }

    /// <inheritdoc/>
    public static Count Create(decimal amount, Derivation? derivation) => new(amount, derivation);

    /// <summary>The sum.</summary>
    public static Count operator +(Count left, Count right) =>
        Quantity.Combine<Count, Count, Count>(Operation.Add, left, right, left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static Count operator -(Count left, Count right) =>
        Quantity.Combine<Count, Count, Count>(Operation.Subtract, left, right, left.Amount - right.Amount);

    /// <summary>The amount with its sign turned.</summary>
    public static Count operator -(Count amount) => amount.Derivation is { } of
        ? new(-amount.Amount, Derivation.Of(Operation.Negate, Unit, -amount.Amount, of))
        : new(-amount.Amount);

    /// <summary>What share one count is of another.</summary>
    /// <exception cref="DivideByZeroException">The whole is zero.</exception>
    public static Ratio operator /(Count part, Count whole) =>
        Quantity.Combine<Ratio, Count, Count>(Operation.Divide, part, whole, part.Amount / whole.Amount);

    /// <summary>A share of a count, which need not be whole.</summary>
    public static Count operator *(Count number, Ratio share) =>
        Quantity.Combine<Count, Count, Ratio>(Operation.Multiply, number, share, number.Amount * share.Amount);

    /// <summary>Same amount.</summary>
    public static bool operator ==(Count left, Count right) => left.Amount == right.Amount;

    /// <summary>Other amount.</summary>
    public static bool operator !=(Count left, Count right) => left.Amount != right.Amount;

    /// <summary>Smaller. Law compares with <see cref="Quantity.IsBelow"/>, which is traced.</summary>
    public static bool operator <(Count left, Count right) => left.Amount < right.Amount;

    /// <summary>Greater. Law compares with <see cref="Quantity.Exceeds"/>, which is traced.</summary>
    public static bool operator >(Count left, Count right) => left.Amount > right.Amount;

    /// <summary>Smaller or the same.</summary>
    public static bool operator <=(Count left, Count right) => left.Amount <= right.Amount;

    /// <summary>Greater or the same. Law compares with <see cref="Quantity.MeetsOrExceeds"/>, which is traced.</summary>
    public static bool operator >=(Count left, Count right) => left.Amount >= right.Amount;

    /// <inheritdoc/>
    public bool Equals(Count other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Count other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Count other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    public override string ToString() => Display.Of(Unit, Amount);
}
