using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.TieOut;

/// <summary>What stays unexplained if CMS had done one or two things otherwise than the bridge does.</summary>
/// <param name="Name">What was done otherwise; none for the bridge itself.</param>
/// <param name="Moves">Dollars that it moves.</param>
/// <param name="Unexplained">Dollars that stay unexplained then.</param>
/// <param name="Explains">Whether every enrollment type is then within the rounding of the report.</param>
public sealed record TieOutReading(string Name, decimal Moves, decimal Unexplained, bool Explains)
{
    private static readonly (string Name, Func<PersonAmounts, decimal> Adds)[] OfPeople =
    [
        ("IME left in", person => person.Ime), ("DSH left in", person => person.Dsh),
        ("uncompensated care left in", person => person.UncompensatedCare),
        ("sequestration not added back", person => -person.Sequestration),
        ("population-based reductions not added back", person => -person.PopulationBased),
        ("claims seen after the run-out counted", person => person.Late), ("payments outside of claims not counted", person => -person.NonClaims),
    ];

    private static readonly string[] OfAll = ["no truncation", "no completion factor"];

    /// <summary>The bridge itself, every single reading that moves something, and of two together those that explain everything.</summary>
    internal static IReadOnlyList<TieOutReading> All(TieOutRun run, ByType<decimal> estimated)
    {
        var names = OfPeople.Select(reading => reading.Name).Concat(OfAll).ToList();
        var sets = Enumerable.Range(0, names.Count).Select(one => 1 << one)
            .Concat(from one in Enumerable.Range(0, names.Count) from two in Enumerable.Range(0, one) select (1 << one) | (1 << two)).ToList();
        var ours = Expenditures(run, 0);
        var readings = new List<TieOutReading> { Reading(run, "", ours, ours, estimated) };
        foreach (var set in sets)
        {
            var reading = Reading(run, string.Join(" and ", names.Where((_, at) => (set & (1 << at)) != 0)), Expenditures(run, set), ours,
                estimated);
            if (int.PopCount(set) == 1 ? reading.Moves != 0 : reading.Explains && !readings.Exists(one => one.Explains))
                readings.Add(reading);
        }
        return readings;
    }

    private static TieOutReading Reading(
        TieOutRun run, string name, ByType<decimal> dollars, ByType<decimal> ours, ByType<decimal> estimated)
    {
        // Where person-years differ the report's per capita is compared, as in the bridge.
        var unexplained = ByType.Of(type =>
        {
            var (reported, years) = (run.Reported(type).Amount, run.ReportedYears(type).Amount);
            var own = run.Lines.Single(line => line.Key == "ours").After[type].PersonYears.Amount;
            return own == 0 ? reported : reported - ((dollars[type] + estimated[type]) * years / own);
        });
        const decimal HairsOfACent = 0.005m;
        var explains = EnrollmentTypes.All.All(type => Math.Abs(unexplained[type]) <= run.Tolerance(type) + HairsOfACent);
        return new TieOutReading(name, EnrollmentTypes.All.Sum(type => dollars[type] - ours[type]),
            EnrollmentTypes.All.Sum(type => unexplained[type]), explains);
    }

    private static ByType<decimal> Expenditures(TieOutRun run, int set)
    {
        bool Has(int reading) => (set & (1 << reading)) != 0;
        var totals = new decimal[EnrollmentTypes.All.Count + 1];
        foreach (var (person, amounts) in run.Amounts)
        {
            var paid = amounts.Counted;
            for (var reading = 0; reading < OfPeople.Length; reading++)
                paid += Has(reading) ? OfPeople[reading].Adds(amounts) : 0;
            if (paid == 0)
                continue;
            var months = run.People.Months[person];
            totals[person.Type] += Has(OfPeople.Length) ? paid : BeneficiaryExpenditures.Determine(new Money(paid), new Count(months),
                run.Thresholds[(EnrollmentType)(person.Type - 1)]!.Value, new Ratio(1)).Weighted.Amount;
        }
        var factor = Has(OfPeople.Length + 1) ? 1 : run.Completion.Amount;
        return ByType.Of(type => totals[(int)type + 1] * factor);
    }
}
