using Accountable.Rules;

namespace Accountable.Risk;

/// <summary>Medicare's dual status codes.</summary>
public static class DualStatusCodes
{
    /// <summary>What a code says; null when it is no dual status code. A missing leading zero is forgiven.</summary>
    public static (DualStatus Dual, bool Medicaid)? Read(string code, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Risk.CmsHcc.DualStatus].Rows;
        var text = code.Trim();
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "code") != text && table.Text(row, "code") != "0" + text)
                continue;
            return (Enum.Parse<DualStatus>(table.Text(row, "dual"), ignoreCase: true), table.Number(row, "medicaid") == 1);
        }
        return null;
    }
}
