namespace Accountable;

/// <summary>A yes or no that may carry its derivation, so that an explanation shows why.</summary>
/// <remarks>
/// Usable in <c>if</c> and <c>?:</c>.
/// Both sides of <c>|</c> and <c>&amp;</c> are always computed, so that the explanation shows what lost.
/// </remarks>
public readonly struct Test : IQuantity<Test>, IEquatable<Test>
{
    private readonly bool _holds;

    private Test(bool holds, Derivation? derivation)
    {
        _holds = holds;
        Derivation = derivation;
    }

    /// <summary>An untraced answer.</summary>
    public Test(bool holds)
        : this(holds, null)
    {
    }

    /// <inheritdoc/>
    public static Unit Unit => Unit.YesNo;

    /// <summary>Yes, which needs no source.</summary>
    public static Test Yes => new(true);

    /// <summary>No, which needs no source.</summary>
    public static Test No => new(false);

    /// <summary>1 for yes, 0 for no.</summary>
    public decimal Amount => _holds ? 1 : 0;

    /// <summary>Whether it holds.</summary>
    public bool Holds => _holds;

    /// <inheritdoc/>
    public Derivation? Derivation { get; }

    /// <inheritdoc/>
    public static Test Create(decimal amount, Derivation? derivation) => new(amount != 0, derivation);

    /// <summary>Either holds.</summary>
    public static Test operator |(Test left, Test right) =>
        Quantity.Combine<Test, Test, Test>(Operation.Or, left, right, left._holds || right._holds ? 1 : 0);

    /// <summary>Both hold.</summary>
    public static Test operator &(Test left, Test right) =>
        Quantity.Combine<Test, Test, Test>(Operation.And, left, right, left._holds && right._holds ? 1 : 0);

    /// <summary>It does not hold.</summary>
    public static Test operator !(Test test) => test.Derivation is { } of
        ? new(!test._holds, Derivation.Of(Operation.Not, Unit, test._holds ? 0 : 1, of))
        : new(!test._holds);

    /// <summary>Whether it holds, for <c>if</c>.</summary>
    public static bool operator true(Test test) => test._holds;

    /// <summary>Whether it fails, for <c>&amp;&amp;</c>.</summary>
    public static bool operator false(Test test) => !test._holds;

    /// <summary>Same answer.</summary>
    public static bool operator ==(Test left, Test right) => left._holds == right._holds;

    /// <summary>Other answer.</summary>
    public static bool operator !=(Test left, Test right) => left._holds != right._holds;

    /// <summary>One amount when the test holds and the other when not; the derivation keeps the test and both amounts.</summary>
    public T Choose<T>(T whenHolds, T otherwise)
        where T : struct, IQuantity<T>
    {
        var chosen = _holds ? whenHolds : otherwise;
        if (Derivation is null && whenHolds.Derivation is null && otherwise.Derivation is null)
            return chosen;
        return T.Create(chosen.Amount, Accountable.Derivation.Of(Operation.Choose, T.Unit, chosen.Amount,
            Quantity.Leaf(this), Quantity.Leaf(whenHolds), Quantity.Leaf(otherwise)));
    }

    /// <inheritdoc/>
    public bool Equals(Test other) => _holds == other._holds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Test other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _holds ? 1 : 0;

    /// <inheritdoc/>
    public override string ToString() => _holds ? "yes" : "no";
}
