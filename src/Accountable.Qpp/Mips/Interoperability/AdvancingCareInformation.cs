using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>Advancing care information of 2017 and promoting interoperability of 2018. 42 CFR 414.1380(b)(4) as it stood then.</summary>
internal static class AdvancingCareInformation
{
    /// <summary>Base, performance and bonuses; without the whole base the category is zero.</summary>
    public static InteroperabilityResult Determine(InteroperabilityFacts facts, RuleYear law)
    {
        var rows = Rows(law);
        List<string> missing = [.. InteroperabilityCategory.Days(facts, law), .. MissingOfBase(rows, facts)];
        if (missing.Count > 0)
            return new InteroperabilityResult(Ratio.Zero, [], missing);

        // (b)(4)(i): the base is all or nothing.
        List<InteroperabilityPoints> points = [new("base", law[Keys.Mips.AdvancingCareInformation.Base])];

        // (b)(4)(ii): performance, measure by measure.
        var performance = Points.Zero;
        foreach (var row in rows.Where(row => row.Role is "base" or "performance" && row.Points > Points.Zero))
        {
            if (!facts.Rates.TryGetValue(row.Id, out var rate) || rate.Denominator <= Count.Zero)
                continue;
            var earned = (row.Points * Band(rate, law)).As(row.Id, "42 CFR 414.1380(b)(4)(ii)");
            points.Add(new InteroperabilityPoints(row.Id, earned));
            performance += earned;
        }
        var registries = rows.Count(row => IsRegistry(row) && facts.Answers.GetValueOrDefault(row.Id));
        if (PerformanceRegistry(rows, facts, law, registries))
        {
            var registry = law[Keys.Mips.AdvancingCareInformation.RegistryPoints].As("registry", "42 CFR 414.1380(b)(4)(ii)");
            points.Add(new InteroperabilityPoints("registry", registry));
            performance += registry;
        }
        performance = Quantity.Least(performance, law[Keys.Mips.AdvancingCareInformation.PerformanceMaximum])
            .As("performance", "42 CFR 414.1380(b)(4)(ii)");
        var bonus = Bonus(rows, facts, registries, points, law);

        // (b)(4): no more than the whole.
        var whole = law[Keys.Mips.AdvancingCareInformation.Maximum];
        var sum = points[0].Points + performance + bonus;
        var score = (Quantity.Least(sum, whole) / whole)
            .As("advancing care information performance category score", "42 CFR 414.1380(b)(4)");
        return new InteroperabilityResult(score, points, []);
    }

    private static Points Bonus(
        List<Row> rows, InteroperabilityFacts facts, int registries, List<InteroperabilityPoints> points, RuleYear law)
    {
        var bonus = Points.Zero;
        Add("further registry", FurtherRegistry(rows, facts, law, registries), law[Keys.Mips.AdvancingCareInformation.RegistryBonus]);
        Add("activity with certified technology", rows.Any(row => row.Role == "cehrt" && facts.Answers.GetValueOrDefault(row.Id)),
            law[Keys.Mips.AdvancingCareInformation.ActivityBonus]);
        if (law.Has(Keys.Mips.AdvancingCareInformation.EditionBonus))
            Add("2015 edition alone", facts.Edition2015Alone, law[Keys.Mips.AdvancingCareInformation.EditionBonus]);
        return bonus;

        void Add(string name, bool has, Points worth)
        {
            if (!has)
                return;
            bonus += worth;
            points.Add(new InteroperabilityPoints(name, worth));
        }
    }

    /// <summary>In 2017 the immunization registry alone counts as performance; in 2018 any registry does.</summary>
    private static bool PerformanceRegistry(List<Row> rows, InteroperabilityFacts facts, RuleYear law, int registries) =>
        law.Year.Value == 2017 ? Immunization(rows, facts) : registries > 0;

    /// <summary>In 2017 any other registry has the bonus; in 2018 a second one.</summary>
    private static bool FurtherRegistry(List<Row> rows, InteroperabilityFacts facts, RuleYear law, int registries) =>
        law.Year.Value == 2017 ? registries > (Immunization(rows, facts) ? 1 : 0) : registries > 1;

    private static bool Immunization(List<Row> rows, InteroperabilityFacts facts) =>
        rows.Any(row => IsRegistry(row) && row.Role == "performance" && facts.Answers.GetValueOrDefault(row.Id));

    private static bool IsRegistry(Row row) => row.Id.Contains("PHCDRR", StringComparison.Ordinal);

    private static IEnumerable<string> MissingOfBase(List<Row> rows, InteroperabilityFacts facts)
    {
        var met = rows.Where(row => Meets(row, facts)).SelectMany(row => row.Base).ToHashSet();
        return rows.SelectMany(row => row.Base).Distinct().Where(part => !met.Contains(part)).Order(StringComparer.Ordinal);
    }

    /// <summary>A yes, or a numerator of at least one; an exclusion stands for its measure.</summary>
    private static bool Meets(Row row, InteroperabilityFacts facts) =>
        facts.Answers.GetValueOrDefault(row.Id) || (facts.Rates.TryGetValue(row.Id, out var rate) && rate.Numerator > Count.Zero);

    /// <summary>The share that the rate's band earns; the rate is taken in whole percent .</summary>
    private static Ratio Band(MeasureRate rate, RuleYear law)
    {
        var percent = (law[Keys.Mips.FinalScore.Maximum] * (rate.Numerator / rate.Denominator)).Rounded(To.Whole, "42 CFR 414.1380(b)(4)");
        var bands = law[Keys.Mips.AdvancingCareInformation.Bands];
        var share = Ratio.Zero;
        for (var row = 0; row < bands.Rows.RowCount; row++)
        {
            if (percent.MeetsOrExceeds(bands.Cell<Points>(row, "from")).Holds)
                share = bands.Cell<Ratio>(row, "share");
        }
        return share;
    }

    private static List<Row> Rows(RuleYear law)
    {
        var table = law[Keys.Mips.AdvancingCareInformation.Measures];
        return [.. Enumerable.Range(0, table.Rows.RowCount).Where(row => table.Rows.Number(row, "year") == law.Year.Value)
            .Select(row => new Row(table.Rows.Text(row, "id"), table.Rows.Text(row, "role"),
                table.Rows.Text(row, "base").Split(' ', StringSplitOptions.RemoveEmptyEntries), table.Cell<Points>(row, "points")))];
    }

    private sealed record Row(string Id, string Role, string[] Base, Points Points);
}
