namespace Accountable;

/// <summary>An exact amount of US dollars.</summary>
/// <remarks>There is no implicit conversion from decimal, and money cannot be multiplied by money.</remarks>
public readonly struct Money : IQuantity<Money>, IEquatable<Money>, IComparable<Money>
{
    private Money(decimal amount, Derivation? derivation)
    {
        Amount = amount;
        Derivation = derivation;
    }

    /// <summary>An untraced value. Facts become traced with <see cref="Quantity.From"/>.</summary>
    public Money(decimal amount)
        : this(amount, null)
    {
    }

    /// <inheritdoc/>
    public static Unit Unit => Unit.Dollars;

    /// <summary>Zero, which meets traced and untraced values alike.</summary>
    public static Money Zero => default;

    /// <inheritdoc/>
    public decimal Amount { get; }

    /// <inheritdoc/>
    public Derivation? Derivation { get; }

    /// <inheritdoc/>
    public static Money Create(decimal amount, Derivation? derivation) => new(amount, derivation);

    /// <summary>The sum.</summary>
    public static Money operator +(Money left, Money right) =>
        Quantity.Combine<Money, Money, Money>(Operation.Add, left, right, left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static Money operator -(Money left, Money right) =>
        Quantity.Combine<Money, Money, Money>(Operation.Subtract, left, right, left.Amount - right.Amount);

    /// <summary>The amount with its sign turned.</summary>
    public static Money operator -(Money amount) => amount.Derivation is { } of
        ? new(-amount.Amount, Derivation.Of(Operation.Negate, Unit, -amount.Amount, of))
        : new(-amount.Amount);

    /// <summary>A share of the amount.</summary>
    public static Money operator *(Money amount, Ratio share) =>
        Quantity.Combine<Money, Money, Ratio>(Operation.Multiply, amount, share, amount.Amount * share.Amount);

    /// <summary>A share of the amount.</summary>
    public static Money operator *(Ratio share, Money amount) => amount * share;

    /// <summary>Per-capita dollars times person-years: total dollars.</summary>
    public static Money operator *(Money perCapita, PersonYears years) =>
        Quantity.Combine<Money, Money, PersonYears>(Operation.Multiply, perCapita, years, perCapita.Amount * years.Amount);

    /// <summary>Total dollars for each person-year.</summary>
    /// <exception cref="DivideByZeroException">There are no person-years.</exception>
    public static Money operator /(Money total, PersonYears years) =>
        Quantity.Combine<Money, Money, PersonYears>(Operation.Divide, total, years, total.Amount / years.Amount);

    /// <summary>An amount for each of a number of people or months.</summary>
    public static Money operator *(Money each, Count number) =>
        Quantity.Combine<Money, Money, Count>(Operation.Multiply, each, number, each.Amount * number.Amount);

    /// <summary>The simple average: a total over how many amounts make it up.</summary>
    /// <exception cref="DivideByZeroException">The number is zero.</exception>
    public static Money operator /(Money total, Count number) =>
        Quantity.Combine<Money, Money, Count>(Operation.Divide, total, number, total.Amount / number.Amount);

    /// <summary>What share one amount is of another.</summary>
    /// <exception cref="DivideByZeroException">The whole is zero.</exception>
    public static Ratio operator /(Money part, Money whole) =>
        Quantity.Combine<Ratio, Money, Money>(Operation.Divide, part, whole, part.Amount / whole.Amount);

    /// <summary>Same amount.</summary>
    public static bool operator ==(Money left, Money right) => left.Amount == right.Amount;

    /// <summary>Other amount.</summary>
    public static bool operator !=(Money left, Money right) => left.Amount != right.Amount;

    /// <summary>Smaller. Law compares with <see cref="Quantity.IsBelow"/>, which is traced.</summary>
    public static bool operator <(Money left, Money right) => left.Amount < right.Amount;

    /// <summary>Greater. Law compares with <see cref="Quantity.Exceeds"/>, which is traced.</summary>
    public static bool operator >(Money left, Money right) => left.Amount > right.Amount;

    /// <summary>Smaller or the same.</summary>
    public static bool operator <=(Money left, Money right) => left.Amount <= right.Amount;

    /// <summary>Greater or the same. Law compares with <see cref="Quantity.MeetsOrExceeds"/>, which is traced.</summary>
    public static bool operator >=(Money left, Money right) => left.Amount >= right.Amount;

    /// <inheritdoc/>
    public bool Equals(Money other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Money other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    public override string ToString() => Display.Of(Unit, Amount);
}
