using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Runs.Claims;

namespace Accountable.Cli.Commands;

/// <summary>Claims: bring deliveries into a store, say what it holds and what was refused, forget.</summary>
internal static class ClaimsCommands
{
    public static Command Create() =>
        new("claims", "Claim files: generate, import, status, findings, check, export, forget.")
        {
            GenerateCommand.Create(), Import(), Status(), Findings(), ClaimsCheckCommand.Create(Store()),
            ClaimsExportCommand.Create(Store()), Forget(),
        };

    private static Command Import()
    {
        var path = new Option<string>("--cclf")
        {
            Description = "A CCLF zip, or a folder of deliveries at any depth; "
                + "reports and participant lists that lie there come in as well.",
            HelpName = "PATH"
        };
        var sources = new ClaimsSources();
        var store = Store();
        var accept = new Option<bool>("--accept-counts")
        {
            Description =
            "Take deliveries that differ from what their CCLF0 says, or have none."
        };
        var format = CommonOptions.Formats();
        var command = new Command("import", """
            Brings CCLF deliveries and other sources into a store, each delivery whole or not at all, and says what was read, loaded
            and refused. The same delivery twice changes nothing.

            Example:
              accountable claims import --cclf P.A1234.ACO.ZCY21.D210115.T1200000.zip --store claims
            """)
        {
            path, store, accept, format,
        };
        foreach (var option in sources.Options)
            command.Add(option);
        command.SetAction(parsed =>
        {
            var cclf = parsed.GetValue(path);
            if (cclf is null && !sources.IsAny(parsed))
                throw new UsageException("name what to import, such as --cclf PATH; 'accountable claims import --help' lists the sources");
            using var claims = ClaimStore.OpenToWrite(parsed.GetValue(store)!);
            var imported = ImportView.Run((said, progress) => (IReadOnlyList<ImportedDelivery>)
            [
                .. cclf is null ? [] : CclfImport.Import(cclf, claims, parsed.GetValue(accept), said, progress),
                .. sources.Import(parsed, cclf, claims, said),
            ]);
            KeepRelations(claims);
            Printer.Findings([.. imported.SelectMany(delivery => delivery.Findings)]);
            Printer.Print(ClaimTables.Import(imported), parsed.GetValue(format) ?? Printer.Default);
            return imported.Any(delivery => delivery.IsRefused || delivery.Files.Any(file => file.IsNew && file.File.RowsRefused > 0))
                ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static Command Status()
    {
        var store = Store();
        var netted = new Option<bool>("--netted")
        {
            Description =
            "Show the dollars by claim type, netted of cancellations and adjustments, with denied claims and orphan cancellations apart."
        };
        var format = CommonOptions.Formats();
        var command = new Command("status", """
            Lists the files in a store with their counts, control totals and hashes; or what netting makes of the dollars.

            Example:
              accountable claims status --store claims --netted
            """)
        {
            store, netted, format,
        };
        command.SetAction(parsed =>
        {
            using var claims = ClaimStore.OpenToRead(parsed.GetValue(store)!);
            Printer.Print(parsed.GetValue(netted) ? ClaimTables.Netted(claims) : ClaimTables.Status(claims), parsed.GetValue(format)
                ?? Printer.Default);
            return Exit.Done;
        });
        return command;
    }

    private static Command Findings()
    {
        var store = Store();
        var format = CommonOptions.Formats();
        var command = new Command("findings", """
            Lists the refused rows by file, line, field and reason. The rows themselves stay in the store's quarantine.

            Example:
              accountable claims findings --store claims --format csv
            """)
        {
            store, format,
        };
        command.SetAction(parsed =>
        {
            using var claims = ClaimStore.OpenToRead(parsed.GetValue(store)!);
            var table = ClaimTables.Findings(claims);
            Printer.Print(table, parsed.GetValue(format) ?? Printer.Default);
            return table.Rows.Count > 0 ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static Command Forget()
    {
        var name = new Argument<string>("FILE") { Description = "The file's name as 'claims status' shows it." };
        var store = Store();
        var command = new Command("forget", """
            Takes a file out of a store, its quarantined rows as well.

            Example:
              accountable claims forget P.A1234.ACO.ZC1Y21.D210115.T1200000 --store claims
            """)
        {
            name, store,
        };
        command.SetAction(parsed =>
        {
            var place = parsed.GetValue(store)!;
            // Opened to read first, so that a mistyped name makes no store.
            ClaimStore.OpenToRead(place).Dispose();
            using var claims = ClaimStore.OpenToWrite(place);
            var (file, deleted) = CclfImport.Forget(parsed.GetValue(name)!, claims)
                ?? throw new UsageException($"the store has no file {parsed.GetValue(name)}; 'accountable claims status' lists them");
            var later = deleted ? "" : "; they are deleted by the next change of the store, because somebody reads it now";
            KeepRelations(claims);
            Console.Error.WriteLine($"forgot {file.Name}: {file.RowsLoaded:N0} rows and {file.RowsRefused:N0} refused rows{later}");
            return Exit.Done;
        });
        return command;
    }

    private static void KeepRelations(ClaimStore claims)
    {
        if (KeptRelations.Keep(claims) is { } warning)
            Printer.Findings([warning]);
    }

    private static Option<string> Store() => new("--store")
    {
        Description = "The store: a folder, or a PostgreSQL database as postgres://user@host/database.",
        HelpName = "DIR|URL",
        Required = true,
    };
}
