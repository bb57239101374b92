using Accountable.Rules;
using Accountable.Rules.Yaml;

namespace Accountable.Tests.Rules;

/// <summary>A small folder of rule files in a temporary directory, sound until a test writes something else.</summary>
internal sealed class RuleFolderOnDisk : IDisposable
{
    public const string Sharing = "shared_savings.settlement.maximum_sharing_rate";
    public const string Sequestration = "shared_savings.settlement.sequestration_rate";
    public const string BySize = "shared_savings.settlement.minimum_rate.by_size";

    public RuleFolderOnDisk()
    {
        Write("authorities.yaml",
            """
            as_of: 2026-11-22
            documents:
              - { cite_as: Model Agreement, title: An agreement, publisher: An agency }
            """);
        Write("coverage.yaml",
            """
            coverage:
              - { programme: P, years: 2024, section: S, what: W, status: done }
            """);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("accountable-rules-").FullName;

    public string FullPath(string file) => System.IO.Path.Combine(Path, file);

    public RuleFolderOnDisk Write(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(FullPath(file))!);
        File.WriteAllText(FullPath(file), text);
        return this;
    }

    /// <summary>A table with a meta file that fits it.</summary>
    public RuleFolderOnDisk WriteTable(string file, string text)
    {
        Write(file, text);
        return Write(System.IO.Path.ChangeExtension(file, ".meta.yaml"), $"title: T\nsource: S\nlicence: L\nyears: 2024\nsha256: {RuleHash.Of(text)}\n");
    }

    public RuleBook Read() => RuleFolder.Read(Path);

    /// <summary>The errors, each with its file's path inside the folder.</summary>
    public IReadOnlyList<RuleError> Errors()
    {
        var thrown = Assert.Throws<RulesInvalidException>(() => Read());
        return [.. thrown.Errors.Select(error => error with { File = System.IO.Path.GetRelativePath(Path, error.File).Replace('\\', '/') })];
    }

    /// <summary>There is exactly one error; it stands at this place and says this.</summary>
    public void FailsAt(string file, long line, long column, params string[] says)
    {
        var error = Assert.Single(Errors());
        Assert.Equal((file, line, column), (error.File, error.Line, error.Column));
        Assert.All(says, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    /// <summary>A parameter file with one value of each line given; the values begin on line 6.</summary>
    public static string Rate(params string[] values) => RateOn("performance_year", "2020..2030", values);

    public static string RateOn(string axis, string covers, params string[] values) =>
        $"{Sequestration}:\n  label: rate\n  unit: ratio\n  axis: {axis}\n  covers: {covers}\n  values:\n" + string.Concat(values.Select(value => $"    - {{ {value} }}\n"));

    /// <summary>A parameter with members; the values begin on line 9.</summary>
    public static string RateByTrack(params string[] values) =>
        $"{Sharing}:\n  label: rate\n  unit: ratio\n  axis: performance_year\n  by: track\n  members: [basic-a, basic-b]\n  covers: 2020..2030\n  values:\n"
        + string.Concat(values.Select(value => $"    - {{ {value} }}\n"));

    /// <summary>One value of a regulation.</summary>
    public static string Value(string span, string value = "0.5", string enacted = "2019-01-01", string authority = "regulation", string more = "") =>
        $"for: {span}, value: {value}, enacted: {enacted}, authority: {authority}, citation: 42 CFR 425.605, verified: primary{more}";

    public RuleBook Overlaid(string text, string file = "overlays/o.yaml")
    {
        var book = Read();
        return book.With(OverlayFile.Read(Write(file, text).FullPath(file), book));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
