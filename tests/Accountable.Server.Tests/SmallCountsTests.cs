using Accountable.Runs;
using Accountable.Server.Api;

namespace Accountable.Server.Tests;

/// <summary>Counts of 1 to 10 people are no figure for those who may not see people one by one.</summary>
public sealed class SmallCountsTests
{
    [Theory]
    [InlineData(0, 40, false)]
    [InlineData(1, 40, true)]
    [InlineData(10, 40, true)]
    [InlineData(11, 40, false)]
    [InlineData(29, 40, false)]
    [InlineData(30, 40, true)]
    [InlineData(40, 40, false)]
    [InlineData(0, 10, true)]
    public void A_score_of_few_people_or_of_all_but_few_is_hidden(int attributed, int eligible, bool isHidden)
    {
        var table = new Table("entity_id", "snapshot", "attributed_payments", "eligible_payments", "attributed_patients",
            "eligible_patients", "patient_score");
        table.Add("A0001", 1, 100.5m, 200m, (decimal)attributed, (decimal)eligible, 0.5m);
        var row = Assert.Single(SmallCounts.Hide(table, TablePages.Columns(table)).Rows);
        Assert.Equal(["A0001", 1], row[..2]);
        Assert.All(row[2..], cell => Assert.Equal(isHidden, cell is "*"));
    }

    [Fact]
    public void A_group_with_one_small_count_hides_another()
    {
        var table = new Table("year", "step", "people");
        table.Add(2024, "one", 11);
        table.Add(2024, "two", 10);
        table.Add(2024, "three", 50);
        table.Add(2025, "one", 10);
        Assert.Equal(["*", "*", 50, "*"], SmallCounts.Hide(table, TablePages.Columns(table)).Rows.Select(row => row[2]));
    }
}
