namespace Accountable;

/// <summary>The sums that a derivation can hold. Each can be done again from its operands alone.</summary>
public enum Operation
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a × b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>-a.</summary>
    Negate,

    /// <summary>The smaller of a and b.</summary>
    Least,

    /// <summary>The greater of a and b.</summary>
    Greatest,

    /// <summary>a rounded to b decimals, half away from zero.</summary>
    Round,

    /// <summary>(a × (e - n) + b × (n - s)) / (e - s), operands in the order a, b, n, s, e.</summary>
    Interpolate,

    /// <summary>a >= b.</summary>
    MeetsOrExceeds,

    /// <summary>a > b.</summary>
    Exceeds,

    /// <summary>a and b.</summary>
    And,

    /// <summary>a or b.</summary>
    Or,

    /// <summary>not a.</summary>
    Not,

    /// <summary>b when a holds, else c; operands in the order a, b, c.</summary>
    Choose,
}
