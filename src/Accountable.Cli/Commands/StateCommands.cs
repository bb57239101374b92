using System.CommandLine;

namespace Accountable.Cli.Commands;

/// <summary><c>backup</c>, <c>restore</c> and <c>audit verify</c>: the server's own state.</summary>
internal static class StateCommands
{
    public static Command Backup()
    {
        var state = State();
        var output = new Option<string>("--out") { Description = "A new file.", HelpName = "FILE", Required = true };
        var command = new Command("backup", """
            Copies the server's own state (accounts, grants, keys, runs with their results, the audit log) into one file, while the
            server works. The store is files of its own: copy its folder.

            Example:
              accountable backup --state claims.server --out accountable-2026-11-22.db
            """)
        {
            state, output,
        };
        command.SetAction(parsed =>
        {
            var head = Server.Operations.Backup.Take(parsed.GetValue(state)!, parsed.GetValue(output)!);
            Console.Error.WriteLine($"wrote {parsed.GetValue(output)}; the audit log's head is {head}");
            return Exit.Done;
        });
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "A file of 'accountable backup'." };
        var state = State();
        var command = new Command("restore", """
            Puts a copy in the place of the server's own state, which is kept beside it. The server must not run.

            Example:
              accountable restore accountable-2026-11-22.db --state claims.server
            """)
        {
            file, state,
        };
        command.SetAction(parsed =>
        {
            var earlier = Server.Operations.Backup.Restore(parsed.GetValue(file)!, parsed.GetValue(state)!);
            Console.Error.WriteLine(earlier is null ? "restored" : $"restored; the earlier state is {earlier}");
            return Exit.Done;
        });
        return command;
    }

    public static Command Audit()
    {
        var state = State();
        var head = new Option<string?>("--head")
        {
            Description = "A head that was printed earlier: it must be among the entries, so that none was cut off.", HelpName = "HASH",
        };
        var verify = new Command("verify", """
            Works out the hash of every entry of the audit log again, and says whether each is as it was written.

            Example:
              accountable audit verify --state claims.server
            """)
        {
            state, head,
        };
        verify.SetAction(parsed =>
        {
            var (holds, what) = Server.Operations.Backup.VerifyAudit(parsed.GetValue(state)!, parsed.GetValue(head));
            Console.Out.WriteLine(what);
            return holds ? Exit.Done : Exit.NotHeld;
        });
        return new Command("audit", "The server's audit log: verify.") { verify };
    }

    private static Option<string> State() => new("--state")
    {
        Description = "The folder of the server's own state: the store's name with .server behind it, unless it was named.",
        HelpName = "DIR", Required = true,
    };
}
