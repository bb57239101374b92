using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Mips;

namespace Accountable.Cli.Commands;

/// <summary>Converts QRDA III reports to QPP submission JSON.</summary>
internal static class ConvertCommand
{
    private const string ManifestName = "convert.manifest.json";

    public static Command Create()
    {
        var files = CommonOptions.Files("QRDA Category III reports of 2025, or a folder of them.");
        var output = new Option<string>("--out")
        {
            Description = "For one report the JSON file; for several, or a folder, the folder for NAME-qpp.json and NAME-error.json.",
            HelpName = "PATH",
            Required = true,
        };
        var command = new Command("convert", """
            Converts QRDA Category III reports of 2025 to QPP submission JSON, with CMS's error codes for reports that are refused
            (docs/reference/qrda.md).

            Example:
              accountable mips convert samples/mips/group-report.xml --out submission.json
            """)
        {
            files, output,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(files)!;
            var path = parsed.GetValue(output)!;
            if (string.IsNullOrWhiteSpace(path))
                throw new UsageException("--out needs the name of a file or folder");
            var inputs = given.SelectMany(Reports).ToList();
            var many = inputs.Count > 1 || Directory.Exists(given[0]) || Directory.Exists(path);
            if (many)
                MustDiffer(inputs, path);
            else
                CommonOptions.Output(path, inputs);
            var reports = new QrdaConversions(RuleBook.Embedded).Convert(inputs);
            Printer.Findings([.. reports.SelectMany(report => report.Findings())]);
            if (many)
                WriteFolder(path, reports);
            else
                Printer.WriteFile(path, reports[0].Conversion.ToJson());
            var manifest = many ? Path.Combine(path, ManifestName) : Path.ChangeExtension(path, ".manifest.json");
            Printer.WriteFile(manifest, ManifestOf(reports).ToJson());
            var refused = reports.Count(report => !report.Conversion.IsTaken);
            Console.Error.WriteLine($"{reports.Count - refused:N0} converted, {refused:N0} refused.");
            return refused > 0 ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    /// <summary>A file, or the XML files of a folder by name.</summary>
    private static IEnumerable<string> Reports(string path)
    {
        if (!Directory.Exists(path))
            return File.Exists(path) ? [path] : throw new UsageException($"there is no file {path}");
        var found = Directory.GetFiles(path).Where(file => Path.GetExtension(file).Equals(".xml", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new UsageException($"the folder {path} has no .xml file");
    }

    /// <summary>Each report needs an output of its own, which overwrites no report.</summary>
    private static void MustDiffer(List<string> inputs, string folder)
    {
        if (File.Exists(folder))
            throw new UsageException($"{folder} is a file; several reports need a folder");
        var twice = inputs.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
            throw new UsageException($"{string.Join(" and ", twice)} would be written under the same name; convert them one by one");
        var outputs = inputs.Select(Path.GetFileNameWithoutExtension).SelectMany(name => new[] { $"{name}-qpp.json", $"{name}-error.json" })
            .Append(ManifestName).Select(name => Path.GetFullPath(Path.Combine(folder, name))).ToHashSet(StringComparer.Ordinal);
        if (inputs.Find(input => outputs.Contains(Path.GetFullPath(input))) is { } same)
            throw new UsageException($"--out {folder} would overwrite the input {same}; name another folder");
    }

    /// <summary>Writes each report; what an earlier run said of the same report otherwise is taken away.</summary>
    private static void WriteFolder(string folder, IReadOnlyList<ConvertedReport> reports)
    {
        foreach (var report in reports)
        {
            Printer.WriteFile(Path.Combine(folder, report.OutputName), report.Conversion.ToJson());
            File.Delete(Path.Combine(folder, $"{report.Name}{(report.Conversion.IsTaken ? "-error.json" : "-qpp.json")}"));
        }
    }

    private static Manifest ManifestOf(IReadOnlyList<ConvertedReport> reports) => new()
    {
        Pipeline = "mips convert",
        Book = RuleBook.Embedded,
        AsOf = RuleBook.Embedded.AsOf,
        Inputs = [.. reports.Select(Input)],
    };

    private static ManifestInput Input(ConvertedReport report) => new(Path.GetFileName(report.Path), report.Sha256, 1,
        new Dictionary<string, string> { ["result"] = report.Conversion.IsTaken ? "converted" : "refused" });
}
