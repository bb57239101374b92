using System.Text.Json.Nodes;
using Accountable.Tests.Cli;

namespace Accountable.Tests.Mips.Qrda;

/// <summary>The verb: one file to a file, several or a folder to a folder.</summary>
public sealed class ConvertCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qrda").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_report_becomes_one_file_with_its_manifest()
    {
        var path = Under("new", "submission.json");
        CommandLine.Run("mips", "convert", Report.SamplePath, "--out", path).Exits(0).Says("1 converted, 0 refused.");
        Assert.Equal(new Report().Convert().ToJson(), File.ReadAllText(path));
        var input = JsonNode.Parse(File.ReadAllText(Under("new", "submission.manifest.json")))!["inputs"]![0]!;
        Assert.Equal(("group-report.xml", "converted"), ((string?)input["file"], (string?)input["decisions"]!["result"]));
        Assert.Equal(64, ((string)input["sha256"]!).Length);
    }

    [Fact]
    public void A_refused_report_becomes_its_errors_and_the_exit_code_says_so()
    {
        var wrong = Wrong("wrong.xml");
        var path = Under("wrong.json");
        CommandLine.Run("mips", "convert", wrong, "--out", path).Exits(1).Says("CMS error 25", "0 converted, 1 refused.");
        var error = JsonNode.Parse(File.ReadAllText(path))!["errors"]![0]!;
        Assert.Equal("wrong.xml", (string?)error["sourceIdentifier"]);
        var detail = Assert.Single(error["details"]!.AsArray())!;
        Assert.Equal((25, "PCF"), ((int)detail["errorCode"]!, (string?)detail["value"]));
        Assert.Equal("Clinical Document", (string?)detail["location"]!["location"]);
    }

    [Fact]
    public void Several_reports_become_files_in_a_folder_and_what_an_earlier_run_said_is_taken_away()
    {
        var wrong = Wrong("wrong.xml");
        var output = Under("out");
        CommandLine.Run("mips", "convert", Report.SamplePath, wrong, "--out", output).Exits(1).Says("1 converted, 1 refused.");
        Assert.Equal(["convert.manifest.json", "group-report-qpp.json", "wrong-error.json"], Names(output));
        File.Copy(Report.SamplePath, wrong, overwrite: true);
        CommandLine.Run("mips", "convert", wrong, Report.SamplePath, "--out", output).Exits(0).Says("2 converted, 0 refused.");
        Assert.Equal(["convert.manifest.json", "group-report-qpp.json", "wrong-qpp.json"], Names(output));
    }

    [Fact]
    public void A_folder_of_reports_becomes_a_folder()
    {
        Directory.CreateDirectory(Under("in"));
        File.Copy(Report.SamplePath, Under("in", "one.XML"));
        File.WriteAllText(Under("in", "notes.txt"), "no report");
        CommandLine.Run("mips", "convert", Under("in"), "--out", Under("out")).Exits(0).Says("1 converted, 0 refused.");
        Assert.Equal(["convert.manifest.json", "one-qpp.json"], Names(Under("out")));
    }

    [Fact]
    public void The_same_reports_give_the_same_bytes()
    {
        foreach (var run in new[] { "a", "b" })
            CommandLine.Run("mips", "convert", Report.SamplePath, Wrong("wrong.xml"), "--out", Under(run)).Exits(1);
        foreach (var name in Names(Under("a")))
            Assert.Equal(File.ReadAllBytes(Under("a", name)), File.ReadAllBytes(Under("b", name)));
    }

    [Fact]
    public void What_cannot_be_meant_is_an_error_of_use()
    {
        var twin = Under("twin", "group-report.xml");
        Directory.CreateDirectory(Under("twin"));
        Directory.CreateDirectory(Under("empty"));
        File.Copy(Report.SamplePath, twin);
        CommandLine.Run("mips", "convert", Report.SamplePath).Exits(2);
        CommandLine.Run("mips", "convert", Under("none.xml"), "--out", Under("out")).Exits(2).Says("there is no file");
        CommandLine.Run("mips", "convert", Under("empty"), "--out", Under("out")).Exits(2).Says("no .xml file");
        CommandLine.Run("mips", "convert", Report.SamplePath, twin, "--out", Under("out")).Exits(2).Says("same name");
        CommandLine.Run("mips", "convert", twin, "--out", twin).Exits(2).Says("would overwrite");
        CommandLine.Run("mips", "convert", twin, Wrong("wrong.xml"), "--out", twin).Exits(2).Says("is a file");
        Assert.Equal(File.ReadAllBytes(Report.SamplePath), File.ReadAllBytes(twin));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_said_plainly()
    {
        var locked = Wrong("locked.xml");
        using var held = new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        CommandLine.Run("mips", "convert", Report.SamplePath, locked, "--out", Under("out")).Exits(2).Says("locked.xml");
        Assert.False(Directory.Exists(Under("out")));
    }

    private string Wrong(string name)
    {
        var path = Under(name);
        File.WriteAllText(path, File.ReadAllText(Report.SamplePath).Replace("MIPS_GROUP", "PCF", StringComparison.Ordinal));
        return path;
    }

    private string Under(params string[] parts) => Path.Combine([_folder, .. parts]);

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
}
