using Accountable.Data;
using Accountable.Data.Reports;
using Accountable.Runs.TieOut;
using Accountable.SharedSavings.Benchmark;
using Accountable.Tests.Data;

namespace Accountable.Tests.TieOut;

/// <summary>What a report says is found by its labels; what it lacks is said.</summary>
public sealed class ReportFiguresTests : IDisposable
{
    private const string Name = "P.A0001.ACO.AEXPU.Y2024.D259999.T0100000_Table 1.csv";

    private const string Text = """
        Table 1. Aggregate Expenditure/Utilization Report
        ,ACO-Specific,All MSSP ACOs,National Assignable FFS
        Total Assigned Beneficiaries,"13,151","10,331,234",-
        Person Years by Medicare Enrollment Type
        End Stage Renal Disease,65.5,1,1
        Disabled,"1,000.25",1,1
        Aged/Dual,900,1,1
        Aged/Non-Dual,"10,020.125",1,1
        Total Expenditures per Assigned Beneficiary by Medicare Enrollment Type
        ESRD,"$90,123",1,1
        Disabled,"12,345.60",1,1
        Aged/Dual Eligible,15000,1,1
        Aged/Non-Dual Eligible,10999.5,1,1
        Component Expenditures per Assigned Beneficiary by Medicare Enrollment Type
        ESRD,1,1,1
        Truncated Expenditures by Medicare Enrollment Type
        ESRD,5,1,1
        Truncation Thresholds
        ESRD,400000,,
        Disabled,150000,,
        Aged/Dual,200000,,
        Aged/Non-Dual,140000,,
        Completion factor,1.013,,
        Additional Information
        Assigned beneficiaries with non-claims-based payments,7,1,1
        Beneficiaries who declined data sharing,211,1,1

        """;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Figures_are_found_by_their_labels_with_how_exactly_they_are_printed()
    {
        var report = Read(Name, Text);
        Assert.Equal([65.5m, 1000.25m, 900m, 10020.125m], report.PersonYears.Values.Select(figure => figure.Value!.Value));
        Assert.Equal([0.05m, 0.005m, 0.5m, 0.0005m], report.PersonYears.Values.Select(figure => figure.HalfDigit));
        Assert.Equal([90123m, 12345.6m, 15000m, 10999.5m], report.PerCapita.Values.Select(figure => figure.Value!.Value));
        Assert.Equal([0.5m, 0.005m, 0.5m, 0.05m], report.PerCapita.Values.Select(figure => figure.HalfDigit));
        Assert.Equal([400000m, 150000m, 200000m, 140000m], report.Thresholds.Values.Select(figure => figure!.Value!.Value));
        Assert.Equal((1.013m, 13151m, 211m, 7m),
            (report.Completion!.Value!.Value, report.Beneficiaries!.Value, report.Declined!.Value, report.WithNonClaims!.Value));
        Assert.Equal((new DateOnly(2024, 1, 1), true), (report.FirstMonth, report.IsAnnual));
        Assert.Contains("row 5", report.PersonYears[EnrollmentType.Esrd].Source, StringComparison.Ordinal);
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("P.A0001.ACO.QEXPU.2024Q1.D249999.T0100000_Table 1.csv", 2023, 4)]
    [InlineData("P.A0001.ACO.QEXPU.2024Q4.D249999.T0100000_Table 1.csv", 2024, 1)]
    public void A_quarter_is_the_twelve_months_that_end_with_it(string name, int year, int month)
    {
        var report = Read(name, Text);
        Assert.Equal((new DateOnly(year, month, 1), false), (report.FirstMonth, report.IsAnnual));
    }

    [Theory]
    [InlineData("P.A0002.ACO.AEXPU.Y2024.D259999.T0100000_Table 1.csv", "of A0002, and no row of it of A0001")]
    [InlineData("P.A0001.ACO.AEXPU.Y2023.D249999.T0100000_Table 1.csv", "of 2023, not of 2024")]
    [InlineData("P.A0001.ACO.AALR.Y2024.D259999.T0100000_1-1.csv", "no expenditure and utilization report")]
    public void A_report_of_another_ACO_or_year_is_refused(string name, string what) =>
        Assert.Contains(what, Refused(name, Text), StringComparison.Ordinal);

    [Theory]
    [InlineData("ACO-Specific", "Region", "no column of it is headed ACO-Specific")]
    [InlineData("Disabled,\"1,000.25\",1,1\n", "", "no row of person years by Medicare enrollment type for disabled")]
    [InlineData("Aged/Dual Eligible,15000,1,1\n", "", "no row of total expenditures by enrollment type for aged/dual")]
    public void A_missing_column_or_row_is_named(string old, string other, string what) =>
        Assert.Contains(what, Refused(Name, Text.Replace("\r", "", StringComparison.Ordinal).Replace(old, other, StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public void A_file_of_another_name_is_taken_for_the_year_with_a_warning()
    {
        var report = Read("EXPU.csv", Text);
        Assert.True(report.IsAnnual);
        Assert.Contains("the name does not say", Assert.Single(report.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_stand_twice_are_said()
    {
        var other = _scratch.Write("P.A0001.ACO.AEXPU.Y2024.D259999.T0100000_Table 1A.csv", Text);
        var report = ReportFigures.Read([_scratch.Write(Name, Text), other], "A0001", 2024);
        Assert.Contains(report.Findings, finding => finding.What.StartsWith("2 rows give", StringComparison.Ordinal));
        Assert.Equal(2, report.Files.Count);
    }

    [Fact]
    public void Payments_outside_of_claims_are_read_and_bad_rows_named()
    {
        var path = _scratch.Write("payments.csv",
            "person_id,month,amount\n1AA0AA0AA00,2024-01,\"1,000.50\"\n,2024-01,1\nx,2024-13,1\nx,2024-12,z\n");
        var payments = NonClaimsPayments.Read(path);
        Assert.Equal((1000.50m, new DateOnly(2024, 1, 1)), (Assert.Single(payments.Payments).Amount, payments.Payments[0].Month));
        Assert.Equal(["person_id", "month", "amount"], payments.Findings.Select(finding => finding.Column));
        Assert.Throws<FileRefusedException>(() => NonClaimsPayments.Read(_scratch.Write("other.csv", "person_id,amount\nx,1\n")));
    }

    private ReportFigures Read(string name, string text) => ReportFigures.Read([_scratch.Write(name, text)], "A0001", 2024);

    private string Refused(string name, string text) => Assert.Throws<FileRefusedException>(() => Read(name, text)).Message;
}
