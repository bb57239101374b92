using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Qpp;

namespace Accountable.Cli.Commands;

/// <summary>The Quality Payment Program: models, criteria, QP status and what it pays.</summary>
internal static class QppCommands
{
    private static readonly string[] Statuses = ["advanced", "mips-apm"];

    public static Command Create() => new("qpp",
        "The Advanced APM track of the Quality Payment Program: which models qualify, who is a QP, what that pays.")
    {
        Models(), ModelsCommands.Page("model", "Shows one model: what it is, its risk, its status by year.",
            "accountable qpp model mssp-basic-e"),
        Classify(), QppFactsCommand.Create(), Determine(), QppPaymentCommands.Payment(), QppPaymentCommands.WhatIf(),
    };

    internal static Option<string> Facts() => new("--facts") { Description = "The folder of facts (docs/reference/qpp-facts.md).",
        HelpName = "DIR", Required = true };

    internal static Option<int> Year() => new("--year") { Description = "The performance year.", HelpName = "YEAR", Required = true };

    internal static Option<int?> Snapshot()
    {
        var option = new Option<int?>("--snapshot") { Description = "Use snapshots 1 to this one; the default is 3.", HelpName = "1|2|3" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("1" or "2" or "3"))
                result.AddError($"'{result.Tokens[0].Value}' is no snapshot; use 1, 2 or 3.");
        });
        return option;
    }

    internal static PerformanceYear YearOf(int year) => year is >= 1900 and <= 2999 ? new PerformanceYear(year)
        : throw new UsageException($"{year} is no year");

    private static Command Models()
    {
        var year = new Option<int?>("--year") { Description = "The performance year; without it every span of years.", HelpName = "YEAR" };
        var status = new Option<string?>("--status") { Description = "advanced or mips-apm.", HelpName = "advanced|mips-apm" };
        status.AcceptOnlyFromAmong(Statuses);
        var format = CommonOptions.Formats();
        var command = new Command("models", """
            Lists models and tracks with their status.

            Example:
              accountable qpp models --year 2026 --status advanced
            """)
        {
            year, status, format,
        };
        command.SetAction(parsed =>
        {
            PerformanceYear? asked = parsed.GetValue(year) is { } value ? YearOf(value) : null;
            if (asked is { Value: < 2017 or > 2027 })
                throw new LawGapException("the catalogue of models", $"performance year {asked}", "2017..2027");
            Printer.Print(CataloguePages.Models(RuleBook.Embedded, asked, parsed.GetValue(status)), parsed.GetValue(format)
                ?? Printer.Default);
            var recalled = RuleBook.Embedded.Catalogues.Models.Count(model => asked is { } one
                ? model.In(one) is { Verified: Verified.No } : model.Statuses.Any(span => span.Verified == Verified.No));
            if (recalled > 0)
            {
                Console.Error.WriteLine($"warning: the status of {recalled} models is recalled and not verified; "
                    + "'accountable qpp model ID' shows which years.");
            }
            return Exit.Done;
        });
        return command;
    }

    private static Command Classify()
    {
        var file = new Argument<string>("ARRANGEMENT.yaml")
        {
            Description = "An arrangement as a document (docs/reference/arrangements.md).",
        };
        var year = Year();
        var asOf = CommonOptions.AsOf();
        var overlays = CommonOptions.Overlay();
        var format = CommonOptions.Formats();
        var command = new Command("classify", """
            Tests an arrangement paragraph by paragraph: APM, MIPS APM, Advanced APM, Medical Home Model, Other Payer Advanced APM.
            Each criterion says met or not, the figure, the threshold, the paragraph and the smallest change that would meet it.

            Example:
              accountable qpp classify samples/arrangements/commercial-two-sided.yaml --year 2026
            """)
        {
            file, year, asOf, overlays, format,
        };
        command.SetAction(parsed =>
        {
            var law = CommonOptions.Book(parsed.GetValue(overlays)).For(YearOf(parsed.GetValue(year)), parsed.GetValue(asOf));
            var run = ClassifyRun.Of(ArrangementFile.Read(parsed.GetValue(file)!), law);
            Printer.Print(run.Table(), parsed.GetValue(format) ?? Printer.Default);
            Printer.Unverified(run.Unverified);
            return Exit.Done;
        });
        return command;
    }

    private static Command Determine()
    {
        var facts = Facts();
        var year = Year();
        var snapshot = Snapshot();
        var output = CommonOptions.Out("Write the result as CSV, with its manifest beside it.");
        var findings = new Option<string?>("--findings") { Description = "Write every finding as CSV.", HelpName = "FILE" };
        var npi = new Option<string?>("--npi") { Description = "Only this clinician.", HelpName = "NPI" };
        var explain = new Option<bool>("--explain")
        {
            Description = "With --npi: every score that was tested, what each lacked, and the law.",
        };
        var asOf = CommonOptions.AsOf();
        var overlays = CommonOptions.Overlay();
        var format = CommonOptions.Formats();
        var command = new Command("determine", """
            Determines who is a QP, a Partial QP or neither, one row a clinician and TIN.

            Examples:
              accountable qpp determine --facts facts --year 2026 --out status.csv
              accountable qpp determine --facts facts --year 2026 --npi 1000000004 --explain
            """)
        {
            facts, year, snapshot, output, findings, npi, explain, asOf, overlays, format,
        };
        command.SetAction(parsed =>
        {
            var one = parsed.GetValue(npi);
            var explained = parsed.GetValue(explain);
            if (explained && one is null)
                throw new UsageException("--explain needs --npi NPI: the derivation of one clinician");
            var run = QpRun.Read(parsed.GetValue(facts)!, CommonOptions.Book(parsed.GetValue(overlays)), YearOf(parsed.GetValue(year)),
                parsed.GetValue(snapshot), parsed.GetValue(asOf), explained);
            if (one is not null && run.Facts.Clinicians.All(clinician => clinician.Npi != one))
                throw new UsageException($"NPI {one} is not in participants.csv");
            if (explained)
                Printer.Write(QpExplanationText.Of(run, one!));
            else
                Write(run, one, parsed.GetValue(output), parsed.GetValue(format) ?? Printer.Default);
            Finish(run, parsed.GetValue(findings));
            return run.AnyRefused ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static void Write(QpRun run, string? npi, string? path, Format format)
    {
        if (path is not null)
        {
            Printer.WriteFile(path, text => Table.WriteCsv(text, QpRun.Columns, run.Rows(npi)));
            Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), run.Manifest("qpp determine").ToJson());
            return;
        }
        var table = new Table([.. QpRun.Columns]);
        foreach (var row in run.Rows(npi))
            table.Add(row);
        Printer.Print(table, format);
    }

    internal static void Finish(QpRun run, string? findings)
    {
        if (findings is not null)
        {
            var table = new Table("severity", "file", "line", "column", "what", "do");
            foreach (var finding in run.Findings)
                table.Add(finding.Severity.ToString(), Path.GetFileName(finding.File), (int)finding.Line, finding.Column, finding.What,
                    finding.Do);
            Printer.WriteFile(findings, table.ToCsv());
        }
        Printer.Findings(run.Findings);
        Printer.Unverified(run.Unverified);
        Console.Error.WriteLine($"{run.Facts.Clinicians.Count:N0} clinicians in {run.Facts.Entities.Count:N0} entities "
            + $"determined for {run.Law.Year}; {run.Findings.Count:N0} findings.");
    }
}
