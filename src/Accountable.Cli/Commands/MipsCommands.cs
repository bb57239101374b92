using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Mips;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Mips;
using Accountable.Runs.SharedSavings;

namespace Accountable.Cli.Commands;

/// <summary>The Merit-based Incentive Payment System: score, adjust, prove, benchmark.</summary>
internal static class MipsCommands
{
    public static Command Create() =>
        new("mips", "The Merit-based Incentive Payment System: score, adjust, prove, show benchmarks, and convert QRDA III reports.")
        {
            MipsScoreCommand.Create(),
            Adjust(),
            Prove(),
            BenchmarkCommand.Create(),
            ConvertCommand.Create(),
        };

    private static Command Adjust()
    {
        var population = new Option<string>("--population")
        {
            Description = "A CSV file with the columns of 'mips score' and part_b_allowed.",
            HelpName = "FILE",
            Required = true,
        };
        var overlays = CommonOptions.Overlay();
        var output = CommonOptions.Out("Write the result as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("adjust", """
            Finds the scaling factor that makes increases equal reductions over a population,
            and each clinician's payment adjustment in percent.

            Example:
              accountable mips adjust --population samples/mips/population.csv
            """)
        {
            population, overlays, output, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var input = parsed.GetValue(population)!;
            var path = CommonOptions.Output(parsed.GetValue(output), input);
            var run = new ClinicianScoring(CommonOptions.Book(parsed.GetValue(overlays)), parsed.GetValue(asOf));
            var scored = run.Score(Clinicians.Read(input, withAllowedCharges: true));
            var adjusted = PopulationAdjustment.Adjust(scored, run);
            Printer.Findings(scored.Findings);
            Write(MipsTables.Of(adjusted), path, parsed.GetValue(format) ?? Printer.Default,
                ManifestOf("mips adjust", run.Book, run.AsOf, scored.File.Path, scored.File.Sha256, scored.File.RowCount));
            Console.Error.Write(MipsTables.Factors(adjusted).ToCsv());
            Printer.Unverified(run.Unverified);
            Console.Error.WriteLine($"{scored.Rows.Count:N0} rows adjusted, {scored.Refused:N0} refused.");
            return scored.Refused > 0 ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static Command Prove()
    {
        var file = new Argument<string>("FILE") { Description = "The group scores of Physician Compare 2017 as CSV." };
        var output = CommonOptions.Out("Write the comparison of each row as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("prove", """
            Recomputes the final scores of Physician Compare 2017 groups from their category scores and compares:
            exact within 0.06 points, rounding within what the printed digits allow, mismatch.

            Example:
              accountable mips prove physician-compare-2017.csv --out compared.csv
            """)
        {
            file, output, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var input = parsed.GetValue(file)!;
            var path = CommonOptions.Output(parsed.GetValue(output), input);
            var run = new ClinicianScoring(RuleBook.Embedded, parsed.GetValue(asOf));
            var read = PhysicianCompareScores.Read(input);
            Printer.Findings(read.Findings);
            var groups = new PhysicianCompareProof(run.Law(PhysicianCompareYear)).Compare(read);
            if (path is not null)
                Write(PhysicianCompareProof.Of(groups), path, Format.Csv,
                    ManifestOf("mips prove", run.Book, run.AsOf, read.Path, read.Sha256, read.RowCount));
            Printer.Print(PhysicianCompareProof.Summary(groups), parsed.GetValue(format) ?? Format.Table);
            foreach (var group in groups.Where(group => group.Verdict is not Verdict.Exact).Take(40))
            {
                Console.Error.WriteLine($"{SettlementTables.Word(group.Verdict)}: row {group.Group.Row} "
                    + $"published {group.Group.Published}, computed {group.Computed:0.00}: {group.Reason}");
            }
            Printer.Unverified(run.Unverified);
            return groups.Any(group => group.Verdict == Verdict.Mismatch) || groups.Count < read.RowCount ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    /// <summary>The one year for which Physician Compare printed category scores and final scores of groups together.</summary>
    private const int PhysicianCompareYear = 2017;

    internal static void Write(Table table, string? path, Format format, Manifest manifest)
    {
        if (path is null)
        {
            Printer.Print(table, format);
            return;
        }
        Printer.WriteFile(path, table.ToCsv());
        Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), manifest.ToJson());
    }

    internal static Manifest ManifestOf(string pipeline, RuleBook book, DateOnly asOf, string path, string sha256, int rows) => new()
    {
        Pipeline = pipeline,
        Book = book,
        AsOf = asOf,
        Inputs = [new ManifestInput(Path.GetFileName(path), sha256, rows, new Dictionary<string, string>())],
    };
}
