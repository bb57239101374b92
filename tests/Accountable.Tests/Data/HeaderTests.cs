using Accountable.Data.PublicResults;

namespace Accountable.Tests.Data;

public sealed class HeaderTests
{
    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_header()
    {
        var file = Reading.Read("\uFEFF" + ResultsText.Compact());
        Assert.Equal("A1001", Assert.Single(file.Rows).AcoId);
        Assert.Equal("aco_id", file.Columns["aco_id"]);
    }

    [Theory]
    [InlineData("upper")]
    [InlineData("lower")]
    [InlineData("title")]
    [InlineData("spaces")]
    [InlineData("joined")]
    [InlineData("padded")]
    public void Case_underscores_and_spaces_make_no_difference(string form)
    {
        Func<string, string> rename = form switch
        {
            "upper" => header => header.ToUpperInvariant(),
            "lower" => header => header.ToLowerInvariant(),
            "title" => header => string.Join('_', header.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
            "spaces" => header => header.Replace('_', ' '),
            "joined" => header => header.Replace("_", "", StringComparison.Ordinal),
            _ => header => $"  {header} ",
        };
        SameFacts(Reading.Row(ResultsText.Compact()), Reading.Row(ResultsText.Compact().RenamedAll(rename)));
        SameFacts(Reading.Row(ResultsText.Compact()), Reading.Row(ResultsText.Cms().RenamedAll(rename), 2022));
    }

    [Fact]
    public void Columns_may_stand_in_any_order_beside_unknown_ones() =>
        SameFacts(Reading.Row(ResultsText.Compact()), Reading.Row(ResultsText.Compact().With("colour of the logo", "=cmd()")
            .With("", "x").Reversed()));

    [Theory]
    [InlineData("Current_Track_1", "track-1")]
    [InlineData("Current_Track_2", "track-2")]
    [InlineData("Current_Track_3", "track-3")]
    [InlineData("Current_Track_1_Plus", "track-1-plus")]
    [InlineData("Current_BASIC_A", "basic-a")]
    [InlineData("current_basic_b", "basic-b")]
    [InlineData("CURRENT BASIC C", "basic-c")]
    [InlineData("CurrentBasicD", "basic-d")]
    [InlineData("Current_BASIC_E", "basic-e")]
    [InlineData("Current_ENHANCED", "enhanced")]
    public void A_one_in_one_column_a_track_is_the_track(string header, string track)
    {
        var text = ResultsText.Cms().Without("Current_Track").With("Initial_Track_1", "1");
        foreach (var column in new[] { "Current_Track_1", "Current_Track_2", "Current_Track_3", "Current_BASIC_A", "Current_ENHANCED" }
            .Where(other => other != header))
            text.With(column, "0");
        Assert.Equal(track, Reading.Row(text.With(header, "1"), 2021).Track);
    }

    [Theory]
    [InlineData("EN", "enhanced")]
    [InlineData("E", "basic-e")]
    [InlineData("a", "basic-a")]
    [InlineData("BASIC Level B", "basic-b")]
    [InlineData("basic-c", "basic-c")]
    [InlineData("BASIC Track Level D", "basic-d")]
    [InlineData("Track 1+", "track-1-plus")]
    [InlineData("track-1-plus", "track-1-plus")]
    [InlineData("1", "track-1")]
    [InlineData("MSSP Track 1", "track-1")]
    [InlineData("3", "track-3")]
    public void A_single_track_column_may_name_the_track_as_CMS_or_as_we_do(string cell, string track) =>
        Assert.Equal(track, Reading.Row(ResultsText.Compact().With("track", cell)).Track);

    [Theory]
    [InlineData("benchmark")]
    [InlineData("track")]
    [InlineData("aco_id")]
    [InlineData("met_standard")]
    public void A_column_that_stands_twice_refuses_the_file_and_names_it(string header)
    {
        var refused = Reading.Refused(ResultsText.Compact().Again(header.ToUpperInvariant(), "1").ToString());
        Assert.False(refused.IsUsage);
        Assert.Contains($"{header} and {header.ToUpperInvariant()}", refused.Finding.What, StringComparison.Ordinal);
        Assert.Contains("Leave one", refused.Finding.Do, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assigned_beneficiaries", "nab")]
    [InlineData("benchmark", "abtotbnchmk")]
    [InlineData("expenditures", "abtotexp")]
    public void A_missing_required_column_refuses_the_file_and_says_what_it_may_be_called(string header, string other)
    {
        var refused = Reading.Refused(ResultsText.Compact().Without(header).ToString());
        Assert.Contains(header, refused.Finding.What, StringComparison.Ordinal);
        Assert.Contains(other, refused.Finding.What, StringComparison.Ordinal);
        Assert.Equal(1, refused.Finding.Line);
    }

    [Fact]
    public void A_file_of_a_year_with_tracks_needs_them()
    {
        Assert.Contains(
            "track", Reading.Refused(ResultsText.Cms().Without("Current_Track").ToString(), 2022).Finding.What, StringComparison.Ordinal);
        foreach (var year in new[] { 2014, 2015 })
            Assert.Null(Reading.Row(ResultsText.Cms().Without("Current_Track"), year).Track);
        var byRow = Reading.Read(ResultsText.Compact(2).Without("track").With("performance_year", "2015", "2016"));
        Assert.Equal(2015, Assert.Single(byRow.Rows).Year.Value);
        Assert.Equal(3, Assert.Single(byRow.Findings).Line);
    }

    private static void SameFacts(ResultsRow expected, ResultsRow actual) => Assert.Equal(expected, actual);
}
