using Accountable.Data.Tests.Claims;

namespace Accountable.Data.Tests.Sources;

/// <summary>What a person sees who brings in a folder with everything that an ACO has.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private const string Mbi = "1AA0AA0AA00";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_folder_of_ACO_folders_brings_in_deliveries_lists_and_participants_and_leaves_truth_alone()
    {
        foreach (var aco in new[] { "A0001", "A0002" })
        {
            new Delivery(aco: aco).With('1', 437, Rows.Header(1, "110001", "2021-01-01", "2021-01-02", Mbi, "10.00", "0", "2021-02-01"))
                .With('8', 549).With('9', 55).WriteTo(_scratch[$"out/{aco}/P.{aco}.ACO.ZCY21.D210115.T1200000"]);
            Reports.Write(_scratch, $"out/{aco}/P.{aco}.ACO.AALR.Y2021.D229999.T0100000_1-1.csv", Reports.List((Mbi, Reports.Four, "")));
            Reports.Write(_scratch, $"out/{aco}/participants.csv", $"aco_id,tin\n{aco},123456789\n");
        }
        new Delivery(aco: "A9999").With('1', 437).With('8', 549).With('9', 55).WriteTo(_scratch["out/truth/P.A9999.ACO.ZCY21.D210115.T1200000"]);
        Reports.Write(_scratch, "out/calibration.csv", "a,b\n1,2\n");
        var first = CommandLine.Run("claims", "import", "--cclf", _scratch["out"], "--store", _scratch["store"]);
        Assert.True(first.ExitCode == 0, first.Text);
        Assert.Contains("1 other files lie here and were left alone, such as calibration.csv", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A9999", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Mbi, first.Text, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", _scratch["out"], "--store", _scratch["store"]).ExitCode);
        foreach (var (table, rows) in new[]
        {
            ("dollars", $"aco_id,person_id,year,service,paid\nA0001,{Mbi},2021,inpatient,10.00\nA0002,{Mbi},2021,inpatient,10.00\n"),
            ("person_months", $"aco_id,person_id,year,enrollment_type,months\nA0001,{Mbi},2021,aged_non_dual,12\n"
                + $"A0002,{Mbi},2021,aged_non_dual,12\n"),
        })
        {
            Assert.Equal(0, CommandLine.Run("claims", "export", "--store", _scratch["store"], "--table", table, "--out", _scratch["o.csv"]).ExitCode);
            Assert.Equal(rows, File.ReadAllText(_scratch["o.csv"]));
        }
    }

    [Theory]
    [InlineData("name what to import")]
    [InlineData("--map and --input go together", "--map", "m.yaml", "--aco", "A1")]
    [InlineData("--aco is needed", "--rif", "nowhere")]
    [InlineData("there is no such file or folder", "--reports", "nowhere")]
    [InlineData("there is no such file", "--map", "nowhere.yaml", "--input", "nowhere", "--aco", "A1")]
    public void What_the_command_line_lacks_is_said(string what, params string[] options)
    {
        var said = CommandLine.Run(["claims", "import", "--store", _scratch["store"], .. options]);
        Assert.Equal(2, said.ExitCode);
        Assert.Contains(what, said.Text, StringComparison.Ordinal);
    }
}
