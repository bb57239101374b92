using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Claims;

namespace Accountable.Cli.Commands;

/// <summary><c>claims check</c>: what an analyst looks at first.</summary>
internal static class ClaimsCheckCommand
{
    private static readonly string[] Formats = ["table", "json", "html"];

    public static Command Create(Option<string> store)
    {
        var format = new Option<string>("--format")
        {
            Description = "table, json or html.",
            HelpName = "table|json|html",
            DefaultValueFactory = _ => "table",
        };
        format.AcceptOnlyFromAmong(Formats);
        var output = CommonOptions.Out("Write to a file in place of stdout.");
        var command = new Command("check", """
            Shows what an analyst looks at first: claims by month with completion, people by enrollment type, primary-care visits,
            dollars by service beside published ranges, repeated claims, headers and lines that do not fit.
            Counts of 1 to 10 and their complements are not shown.

            Example:
              accountable claims check --store claims --format html --out check.html
            """)
        {
            store, format, output,
        };
        command.SetAction(parsed =>
        {
            var path = CommonOptions.Output(parsed.GetValue(output), []);
            using var claims = ClaimStore.OpenToRead(parsed.GetValue(store)!);
            var report = ClaimCheck.Of(claims, RuleBook.Embedded);
            var shown = parsed.GetValue(format)!;
            if (shown == "table" && path is null)
            {
                foreach (var section in report.Sections)
                {
                    Console.WriteLine($"{section.Title}. {section.Sentence}");
                    if (section.Table.Rows.Count > 0)
                        Printer.Print(section.Table, Printer.Default);
                    Console.WriteLine();
                }
                Console.Error.WriteLine(SmallCells.Sentence);
                return Exit.Done;
            }
            var text = shown switch
            {
                "json" => Printer.Json(report.Write),
                "html" => CheckPage.Write(report, claims.Location, claims.Manifest.Generation),
                _ => string.Concat(report.Sections.Select(section => $"{section.Title}. {section.Sentence}\n{section.Table.ToCsv()}\n")),
            };
            if (path is not null)
                Printer.WriteFile(path, text);
            else
                Printer.Write(text);
            return Exit.Done;
        });
        return command;
    }
}
