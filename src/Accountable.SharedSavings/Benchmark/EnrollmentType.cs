namespace Accountable.SharedSavings.Benchmark;

/// <summary>The four populations for which every figure of a benchmark is made apart. 42 CFR 425.601(a)(2), 425.652(a)(2).</summary>
public enum EnrollmentType
{
    /// <summary>End-stage renal disease: long-term dialysis or transplant status.</summary>
    Esrd,

    /// <summary>Entitled by disability, without end-stage renal disease.</summary>
    Disabled,

    /// <summary>Aged, and dually eligible for Medicare and Medicaid.</summary>
    AgedDual,

    /// <summary>Aged, and not dually eligible.</summary>
    AgedNonDual,
}

/// <summary>Names of enrollment types.</summary>
public static class EnrollmentTypes
{
    private static readonly string[] Names = ["esrd", "disabled", "aged_dual", "aged_non_dual"];
    private static readonly string[] Readable = ["ESRD", "disabled", "aged/dual", "aged/non-dual"];

    /// <summary>The four types in the regulation's order.</summary>
    public static IReadOnlyList<EnrollmentType> All { get; } = Enum.GetValues<EnrollmentType>();

    /// <summary>The name in files, such as <c>aged_dual</c>.</summary>
    public static string Name(this EnrollmentType type) => Names[(int)type];

    /// <summary>The name in explanations, such as <c>aged/dual</c>.</summary>
    public static string Words(this EnrollmentType type) => Readable[(int)type];

    /// <summary>The type of a name in files, or null.</summary>
    public static EnrollmentType? Of(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (EnrollmentType)index;
    }
}

/// <summary>One value for each enrollment type.</summary>
/// <param name="Esrd">Of end-stage renal disease.</param>
/// <param name="Disabled">Of the disabled.</param>
/// <param name="AgedDual">Of the aged who are dually eligible.</param>
/// <param name="AgedNonDual">Of the aged who are not.</param>
public sealed record ByType<T>(T Esrd, T Disabled, T AgedDual, T AgedNonDual)
{
    /// <summary>The value of a type.</summary>
    public T this[EnrollmentType type] => type switch
    {
        EnrollmentType.Esrd => Esrd,
        EnrollmentType.Disabled => Disabled,
        EnrollmentType.AgedDual => AgedDual,
        _ => AgedNonDual,
    };

    /// <summary>The four values in the regulation's order.</summary>
    public IReadOnlyList<T> Values => [Esrd, Disabled, AgedDual, AgedNonDual];

    /// <summary>Another value for each type, made from this one.</summary>
    public ByType<TResult> Select<TResult>(Func<EnrollmentType, T, TResult> each)
    {
        ArgumentNullException.ThrowIfNull(each);
        return ByType.Of(type => each(type, this[type]));
    }
}

/// <summary>Makes one value for each enrollment type.</summary>
public static class ByType
{
    /// <summary>One value for each type.</summary>
    public static ByType<T> Of<T>(Func<EnrollmentType, T> each)
    {
        ArgumentNullException.ThrowIfNull(each);
        return new ByType<T>(
            each(EnrollmentType.Esrd), each(EnrollmentType.Disabled), each(EnrollmentType.AgedDual), each(EnrollmentType.AgedNonDual));
    }
}
