using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>A MIPS Value Pathway with what may be reported in it. 42 CFR 414.1365.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Quality">Quality measures.</param>
/// <param name="Activities">Improvement activities.</param>
/// <param name="Cost">Cost measures.</param>
/// <param name="PopulationHealth">Population health measures of its foundation.</param>
/// <param name="Title">Its title.</param>
public sealed record Pathway(
    string Id, IReadOnlySet<string> Quality, IReadOnlySet<string> Activities, IReadOnlySet<string> Cost,
    IReadOnlySet<string> PopulationHealth, string Title)
{
    /// <summary>The pathway in a year.</summary>
    /// <exception cref="LawGapException">The year has no such pathway.</exception>
    public static Pathway Find(string id, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Mips.Mvps].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "mvp") == id)
            {
                return new Pathway(id, Words(table, row, "quality"), Words(table, row, "activities"), Words(table, row, "cost"),
                    Words(table, row, "population_health"), table.Text(row, "title"));
            }
        }
        throw new LawGapException($"MIPS Value Pathway {id}", law.Year);
    }

    private static HashSet<string> Words(RuleTable table, int row, string column) =>
        [.. table.Text(row, column).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
