using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Reports;
using Accountable.Runs.Assignment;

namespace Accountable.Runs.TieOut;

public sealed partial record ReportFigures
{
    /// <summary>The annual report of an ACO and year that was imported with its claims, the newest of several; null when there is
    /// none.</summary>
    /// <param name="engine">An engine with the schema <c>input</c>.</param>
    /// <param name="aco">The ACO.</param>
    /// <param name="year">The calendar year.</param>
    /// <exception cref="Data.FileRefusedException">It lacks a row that a bridge needs.</exception>
    internal static ReportFigures? OfStore(IEngine engine, string aco, int year)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var cells = new List<(DateOnly? Day, string Delivery, Placed Cell)>();
        using (var reader = engine.Query("select f.delivery_day, f.delivery, e.sheet, e.line, e.section, e.row_label, e.column_label, "
            + "e.value, e.value_text from input.expenditure_report e join input.files f on f.file_id = e.file_id "
            + "where f.aco_id = $aco and e.period = $period order by f.delivery_day, e.file_id, e.line",
            ("aco", aco), ("period", $"Y{year}")))
        {
            while (reader.Read())
            {
                string Cell(int at) => reader.IsDBNull(at) ? "" : reader.GetString(at);
                var cell = new ReportCell(Convert.ToInt32(reader.GetValue(3)), Cell(4), Cell(5), Cell(6),
                    reader.IsDBNull(7) ? null : Plain(reader.GetDecimal(7)), Cell(8));
                cells.Add((reader.IsDBNull(0) ? null : Day(reader.GetValue(0)), Cell(1), new Placed(Cell(1), Cell(2), cell)));
            }
        }
        if (cells.Count == 0)
            return null;
        // A workbook saved sheet by sheet is several files of one delivery.
        var newest = cells[^1];
        var own = cells.Where(cell => cell.Day == newest.Day && Stem(cell.Delivery) == Stem(newest.Delivery)).ToList();
        return Of([.. own.Select(cell => cell.Cell)], newest.Delivery, aco, []) with
        {
            Files = [],
            FirstMonth = new DateOnly(year, 1, 1),
            IsAnnual = true,
        };
    }

    /// <summary>Without the zeros that the store's column adds behind the point.</summary>
    private static decimal Plain(decimal stored) => stored / 1.0000000000000000000000000000m;

    private static string Stem(string delivery) => ReportFileName.Parse(delivery)?.Stem ?? delivery;

    private static DateOnly Day(object value) => value is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)value;
}

/// <summary>A tie-out against the report that was imported with the claims.</summary>
public static class StoredTieOut
{
    /// <summary>The annual report of the session's ACO and year.</summary>
    /// <param name="session">The opened store.</param>
    /// <exception cref="FileRefusedException">The store has none, or it lacks a row that a bridge needs.</exception>
    public static ReportFigures Report(AssignmentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (aco, year) = (session.Request.Aco, session.Request.Year.Value);
        return ReportFigures.OfStore(session.Engine, aco, year) ?? throw new FileRefusedException(new Finding(
            Severity.FileRefused, "store", 0, "", $"the store has no annual expenditure report of {aco} for {year}",
            "Import it with the claims, or name one with --report"));
    }

    /// <summary>Builds the bridge; null when the store holds no annual report of the ACO and year.</summary>
    /// <param name="session">The opened store.</param>
    /// <exception cref="Data.FileRefusedException">The store or the report lacks what a bridge needs.</exception>
    public static TieOutRun? Of(AssignmentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return ReportFigures.OfStore(session.Engine, session.Request.Aco, session.Request.Year.Value) is { } report
            ? TieOutRun.Of(session, new TieOutRequest(session.Request, report)) : null;
    }
}
