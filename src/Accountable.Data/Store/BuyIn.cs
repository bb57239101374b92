namespace Accountable.Data.Store;

/// <summary>The codes by which CMS's beneficiary files tell the parts of Medicare and Medicaid of a month.</summary>
public static class BuyIn
{
    /// <summary>Part A and Part B from the entitlement and buy-in code: 0 neither, 1 or A only A, 2 or B only B, 3 or C both.</summary>
    public static (bool? PartA, bool? PartB) Parts(string? code) => code?.Trim().ToUpperInvariant() switch
    {
        "0" => (false, false),
        "1" or "A" => (true, false),
        "2" or "B" => (false, true),
        "3" or "C" => (true, true),
        _ => (null, null),
    };

    /// <summary>Whether a code says that a health plan has the month: 0 and 4 are fee for service.</summary>
    public static bool? IsPlan(string? code) => string.IsNullOrWhiteSpace(code) ? null : code.Trim() is not ("0" or "4");

    /// <summary>A dual status in two digits.</summary>
    public static string? Dual(string? code) => string.IsNullOrWhiteSpace(code) || code.Trim() is "NA" or "**" ? null
        : code.Trim().PadLeft(2, '0');
}
