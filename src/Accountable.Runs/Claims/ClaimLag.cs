using Accountable.Data.Engines;

namespace Accountable.Runs.Claims;

/// <summary>How long claims take to be seen, and so how complete a month is at its age.</summary>
/// <remarks>Measured in months of service that are a year old or more when the newest claim was seen. Where there is none, nothing is said
/// of completion. A month older than a year counts as complete.</remarks>
public sealed class ClaimLag
{
    private const int Mature = 12;
    private static readonly int[] Columns = [0, 1, 2, 3, 6, 9];

    private readonly Dictionary<string, DateOnly> _newest;
    private readonly Dictionary<(string Aco, string Service), (long Claims, decimal[] Seen)> _curves = [];

    /// <summary>Measures an engine with the relations of core.</summary>
    public ClaimLag(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _newest = ClaimCheck.Read(engine, "newest_claims", "aco_id", row => (Aco: row.GetString(0), Month: row.GetFieldValue<DateOnly>(1)))
            .ToDictionary(row => row.Aco, row => row.Month);
        var rows = ClaimCheck.Read(engine, "dollars_by_lag", "aco_id, service, service_month, months_passed", row => (Aco: row.GetString(0),
            Service: row.GetString(1), Month: row.GetFieldValue<DateOnly>(2), Passed: row.GetInt32(3), Claims: row.GetInt64(4),
            Paid: row.GetDecimal(5)));
        foreach (var group in rows.Where(row => Age(row.Aco, row.Month) >= Mature).GroupBy(row => (row.Aco, row.Service)))
        {
            var all = group.Sum(row => row.Paid);
            if (all > 0)
                _curves[group.Key] = (group.Sum(row => row.Claims), [.. Enumerable.Range(0, Mature)
                    .Select(months => group.Where(row => row.Passed <= months).Sum(row => row.Paid) / all)]);
        }
    }

    /// <summary>The share of a month's dollars that is seen at its age; null where that is not known.</summary>
    public decimal? Complete(string aco, string service, DateOnly month) => !_newest.ContainsKey(aco) ? null
        : Age(aco, month) is var age && age >= Mature ? 1
        : _curves.TryGetValue((aco, service), out var curve) && !SmallCells.IsSmall(curve.Claims) ? curve.Seen[Math.Max(0, age)] : null;

    /// <summary>The section that prints it.</summary>
    public CheckSection Section()
    {
        var table = new Table(["aco", "service", .. Columns.Select(months => $"seen_after_{months}")]);
        var charts = new List<CheckChart>();
        foreach (var (key, (claims, seen)) in _curves.Where(curve => !SmallCells.IsSmall(curve.Value.Claims)))
        {
            table.Add([key.Aco, key.Service, .. Columns.Select(months => ClaimCheck.Share(seen[months]))]);
            charts.Add(new CheckChart($"{key.Aco}, {key.Service}: share of dollars seen after so many months", ChartKind.Bars,
                [.. Columns.Select(months => new ChartPoint($"{months}", seen[months], $"{seen[months] * 100:0.0}%", 0, 1))]));
        }
        return new CheckSection("completion", "How soon claims are seen", table.Rows.Count == 0
            ? "No month of service is a year old yet, so completion is not known."
            : "Share of dollars seen by the end of the month of service and of the months after it, in months of service "
                + "a year old or more.", table, charts);
    }

    private int Age(string aco, DateOnly month) => _newest.TryGetValue(aco, out var newest)
        ? (newest.Year - month.Year) * 12 + newest.Month - month.Month : 0;
}
