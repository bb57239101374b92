namespace Accountable;

/// <summary>Beneficiary years: eligible months divided by 12.</summary>
/// <remarks>Per-capita dollars times person-years gives total dollars.</remarks>
public readonly struct PersonYears : IQuantity<PersonYears>, IEquatable<PersonYears>, IComparable<PersonYears>
{
    private PersonYears(decimal amount, Derivation? derivation)
    {
        Amount = amount;
        Derivation = derivation;
    }

    /// <summary>An untraced value. Facts become traced with <see cref="Quantity.From"/>.</summary>
    public PersonYears(decimal amount)
        : this(amount, null)
    {
    }

    /// <inheritdoc/>
    public static Unit Unit => Unit.PersonYears;

    /// <summary>Zero, which meets traced and untraced values alike.</summary>
    public static PersonYears Zero => default;

    /// <inheritdoc/>
    public decimal Amount { get; }

    /// <inheritdoc/>
    public Derivation? Derivation { get; }

    /// <inheritdoc/>
    public static PersonYears Create(decimal amount, Derivation? derivation) => new(amount, derivation);

    /// <summary>The sum.</summary>
    public static PersonYears operator +(PersonYears left, PersonYears right) =>
        Quantity.Combine<PersonYears, PersonYears, PersonYears>(Operation.Add, left, right, left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static PersonYears operator -(PersonYears left, PersonYears right) =>
        Quantity.Combine<PersonYears, PersonYears, PersonYears>(Operation.Subtract, left, right, left.Amount - right.Amount);

    /// <summary>The amount with its sign turned.</summary>
    public static PersonYears operator -(PersonYears amount) => amount.Derivation is { } of
        ? new(-amount.Amount, Derivation.Of(Operation.Negate, Unit, -amount.Amount, of))
        : new(-amount.Amount);

    /// <summary>What share some person-years are of others.</summary>
    /// <exception cref="DivideByZeroException">The whole is zero.</exception>
    public static Ratio operator /(PersonYears part, PersonYears whole) =>
        Quantity.Combine<Ratio, PersonYears, PersonYears>(Operation.Divide, part, whole, part.Amount / whole.Amount);

    /// <summary>Same amount.</summary>
    public static bool operator ==(PersonYears left, PersonYears right) => left.Amount == right.Amount;

    /// <summary>Other amount.</summary>
    public static bool operator !=(PersonYears left, PersonYears right) => left.Amount != right.Amount;

    /// <summary>Smaller. Law compares with <see cref="Quantity.IsBelow"/>, which is traced.</summary>
    public static bool operator <(PersonYears left, PersonYears right) => left.Amount < right.Amount;

    /// <summary>Greater. Law compares with <see cref="Quantity.Exceeds"/>, which is traced.</summary>
    public static bool operator >(PersonYears left, PersonYears right) => left.Amount > right.Amount;

    /// <summary>Smaller or the same.</summary>
    public static bool operator <=(PersonYears left, PersonYears right) => left.Amount <= right.Amount;

    /// <summary>Greater or the same. Law compares with <see cref="Quantity.MeetsOrExceeds"/>, which is traced.</summary>
    public static bool operator >=(PersonYears left, PersonYears right) => left.Amount >= right.Amount;

    /// <inheritdoc/>
    public bool Equals(PersonYears other) => Amount == other.Amount;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PersonYears other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(PersonYears other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    public override string ToString() => Display.Of(Unit, Amount);
}
