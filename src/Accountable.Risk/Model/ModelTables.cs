using System.Globalization;
using Accountable.Rules;

namespace Accountable.Risk.Model;

/// <summary>One rule of a hierarchy: while the HCC stands, the others fall.</summary>
internal sealed record HierarchyRule(int Hcc, IReadOnlyList<int> Drops);

/// <summary>A category that falls before the hierarchies unless one of others is there.</summary>
internal sealed record DroppedCategory(int Category, IReadOnlyList<int> KeptWith);

/// <summary>An interaction: its variable stands when the person has each of its groups, and the status where one is named.</summary>
internal sealed record Interaction(string Variable, IReadOnlyList<IReadOnlyList<int>> Groups, bool Disabled, bool UnderAged);

/// <summary>Reads the small tables of a model.</summary>
internal static class ModelTables
{
    private const string DisabledPart = "DISABLED";
    private const string UnderAgedPart = "UNDER_65";
    private const string HccPart = "HCC";

    public static List<HierarchyRule> Hierarchies(RuleTable table, string model) =>
        [.. RowsOf(table, model).Select(row => new HierarchyRule((int)table.Number(row, "hcc")!.Value, Numbers(table.Text(row, "drops"))))];

    public static List<DroppedCategory> Dropped(RuleTable table, string model) =>
        [.. RowsOf(table, model)
            .Select(row => new DroppedCategory((int)table.Number(row, "cc")!.Value, Numbers(table.Text(row, "kept_with"))))];

    public static List<Interaction> Interactions(RuleTable table, RuleTable groupTable, string model)
    {
        var groups = RowsOf(groupTable, model)
            .ToDictionary(row => groupTable.Text(row, "group"), row => Numbers(groupTable.Text(row, "hccs")));
        return [.. RowsOf(table, model).Select(row => Read(table.Text(row, "variable"), table.Text(row, "all_of").Split(' '), groups))];
    }

    private static Interaction Read(string variable, string[] parts, Dictionary<string, IReadOnlyList<int>> groups) => new(
        variable,
        [.. parts.Where(part => part is not DisabledPart and not UnderAgedPart)
            .Select(part => groups.TryGetValue(part, out var group) ? group : [Hcc(part)])],
        parts.Contains(DisabledPart),
        parts.Contains(UnderAgedPart));

    private static int Hcc(string part) => part.StartsWith(HccPart, StringComparison.Ordinal)
        ? int.Parse(part.AsSpan(HccPart.Length), CultureInfo.InvariantCulture)
        : throw new FormatException($"'{part}' is neither a group nor an HCC.");

    private static IEnumerable<int> RowsOf(RuleTable table, string model) =>
        Enumerable.Range(0, table.RowCount).Where(row => table.Text(row, "model") == model);

    private static IReadOnlyList<int> Numbers(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
