using Accountable.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Data;

/// <summary>Whatever stands in the cells: no row is lost, none is counted twice, and nothing throws.</summary>
public sealed class CorruptionTests
{
    private const int Rows = 6;

    private static readonly string[] Headers =
    [
        "aco_id", "performance_year", "track", "assigned_beneficiaries", "benchmark", "expenditures", "minimum_rate", "quality_score",
        "met_standard", "disaster_adjustment",
        "two_sided_year", "months_of_participation", "terminated_mid_year", "terminated_by_cms", "participant_revenue",
        "advance_payment_balance", "UpdatedBnchmk", "N_AB_Year_PY",
        "affected_months_share", "affected_beneficiaries_share", "reduced_rate", "revenue_category", "agreement_start", "guardrail",
        "revenue_based_limit",
    ];

    private static readonly string[] Texts =
    [
        "", "-", ".", "N/A", "0", "1", "-1", "0.5", "1.5", "99", "2014", "2016", "2019", "2022", "2024", "2027", "1e15", "-1e15", "1e-12",
        "1e-28", "1e29", "0.000001", "1e308", "99999999999999999999999999",
        "100%", "101%", "$5", "(5)", "1,000", "1,00", "P4R", "EN", "E", "C", "A", "1+", "track-2", "track-3", "Low Revenue", "High",
        "2024-01-01", "1/1/0001", "12/31/9999",
        "=cmd()", "a,b", "quo\"te", "line\nbreak", "\uFFFD", "\u0660\u0661", "NaN", "x",
    ];

    private static readonly Gen<(int Row, int Column, string Text)[]> Corruptions =
        Gen.Choose(0, Rows - 1).SelectMany(row => Gen.Choose(0, Headers.Length - 1).SelectMany(column => Gen.Elements(Texts)
            .Select(text => (row, column, text)))).ArrayOf();

    [Fact]
    public void Rows_read_and_rows_refused_are_the_rows_of_the_file() =>
        Prop.ForAll(Corruptions.ToArbitrary(), corruptions =>
        {
            var file = Reading.Read(Corrupted(corruptions));
            Assert.Equal(Rows, file.RowCount);
            var refused = file.Findings.Where(finding => finding.Severity == Severity.RowRefused)
                .Select(finding => finding.Line).Distinct().Count();
            Assert.Equal(Rows, file.Rows.Count + refused);
            Assert.Equal(file.Rows.Count, file.Rows.Select(row => row.Row).Distinct().Count());
            Assert.All(
                file.Findings,
                finding => Assert.True(finding.Line > 1 && finding.Column.Length > 0 && finding.What.Length > 0 && finding.Do.Length > 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(40));

    [Fact]
    public void Settlement_of_what_was_read_loses_no_row_either() =>
        Prop.ForAll(Corruptions.ToArbitrary(), corruptions =>
        {
            var file = Reading.Read(Corrupted(corruptions));
            try
            {
                var settled = Reading.Settle(file);
                Assert.Equal(Rows, settled.Rows.Count + settled.Refused);
                var lines = settled.Findings.Where(finding => finding.Severity == Severity.RowRefused)
                    .Select(finding => finding.Line).Distinct().Count();
                Assert.Equal(settled.Refused, lines);
            }
            catch (LawGapException)
            {
                Assert.DoesNotContain(file.Rows, row => row.Year.Value is >= 2014 and <= 2026);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(40));

    private static ResultsText Corrupted((int Row, int Column, string Text)[] corruptions)
    {
        var text = ResultsText.Compact(Rows);
        foreach (var header in Headers.Except(text.Headers).ToList())
            text.With(header, [.. Enumerable.Repeat("", Rows)]);
        foreach (var (row, column, cell) in corruptions)
            text.Cell(row + 1, Headers[column], cell);
        return text;
    }
}
