namespace Accountable;

/// <summary>Points of a score, such as a MIPS final score of 0 to 100.</summary>
/// <remarks>Points are no ratio: 75 points of a possible 100 become 0.75 only by dividing by the possible points.</remarks>
public readonly struct Points : IQuantity<Points>, IEquatable<Points>, IComparable<Points>
{
    private Points(decimal amount, Derivation? derivation)
    {
        Amount = amount;
        Derivation = derivation;
    }

    /// <summary>An untraced value. Facts become traced with <see cref="Quantity.From"/>.</summary>
    public Points(decimal amount)
        : this(amount, null)
    {
    }

    /// <inheritdoc/>
    public static Unit Unit => Unit.Points;

    /// <summary>Zero, which meets traced and untraced values alike.</summary>
    public static Points Zero => default;

    /// <inheritdoc/>
    public decimal Amount { get; }

    /// <inheritdoc/>
    public Derivation? Derivation { get; }

    /// <inheritdoc/>
    public static Points Create(decimal amount, Derivation? derivation) => new(amount, derivation);

    /// <summary>The sum.</summary>
    public static Points operator +(Points left, Points right) =>
        Quantity.Combine<Points, Points, Points>(Operation.Add, left, right, left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static Points operator -(Points left, Points right) =>
        Quantity.Combine<Points, Points, Points>(Operation.Subtract, left, right, left.Amount - right.Amount);

    /// <summary>The amount with its sign turned.</summary>
    public static Points operator -(Points amount) => amount.Derivation is { } of
        ? new(-amount.Amount, Derivation.Of(Operation.Negate, Unit, -amount.Amount, of))
        : new(-amount.Amount);

    /// <summary>A share of the points.</summary>
    public static Points operator *(Points points, Ratio share) =>
        Quantity.Combine<Points, Points, Ratio>(Operation.Multiply, points, share, points.Amount * share.Amount);

    /// <summary>Points earned over points possible.</summary>
    /// <exception cref="DivideByZeroException">No points are possible.</exception>
    public static Ratio operator /(Points earned, Points possible) =>
        Quantity.Combine<Ratio, Points, Points>(Operation.Divide, earned, possible, earned.Amount / possible.Amount);

    /// <summary>Same amount.</summary>
    public static bool operator ==(Points left, Points right) => left.Amount == right.Amount;

    /// <summary>Other amount.</summary>
    public static bool operator !=(Points left, Points right) => left.Amount != right.Amount;

    /// <summary>Smaller. Law compares with <see cref="Quantity.IsBelow"/>, which is traced.</summary>
    public static bool operator <(Points left, Points right) => left.Amount < right.Amount;

    /// <summary>Greater. Law compares with <see cref="Quantity.Exceeds"/>, which is traced.</summary>
    public static bool operator >(Points left, Points right) => left.Amount > right.Amount;

    /// <summary>Smaller or the same.</summary>
    public static bool operator <=(Points left, Points right) => left.Amount <= right.Amount;

    /// <summary>Greater or the same. Law compares with <see cref="Quantity.MeetsOrExceeds"/>, which is traced.</summary>
    public static bool operator >=(Points left, Points right) => left.Amount >= right.Amount;

    /// <inheritdoc/>
    public bool Equals(Points other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Points other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Points other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    public override string ToString() => Display.Of(Unit, Amount);
}
