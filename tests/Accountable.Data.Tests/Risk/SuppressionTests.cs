using Accountable.Data.Risk;
using Accountable.Rules;
using Accountable.Runs.Risk;

namespace Accountable.Data.Tests.Risk;

/// <summary>Small counts of people with an HCC are not shown, nor those whose complement is small.</summary>
public sealed class SuppressionTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(39, true)]
    [InlineData(40, false)]
    public void Of_40_people(int withDiabetes, bool isHidden)
    {
        var people = PeopleFile.Of("people", [.. Enumerable.Range(0, 40)
            .Select(i => new PersonRow(i, $"P{i}", 70, null, true, 0, "CNA", false, null, null, null, null, null))], 40, []);
        // Everybody but P0 to P19 has heart failure, so that there is always a count to be seen beside.
        var codes = Enumerable.Range(0, withDiabetes).Select(i => ((int?)i, "E1165"))
            .Concat(Enumerable.Range(20, 20).Select(i => ((int?)i, "I5020")));
        var scores = new ScoreRun(RuleBook.Embedded, "V28", new PaymentYear(2026)).Score(people, DiagnosesFile.Of("codes", codes));
        var rows = PopulationReport.Prevalence(scores, suppress: true).Rows.Select(row => string.Join(',', row)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains(rows, row => row.EndsWith(",20,0.5", StringComparison.Ordinal));
        Assert.Equal(isHidden, rows[^1] == "V28,38,*,*");
        Assert.Contains(PopulationReport.Prevalence(scores).Rows, row => row is ["V28", 38, int count, _] && count == withDiabetes);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Means_of_few_people_are_not_shown(int people, bool isHidden)
    {
        var table = PopulationReport.ToTable(new ScoreChange(people, 1m, 0.1m, 0.2m, 0m, 1.3m), suppress: true);
        Assert.Equal(isHidden, table.Rows.All(row => row is [_, "*"]));
        Assert.Equal(1.3m, PopulationReport.ToTable(new ScoreChange(people, 1m, 0.1m, 0.2m, 0m, 1.3m)).Rows[^1][1]);
    }
}
