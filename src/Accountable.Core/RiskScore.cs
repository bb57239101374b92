namespace Accountable;

/// <summary>A risk score: expected cost as a multiple of the average person's.</summary>
/// <remarks>A score is no ratio: it becomes one only when it is divided by another score, as in renormalization.</remarks>
public readonly struct RiskScore : IQuantity<RiskScore>, IEquatable<RiskScore>, IComparable<RiskScore>
{
    private RiskScore(decimal amount, Derivation? derivation)
    {
        Amount = amount;
        Derivation = derivation;
    }

    /// <summary>An untraced value. Facts become traced with <see cref="Quantity.From"/>.</summary>
    public RiskScore(decimal amount)
        : this(amount, null)
    {
    }

    /// <inheritdoc/>
    public static Unit Unit => Unit.RiskScore;

    /// <summary>Zero, which meets traced and untraced values alike.</summary>
    public static RiskScore Zero => default;

    /// <inheritdoc/>
    public decimal Amount { get; }

    /// <inheritdoc/>
    public Derivation? Derivation { get; }

    /// <inheritdoc/>
    public static RiskScore Create(decimal amount, Derivation? derivation) => new(amount, derivation);

    /// <summary>The sum.</summary>
    public static RiskScore operator +(RiskScore left, RiskScore right) =>
        Quantity.Combine<RiskScore, RiskScore, RiskScore>(Operation.Add, left, right, left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static RiskScore operator -(RiskScore left, RiskScore right) =>
        Quantity.Combine<RiskScore, RiskScore, RiskScore>(Operation.Subtract, left, right, left.Amount - right.Amount);

    /// <summary>The amount with its sign turned.</summary>
    public static RiskScore operator -(RiskScore amount) => amount.Derivation is { } of
        ? new(-amount.Amount, Derivation.Of(Operation.Negate, Unit, -amount.Amount, of))
        : new(-amount.Amount);

    /// <summary>A share of the score.</summary>
    public static RiskScore operator *(RiskScore score, Ratio share) =>
        Quantity.Combine<RiskScore, RiskScore, Ratio>(Operation.Multiply, score, share, score.Amount * share.Amount);

    /// <summary>A score over a factor, as in normalization.</summary>
    /// <exception cref="DivideByZeroException">The factor is zero.</exception>
    public static RiskScore operator /(RiskScore score, Ratio factor) =>
        Quantity.Combine<RiskScore, RiskScore, Ratio>(Operation.Divide, score, factor, score.Amount / factor.Amount);

    /// <summary>One score over another.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Ratio operator /(RiskScore left, RiskScore right) =>
        Quantity.Combine<Ratio, RiskScore, RiskScore>(Operation.Divide, left, right, left.Amount / right.Amount);

    /// <summary>Same amount.</summary>
    public static bool operator ==(RiskScore left, RiskScore right) => left.Amount == right.Amount;

    /// <summary>Other amount.</summary>
    public static bool operator !=(RiskScore left, RiskScore right) => left.Amount != right.Amount;

    /// <summary>Smaller. Law compares with <see cref="Quantity.IsBelow"/>, which is traced.</summary>
    public static bool operator <(RiskScore left, RiskScore right) => left.Amount < right.Amount;

    /// <summary>Greater. Law compares with <see cref="Quantity.Exceeds"/>, which is traced.</summary>
    public static bool operator >(RiskScore left, RiskScore right) => left.Amount > right.Amount;

    /// <summary>Smaller or the same.</summary>
    public static bool operator <=(RiskScore left, RiskScore right) => left.Amount <= right.Amount;

    /// <summary>Greater or the same. Law compares with <see cref="Quantity.MeetsOrExceeds"/>, which is traced.</summary>
    public static bool operator >=(RiskScore left, RiskScore right) => left.Amount >= right.Amount;

    /// <inheritdoc/>
    public bool Equals(RiskScore other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RiskScore other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(RiskScore other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    public override string ToString() => Display.Of(Unit, Amount);
}
