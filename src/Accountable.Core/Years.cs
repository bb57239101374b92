namespace Accountable;

/// <summary>The calendar year in which care was given and quality measured.</summary>
public readonly record struct PerformanceYear
{
    /// <summary>A performance year from 1900 to 2999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a calendar year.</exception>
    public PerformanceYear(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1900);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 2999);
        Value = value;
    }

    /// <summary>The year.</summary>
    public int Value { get; }


    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>The calendar year in which Medicare pays for what happened in an earlier performance year.</summary>
public readonly record struct PaymentYear
{
    /// <summary>A payment year from 1900 to 2999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a calendar year.</exception>
    public PaymentYear(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1900);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 2999);
        Value = value;
    }

    /// <summary>The year.</summary>
    public int Value { get; }


    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
