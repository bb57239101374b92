using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Reports;
using Accountable.Runs;
using Accountable.Runs.TieOut;

namespace Accountable.Cli.Commands;

/// <summary><c>mssp tie-out</c>: from what a store holds to the figures in CMS's expenditure report.</summary>
internal static class TieOutCommand
{
    public static Command Create()
    {
        var options = new AssignmentCommands.Options();
        var report = new Option<string[]>("--report")
        {
            Description = "CMS's expenditure and utilization report: the workbook, or sheets of it saved as CSV. The default is the year's "
                + "report that was imported with the claims.",
            HelpName = "EXPU", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true,
        };
        var truncation = new Option<string?>("--truncation")
        {
            Description = "Truncation thresholds as CSV (enrollment_type,threshold). The default is the report's, else an estimate.",
            HelpName = "FILE",
        };
        var completion = new Option<decimal?>("--completion")
        {
            Description = "The report's completion factor, where the report does not print it and that of law does not fit.",
            HelpName = "FACTOR",
        };
        var runOut = new Option<DateOnly?>("--run-out")
        {
            Description = "The last day of processing whose claims the report holds. The default for a year is the run-out of law.",
            HelpName = "YYYY-MM-DD",
        };
        var other = new Option<string?>("--other-store")
        {
            Description = "Another store of the same ACO: what only it has is priced claim by claim.", HelpName = "DIR|URL",
        };
        var nonClaims = new Option<string?>("--non-claims")
        {
            Description = "Payments outside of claims as CSV (person_id,month,amount).", HelpName = "FILE",
        };
        var rows = new Option<string?>("--rows")
        {
            Description = $"The claims or people behind a step, in place of the bridge: {string.Join(", ", TieOutTables.StepsWithRows)}. "
                + "They name beneficiaries: keep them where the store is.",
            HelpName = "STEP",
        };
        var types = new Option<bool>("--by-type") { Description = "Print the bridge by enrollment type." };
        var output = new Option<string?>("--out")
        {
            Description = "Write bridge.csv, by-type.csv, readings.csv and tie-out.json, or with --rows the rows, into this folder.",
            HelpName = "DIR",
        };
        var format = CommonOptions.Formats();
        var command = new Command("tie-out", """
            Bridges from what a store holds to CMS's expenditure report, step by step: people, run-out, add-ons, sequestration,
            truncation, completion, and what stays unexplained. Exit code 1 where more than the report's rounding does.

            Examples:
              accountable mssp tie-out --store claims --aco A0001 --year 2024
              accountable mssp tie-out --store claims --aco A0001 --year 2024 --report EXPU.xlsx --out tie-out
              accountable mssp tie-out --store claims --aco A0001 --year 2024 --report "EXPU_Table 1.csv" --other-store later
              accountable mssp tie-out --store claims --aco A0001 --year 2024 --report EXPU.xlsx --rows truncation
            """);
        options.AddTo(command);
        foreach (var option in new Option[] { report, truncation, completion, runOut, other, nonClaims, rows, types, output, format })
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(completion) is <= 0)
                throw new UsageException("--completion needs a factor above 0, such as 1.013");
            var wanted = parsed.GetValue(rows);
            if (wanted is not null && !TieOutTables.StepsWithRows.Contains(wanted))
                throw new UsageException($"no rows stand behind '{wanted}'; they do behind "
                    + string.Join(", ", TieOutTables.StepsWithRows));
            var (aco, year) = options.Of(parsed);
            var figures = parsed.GetValue(report) is { Length: > 0 } named ? ReportFigures.Read(named, aco, year) : null;
            var payments = parsed.GetValue(nonClaims) is { } file ? NonClaimsPayments.Read(file) : null;
            var thresholds = parsed.GetValue(truncation) is { } given ? TruncationThresholds.Read(given) : null;
            using var session = options.Open(parsed);
            var run = TieOutRun.Of(session, new TieOutRequest(session.Request, figures ?? StoredTieOut.Report(session))
            {
                Thresholds = thresholds, Completion = parsed.GetValue(completion), RunOut = parsed.GetValue(runOut),
                OtherStore = parsed.GetValue(other), NonClaims = payments,
            });
            Printer.Findings([.. session.Run.Findings, .. payments?.Findings ?? [], .. run.Findings]);
            var shown = parsed.GetValue(format) ?? Printer.Default;
            if (wanted is not null)
                Rows(run, wanted, session.PersonIds(), parsed.GetValue(output), shown);
            else
                Bridge(run, TieOutPage.Manifest(session.Manifest("mssp tie-out"), run), parsed.GetValue(types), parsed.GetValue(output),
                    shown);
            Printer.Unverified([.. session.Request.Law.Unverified]);
            Say(run);
            return run.Readings[0].Explains && thresholds?.Findings.Count is null or 0 && payments?.Findings.Count is null or 0
                ? Exit.Done : Exit.NotHeld;
        });
        return command;
    }

    private static void Bridge(TieOutRun run, Manifest manifest, bool byType, string? folder, Format shown)
    {
        var (bridge, types, readings) = (TieOutTables.Bridge(run), TieOutTables.ByEnrollmentType(run), TieOutTables.Readings(run));
        if (folder is not null)
        {
            Printer.WriteFile(Path.Combine(folder, "bridge.csv"), bridge.ToCsv());
            Printer.WriteFile(Path.Combine(folder, "by-type.csv"), types.ToCsv());
            Printer.WriteFile(Path.Combine(folder, "readings.csv"), readings.ToCsv());
            Printer.WriteFile(Path.Combine(folder, "tie-out.json"), Printer.Json(json => TieOutPage.Write(json, run, manifest)));
        }
        Printer.Print(byType ? types : bridge, shown);
    }

    private static void Rows(TieOutRun run, string step, IReadOnlyDictionary<long, string> ids, string? folder, Format shown)
    {
        var (columns, rows) = TieOutTables.Rows(run, step, ids);
        if (folder is not null)
        {
            Printer.WriteFile(Path.Combine(folder, $"rows-{step}.csv"), text => Table.WriteCsv(text, columns, rows));
            return;
        }
        var table = new Table([.. columns]);
        foreach (var row in rows)
            table.Add(row);
        Printer.Print(table, shown);
    }

    private static void Say(TieOutRun run)
    {
        var left = run.Lines.Single(line => line.Key == "unexplained");
        Console.Error.WriteLine($"Unexplained: {Table.Text(new Dollars(left.Total))} dollars; {left.Note}.");
        if (!run.Readings[0].Explains && run.Readings.FirstOrDefault(reading => reading.Explains) is { } reading)
            Console.Error.WriteLine($"Within the report's rounding if read so: {reading.Name}.");
    }
}
