using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Runs.Aco;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Cli.Commands;

/// <summary><c>mssp run</c>: everything that a store and CMS's factors allow, into a folder with a report.</summary>
internal static class AcoRunCommand
{
    public static Command Create()
    {
        var options = new AcoOptions(isRequired: true);
        var entities = new Option<string?>("--entities")
        {
            Description = "A folder of facts for QP determinations (docs/reference/qpp-facts.md); without it they are made from "
                + "the claims.",
            HelpName = "DIR",
        };
        var output = new Option<string>("--out")
        {
            Description = "The folder for tables (CSV and JSON), derivations, manifest.json and report.html.", HelpName = "DIR",
            Required = true,
        };
        var command = new Command("run", """
            From a store of claims to the settlement of one ACO: assignment, expenditures, risk scores, benchmark, settlement, quality,
            QP status, and the bridge to CMS's expenditure report where that was imported with the claims. What cannot be computed is
            said with what to supply.

            Example:
              accountable mssp run --store claims --aco A0001 --year 2025 --factors factors --quality 0.82 --out results
            """);
        var format = CommonOptions.Formats();
        options.AddTo(command);
        options.AddQuality(command);
        foreach (var option in new Option[] { entities, output, format })
            command.Add(option);
        command.SetAction(parsed =>
        {
            var folder = FolderOf(parsed.GetValue(output)!);
            var result = AcoTieOut.AddTo(options.Run(parsed, AcoScope.All, parsed.GetValue(entities)));
            Write(result, folder);
            Printer.Print(Summary(result), parsed.GetValue(format) ?? Printer.Default);
            Console.Error.WriteLine($"{AcoPage.Headline(result)}.");
            Console.Error.WriteLine($"The report: {Path.Combine(folder, AcoFiles.Report)}");
            return AcoOptions.Say(result);
        });
        return command;
    }

    /// <summary>A folder for results, which is no file.</summary>
    internal static string FolderOf(string path) => string.IsNullOrWhiteSpace(path) ? throw new UsageException("--out needs a folder")
        : File.Exists(path) ? throw new UsageException($"{path} is a file; name a folder") : path;

    /// <summary>Writes every file of a result.</summary>
    internal static void Write(AcoResult result, string folder)
    {
        foreach (var (name, text) in AcoFiles.Of(result))
            Printer.WriteFile(Path.Combine(folder, name), text);
    }

    /// <summary>The figures of a run on half a page.</summary>
    private static Runs.Table Summary(AcoResult result)
    {
        var table = new Runs.Table("figure", "unit", "value");
        foreach (var year in result.Years)
            table.Add($"Assigned for {year.Year}", "people", year.Assigned.Count);
        foreach (var step in result["benchmark-waterfall"]?.Rows ?? [])
            table.Add(step[0], "dollars a person-year", step[2]);
        foreach (var step in result["settlement-waterfall"]?.Rows ?? [])
            table.Add(step[0], "dollars", step[2]);
        if (result.Settlement is { } settled)
        {
            table.Add("Minimum savings or loss rate", "share", settled.Result.MinimumRate.Amount);
            table.Add("Sharing rate", "share", settled.Result.SharingRate.Amount);
            table.Add("Quality standard", "", settled.Result.Quality.Word());
        }
        if (result["qp"] is { } clinicians)
        {
            var status = clinicians.Columns.ToList().IndexOf("status");
            foreach (var group in clinicians.Rows.GroupBy(row => $"{row[status]}").OrderBy(group => group.Key, StringComparer.Ordinal))
                table.Add($"Clinicians by status: {group.Key}", "clinicians and TINs", group.Count());
        }
        return table;
    }
}
