using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Claims;

namespace Accountable.Cli.Commands;

/// <summary>Writes dollars or months of each beneficiary in a store to a file.</summary>
internal static class ClaimsExportCommand
{
    public static Command Create(Option<string> store)
    {
        var table = new Option<string>("--table")
        {
            Description = "dollars: aco_id,person_id,year,service,paid. "
                + "person_months: aco_id,person_id,year,enrollment_type,months.",
            Required = true,
        };
        table.AcceptOnlyFromAmong([.. ClaimExport.Tables]);
        var file = new Option<string>("--out")
        {
            Description = "The file to write. It names beneficiaries: keep it where the store is.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("export", """
            Writes what a store says of each beneficiary as CSV: netted dollars by year and service, or months by enrollment type.
            A beneficiary is named by the newest identifier.

            Example:
              accountable claims export --store claims --table dollars --out dollars.csv
            """)
        {
            store, table, file,
        };
        command.SetAction(parsed =>
        {
            using var claims = ClaimStore.OpenToRead(parsed.GetValue(store)!);
            using var engine = claims.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
            var rows = 0L;
            Printer.WriteFile(parsed.GetValue(file)!, text => rows = ClaimExport.Write(engine, parsed.GetValue(table)!, text));
            Console.Error.WriteLine($"{parsed.GetValue(file)}: {rows:N0} rows");
            return Exit.Done;
        });
        return command;
    }
}
