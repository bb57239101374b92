using System.Text;
using Accountable.Runs.Claims;
using Accountable.SharedSavings.Assignment;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>The charts of a run about people: small counts are hidden, and what would give them away.</summary>
internal static class AcoCharts
{
    private const int Width = 1000;
    private const int LabelWidth = 330;
    private const int BarWidth = 520;
    private const int RowHeight = 34;

    /// <summary>From everybody looked at to the assigned, for the performance year, and the counts of every year.</summary>
    public static void Assignment(StringBuilder page, AcoResult result)
    {
        var year = result.Years[^1];
        AcoPage.Line(page, $"<h2>Assignment</h2>\n<p class=\"sub\">{year.Request.Method.Word()}, window "
            + $"{year.Request.Window.From:yyyy-MM-dd} to {year.Request.Window.To:yyyy-MM-dd}.</p>");
        var levels = Funnel(year);
        Bars(page, "Funnel of assignment; the table below holds its figures",
            [.. levels.Select(level => (level.Label, (decimal)level.People, $"{level.People:N0}"))]);
        var table = new Table("year", "looked_at", "assigned");
        foreach (var one in result.Years)
            table.Add(one.Year, Cell(one.LookedAt), Cell(one.Assigned.Count));
        AcoPage.Rows(page, table);
        AcoPage.Rows(page, Reasons(year));
    }

    /// <summary>Dollars a person-year by service, each enrollment type, in the performance year.</summary>
    public static void Spending(StringBuilder page, AcoResult result)
    {
        if (result["services"] is not { } services || result["expenditures"] is not { } expenditures)
            return;
        var year = result.Years[^1].Year;
        AcoPage.Line(page, $"<h2>Spending</h2>\n<p class=\"sub\">Parts A and B, {year}, before truncation and completion: add-ons of "
            + "hospitals out, sequestration added back.</p>");
        var personYears = expenditures.Rows.Where(row => (int)row[0]! == year && (string)row[1]! != "all").Sum(row => (decimal)row[3]!);
        var rows = services.Rows.Where(row => (int)row[0]! == year).ToList();
        var bars = rows.GroupBy(row => (string)row[1]!).Select(group => (Label: group.Key.Replace('_', ' '),
            Amount: personYears == 0 ? 0 : group.Sum(row => ((Dollars)row[4]!).Amount) / personYears)).OrderByDescending(bar => bar.Amount);
        Bars(page, "Dollars a person-year by service; the table below holds its figures",
            [.. bars.Select(bar => (bar.Label, bar.Amount, Display.Of(Unit.Dollars, bar.Amount)))]);
        var table = new Table(["service", .. EnrollmentTypes.All.Select(type => type.Words())]);
        foreach (var group in rows.GroupBy(row => (string)row[1]!).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var of = group.ToDictionary(row => (string)row[2]!);
            table.Add([group.Key.Replace('_', ' '), .. EnrollmentTypes.All.Select(type => of.TryGetValue(type.Name(), out var row)
                ? SmallCells.IsSmall((int)row[3]!) ? SmallCells.Mark : row[5] : null)]);
        }
        AcoPage.Line(page, $"<p>Dollars a person-year of the enrollment type:</p>");
        AcoPage.Rows(page, table);
        AcoPage.Line(page, $"<p>Expenditures as they enter the benchmark:</p>");
        AcoPage.Rows(page, Suppressed(expenditures, result));
    }

    /// <summary>QP threshold scores without the figures of a row in which the attributed, or those who are not, are few.</summary>
    public static Table SuppressedScores(Table table)
    {
        var columns = table.Columns.ToList();
        var (attributed, eligible) = (columns.IndexOf("attributed_patients"), columns.IndexOf("eligible_patients"));
        var first = columns.IndexOf("attributed_payments");
        var shown = new Table([.. columns]);
        foreach (var row in table.Rows)
        {
            var isHidden = SmallCells.IsSmallPart((long)(decimal)row[attributed]!, (long)(decimal)row[eligible]!);
            shown.Add([.. row.Select((cell, at) => isHidden && at >= first ? SmallCells.Mark : cell)]);
        }
        return shown;
    }

    /// <summary>A table by year and enrollment type without the rows of types with few people, nor another one that would give them
    /// away.</summary>
    public static Table Suppressed(Table table, AcoResult result)
    {
        var hidden = new HashSet<(int, string)>();
        foreach (var year in result.Years)
        {
            var people = result["expenditures"]!.Rows.Where(row => (int)row[0]! == year.Year && (string)row[1]! != "all").ToList();
            var hide = SmallCells.Hidden([.. people.Select(row => (long)(int)row[2]!)]);
            for (var i = 0; i < people.Count; i++)
            {
                if (hide[i])
                    hidden.Add((year.Year, (string)people[i][1]!));
            }
        }
        var shown = new Table([.. table.Columns]);
        foreach (var row in table.Rows)
        {
            var isHidden = hidden.Contains(((int)row[0]!, (string)row[1]!));
            shown.Add([.. row.Select((cell, at) => at > 1 && isHidden ? SmallCells.Mark
                : shown.Columns[at] == "truncated_people" && cell is int count && SmallCells.IsSmall(count) ? SmallCells.Mark : cell)]);
        }
        return shown;
    }

    /// <summary>How many are left after each question, a step without a small difference to the one before.</summary>
    private static List<(string Label, int People)> Funnel(AssignedYear year)
    {
        int Of(params AssignmentReason[] reasons) => year.Counts.Where(count => reasons.Contains(count.Reason)).Sum(count => count.People);
        var all = year.LookedAt;
        var eligible = all - Of(AssignmentReason.DiedBefore, AssignmentReason.NoMonthWithBothParts, AssignmentReason.MonthWithOnePart,
            AssignmentReason.MonthInHealthPlan, AssignmentReason.LivesElsewhere);
        var free = eligible - Of(AssignmentReason.DesignatedElsewhere, AssignmentReason.HeldElsewhere);
        var seen = free - Of(AssignmentReason.NoPhysicianOfTheAco);
        var levels = new List<(string Label, int People)>
        {
            ("With a primary care service, or listed", all), ("Eligible for assignment", eligible),
            ("Not designated or held elsewhere", free), ("Seen by a physician of the ACO", seen), ("Assigned", year.Assigned.Count),
        };
        var shown = new List<(string Label, int People)>();
        foreach (var level in levels)
        {
            if (shown.Count == 0 || !SmallCells.IsSmall(shown[^1].People - level.People))
                shown.Add(level);
        }
        return shown;
    }

    private static Table Reasons(AssignedYear year)
    {
        var hidden = SmallCells.Hidden([.. year.Counts.Select(count => (long)count.People)]);
        var table = new Table("assigned", "step", "reason", "people");
        for (var i = 0; i < year.Counts.Count; i++)
        {
            var (isAssigned, step, reason, people) = year.Counts[i];
            table.Add(isAssigned ? "yes" : "no", step.Word().Replace('_', ' '), reason.Word().Replace('_', ' '),
                hidden[i] ? SmallCells.Mark : people);
        }
        return table;
    }

    private static object Cell(int people) => SmallCells.IsSmall(people) ? SmallCells.Mark : people;

    private static void Bars(StringBuilder page, string title, IReadOnlyList<(string Label, decimal Amount, string Shown)> bars)
    {
        if (bars.Count == 0)
            return;
        var most = Math.Max(1, bars.Max(bar => bar.Amount));
        AcoPage.Line(page, $"<svg viewBox=\"0 0 {Width} {(bars.Count * RowHeight) + 10}\" role=\"img\" "
            + $"aria-label=\"{AcoPage.Escaped(title)}\">");
        for (var i = 0; i < bars.Count; i++)
        {
            var y = i * RowHeight;
            var width = Math.Max(1, bars[i].Amount / most * BarWidth);
            AcoPage.Line(page, $"<text x=\"{LabelWidth - 12}\" y=\"{y + 21}\" text-anchor=\"end\">{AcoPage.Escaped(bars[i].Label)}</text>"
                + $"<rect class=\"total\" x=\"{LabelWidth}\" y=\"{y + 6}\" width=\"{width:0.##}\" height=\"{RowHeight - 12}\"/>"
                + $"<text x=\"{Width - 4}\" y=\"{y + 21}\" text-anchor=\"end\">{AcoPage.Escaped(bars[i].Shown)}</text>");
        }
        page.Append("</svg>\n");
    }
}
