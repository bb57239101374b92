using System.Data.Common;
using System.Globalization;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Rules;

namespace Accountable.Runs.Claims;

/// <summary>What an analyst looks at first in a store of claims. Counts of 1 to 10 and their complements are hidden.</summary>
public static class ClaimCheck
{
    private const string NoMonths = "There are no months of enrollment: import an assignment list report to see this.";
    private const int MonthsAYear = 12;
    private const int StaysPer = 1000;
    private static readonly string[] Types = ["all", "esrd", "disabled", "aged_dual", "aged_non_dual"];

    /// <summary>Looks at a store.</summary>
    /// <param name="store">The store, opened to read.</param>
    /// <param name="book">The rule book, with the published figures.</param>
    public static CheckReport Of(ClaimStore store, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(book);
        using var engine = store.OpenCore(ClaimLaw.Of(book));
        var hasMonths = CoreModels.All.Any(relation => relation.Name == "enrollment_months");
        var lag = new ClaimLag(engine);
        return new CheckReport(
        [
            Months(engine, lag),
            lag.Section(),
            People(engine, hasMonths),
            PrimaryCare(engine, hasMonths, book),
            ByService(engine, hasMonths, book),
            Duplicates(engine),
            Differences(engine),
        ]);
    }

    private static CheckSection Months(IEngine engine, ClaimLag lag)
    {
        var rows = Read(engine, "claims_by_month", "aco_id, service, service_month", row => (Aco: row.GetString(0),
            Service: row.GetString(1), Month: row.GetFieldValue<DateOnly>(2), Claims: row.GetInt64(3), People: row.GetInt64(4),
            Paid: row.GetDecimal(5)));
        var table = new Table("aco", "service", "month", "claims", "people", "paid", "complete");
        var charts = new List<CheckChart>();
        foreach (var series in rows.GroupBy(row => (row.Aco, row.Service)))
        {
            var points = new List<ChartPoint>();
            foreach (var year in series.GroupBy(row => row.Month.Year))
            {
                var months = year.ToList();
                // Claims are no fewer than people, so a month that hides its people hides its claims.
                var hidden = SmallCells.Hidden([.. months.Select(month => month.People)]);
                for (var i = 0; i < months.Count; i++)
                {
                    var month = months[i];
                    var complete = lag.Complete(month.Aco, month.Service, month.Month);
                    table.Add(month.Aco, month.Service, $"{month.Month:yyyy-MM}", Cell(hidden[i], month.Claims),
                        Cell(hidden[i], month.People), Cell(hidden[i], new Dollars(month.Paid)), Share(complete));
                    points.Add(new ChartPoint($"{month.Month:yyyy-MM}", hidden[i] ? null : month.Paid,
                        hidden[i] ? SmallCells.Mark : Whole(month.Paid), 0, complete is > 0 ? month.Paid / complete.Value : month.Paid));
                }
            }
            charts.Add(new CheckChart($"{series.Key.Aco}, {series.Key.Service}: dollars by month of service", ChartKind.Bars, points));
        }
        return new CheckSection("claims_by_month", "Claims by month of service",
            table.Rows.Count == 0 ? "There are no final claims."
                : "Complete is the share of a month's dollars that such a month shows at its age, measured in older months; "
                + "the lighter part of a bar is what is still to come.", table, charts);
    }

    private static CheckSection People(IEngine engine, bool hasMonths)
    {
        var rows = hasMonths ? Read(engine, "people_by_enrollment_type", "aco_id, year, enrollment_type", row => (Aco: row.GetString(0),
            Year: row.GetInt32(1), Type: row.GetInt32(2), People: row.GetInt64(3), Months: row.GetInt64(4))) : [];
        var table = new Table("aco", "year", "enrollment_type", "people", "person_months");
        var charts = new List<CheckChart>();
        foreach (var group in rows.GroupBy(row => (row.Aco, row.Year)))
        {
            var all = group.First(row => row.Type == 0);
            var types = group.Where(row => row.Type > 0).ToList();
            var hidden = SmallCells.Hidden([.. types.Select(type => type.People)]);
            for (var i = 0; i < types.Count; i++)
            {
                table.Add(group.Key.Aco, group.Key.Year, Types[types[i].Type], Cell(hidden[i], types[i].People),
                    Cell(hidden[i], types[i].Months));
            }
            table.Add(group.Key.Aco, group.Key.Year, Types[0], Cell(SmallCells.IsSmall(all.People), all.People),
                Cell(SmallCells.IsSmall(all.People), all.Months));
            charts.Add(new CheckChart($"{group.Key.Aco}, {group.Key.Year}: person-months by enrollment type", ChartKind.Bars,
                [.. types.Select((type, i) => new ChartPoint(Types[type.Type], hidden[i] ? null : type.Months,
                    hidden[i] ? SmallCells.Mark : Whole(type.Months), 0, type.Months))]));
        }
        return new CheckSection("people_by_enrollment_type", "People by Medicare enrollment type",
            table.Rows.Count == 0 ? NoMonths : "Months come from the assignment lists; a person may have several types in a year.",
            table, charts);
    }

    private static CheckSection PrimaryCare(IEngine engine, bool hasMonths, RuleBook book)
    {
        var visits = book.Table("tables/claims/primary-care-visits.csv");
        string Codes(string kind) =>
            $" {visits.Text(Enumerable.Range(0, visits.RowCount).Single(row => visits.Text(row, "kind") == kind), "codes")} ";
        var rows = hasMonths ? Read(engine, "primary_care_visits", "aco_id, year", row => (Aco: row.GetString(0), Year: row.GetInt32(1),
            People: row.GetInt64(2), Visited: row.GetInt64(3)), ("codes", Codes("procedure")), ("specialties", Codes("specialty"))) : [];
        var table = new Table("aco", "year", "people", "with_visit", "share");
        foreach (var row in rows)
        {
            // The people without a visit are the complement of those with one.
            var hidden = new[] { row.People, row.Visited, row.People - row.Visited }.Any(SmallCells.IsSmall);
            table.Add(row.Aco, row.Year, Cell(SmallCells.IsSmall(row.People), row.People), Cell(hidden, row.Visited),
                hidden ? SmallCells.Mark : Share((decimal)row.Visited / row.People));
        }
        return new CheckSection("primary_care_visits", "People with a primary-care visit in the year",
            table.Rows.Count == 0 ? NoMonths : "Office, home and wellness visits with a primary-care specialty; visits at health centers "
                + "are institutional claims and are not counted (A-060).", table, []);
    }

    private static CheckSection ByService(IEngine engine, bool hasMonths, RuleBook book)
    {
        var table = new Table("aco", "year", "measure", "paid", "a_person_month", "a_person_year", "published_p5", "published_p50",
            "published_p95", "place");
        var charts = new List<CheckChart>();
        if (hasMonths)
        {
            var months = Read(engine, "people_by_enrollment_type", "aco_id, year", row => (Aco: row.GetString(0), Year: row.GetInt32(1),
                Type: row.GetInt32(2), Months: row.GetInt64(4))).Where(row => row.Type == 0)
                .ToDictionary(row => (row.Aco, row.Year), row => row.Months);
            var rows = Read(engine, "dollars_by_service", "aco_id, year, service", row => new ServiceYear(row.GetString(0), row.GetInt32(1),
                row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetDecimal(5)));
            foreach (var year in rows.GroupBy(row => (row.Aco, row.Year)))
                Compare(table, charts, [.. year], months[year.Key], book.Table("tables/claims/spread-between-acos.csv"));
        }
        return new CheckSection("dollars_by_service", "Dollars by service beside what ACOs of 2024 show",
            table.Rows.Count == 0 ? NoMonths : "Without IME, DSH and uncompensated care, and only of months on the assignment lists; "
                + "nothing is completed, capped or brought to 2024. Stays are by the thousand person years. "
                + "Published: the 5th, 50th and 95th of a hundred ACOs.", table, charts);
    }

    private static void Compare(Table table, List<CheckChart> charts, IReadOnlyList<ServiceYear> services, long months, RuleTable published)
    {
        var (aco, year) = (services[0].Aco, services[0].Year);
        var hidden = SmallCells.Hidden([.. services.Select(service => service.People)]);
        var stays = services.FirstOrDefault(service => service.Service == "inpatient")?.Stays ?? 0;
        var points = new List<ChartPoint>();
        for (var i = 0; i < published.RowCount; i++)
        {
            var measure = published.Text(i, "measure");
            var at = services.ToList().FindIndex(service => service.Service == measure);
            var isStays = measure == "stays";
            var (amount, hide) = measure switch
            {
                "all" => (services.Sum(service => service.Paid), false),
                "stays" => (stays * StaysPer, SmallCells.IsSmall(stays)),
                _ => at < 0 ? (0, false) : (services[at].Paid, hidden[at]),
            };
            hide |= SmallCells.IsSmall(months);
            var aYear = amount * MonthsAYear / months;
            decimal Of(string column) => published.Number(i, column)!.Value;
            var place = aYear < Of("p5") ? "below" : aYear > Of("p95") ? "above" : "within";
            table.Add(aco, year, measure, hide ? SmallCells.Mark : isStays ? (object)(decimal)stays : new Dollars(amount),
                hide ? SmallCells.Mark : isStays ? null : new Dollars(amount / months),
                hide ? SmallCells.Mark : isStays ? Math.Round(aYear, 1) : new Dollars(aYear), Of("p5"), Of("p50"), Of("p95"),
                hide ? SmallCells.Mark : place);
            points.Add(new ChartPoint(measure, hide ? null : aYear, hide ? SmallCells.Mark : Whole(aYear), Of("p5"), Of("p95")));
        }
        charts.Add(new CheckChart($"{aco}, {year}: a person year between the 5th and 95th of a hundred ACOs", ChartKind.Ranges, points));
    }

    private static CheckSection Duplicates(IEngine engine)
    {
        var table = new Table("aco", "kind", "repeated", "surplus_rows", "surplus_paid");
        foreach (var row in Read(engine, "duplicate_suspicion", "aco_id, kind", row => (Aco: row.GetString(0), Kind: row.GetString(1),
            Repeated: row.GetInt64(2), Rows: row.GetInt64(3), Paid: row.GetDecimal(4))))
        {
            var hidden = SmallCells.IsSmall(row.Repeated);
            table.Add(row.Aco, row.Kind, Cell(hidden, row.Repeated), Cell(hidden, row.Rows), Cell(hidden, new Dollars(row.Paid)));
        }
        return new CheckSection("duplicate_suspicion", "Claims that repeat another in everything but their numbers",
            table.Rows.Count == 0 ? "None: no final claim repeats another."
                : "Some are lawful; many are a sign of a delivery under other numbers.", table, []);
    }

    private static CheckSection Differences(IEngine engine)
    {
        var table = new Table("aco", "difference", "claims", "lines_above_headers");
        foreach (var row in Read(engine, "header_line_differences", "aco_id, difference", row => (Aco: row.GetString(0),
            Kind: row.GetString(1), Claims: row.GetInt64(2), Paid: row.GetDecimal(3))))
        {
            var hidden = SmallCells.IsSmall(row.Claims);
            table.Add(row.Aco, row.Kind, Cell(hidden, row.Claims), Cell(hidden, new Dollars(row.Paid)));
        }
        return new CheckSection("header_line_differences", "Headers and lines of institutional claims that do not fit",
            table.Rows.Count == 0 ? "None: they fit." : "core.header_line_differences names each claim.", table, []);
    }

    /// <summary>Reads a query of <c>sql/facts</c> in an order of its own.</summary>
    internal static List<T> Read<T>(IEngine engine, string fact, string order, Func<DbDataReader, T> row,
        params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        var rows = new List<T>();
        using var reader = engine.Query($"select * from (\n{FactModels.Sql(fact)}\n) facts order by {order}", parameters);
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    internal static object Cell(bool hidden, object cell) => hidden ? SmallCells.Mark : cell is long number ? (decimal)number : cell;

    internal static object? Share(decimal? share) => share is { } known ? new Percent(Math.Round(known * 100, 1)) : null;

    internal static string Whole(decimal amount) => amount.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record ServiceYear(string Aco, int Year, string Service, long People, long Stays, decimal Paid);
}
