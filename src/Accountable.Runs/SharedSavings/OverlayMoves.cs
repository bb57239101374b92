using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>What an overlay does to one ACO. Dollars.</summary>
public sealed record Move(SettledRow Base, SettledRow Overlaid)
{
    /// <summary>Earned under the overlay less earned under the base.</summary>
    public decimal Dollars => Overlaid.Result.Earned.Amount - Base.Result.Earned.Amount;
}

/// <summary>The dollars that an overlay moves, ACO by ACO.</summary>
public static class OverlayMoves
{
    /// <summary>The rows whose earned amount moves, in file order.</summary>
    public static IReadOnlyList<Move> Between(SettledFile before, SettledFile after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var byRow = after.Rows.ToDictionary(row => row.Row.Row);
        return [.. before.Rows
            .Where(row => byRow.ContainsKey(row.Row.Row))
            .Select(row => new Move(row, byRow[row.Row.Row]))
            .Where(move => move.Dollars != 0)];
    }

    /// <summary>A row a moved ACO and a last row with the total.</summary>
    public static Table Table(IReadOnlyList<(string File, IReadOnlyList<Move> Moves)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var table = new Table("file", "row", "aco_id", "performance_year", "track", "earned", "earned_with_overlay", "moved");
        foreach (var (file, moves) in files)
        {
            foreach (var move in moves)
            {
                var (row, facts) = (move.Base.Row, move.Base.Facts);
                table.Add(
                    Path.GetFileName(file), row.Row, row.AcoId, row.Year.Value, facts.Track.Name(),
                    new Dollars(move.Base.Result.Earned.Amount), new Dollars(move.Overlaid.Result.Earned.Amount),
                    new Dollars(move.Dollars));
            }
        }
        var all = files.SelectMany(file => file.Moves).ToList();
        table.Add("all", null, $"{all.Count} ACOs", null, "", new Dollars(all.Sum(move => move.Base.Result.Earned.Amount)),
            new Dollars(all.Sum(move => move.Overlaid.Result.Earned.Amount)), new Dollars(all.Sum(move => move.Dollars)));
        return table;
    }
}
