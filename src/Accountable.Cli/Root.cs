using System.CommandLine;
using Accountable.Cli.Commands;

namespace Accountable.Cli;

/// <summary>The whole command line.</summary>
internal static class Root
{
    public static RootCommand Create() => new("""
        Computes what an Alternative Payment Model pays, with the law behind every number.

        Examples:
          accountable mssp prove cases/locked/shared-savings/*.csv
          accountable mssp explain PY2024.csv --aco A1026
          accountable qpp determine --facts facts --year 2026
          accountable rules show shared_savings.settlement.maximum_sharing_rate --for 2024
        """)
    {
        ClaimsCommands.Create(),
        EpisodesCommands.Create(),
        MsspCommands.Create(),
        ReachCommands.Create(),
        QppCommands.Create(),
        RiskCommands.Create(),
        ModelsCommands.Create(),
        GlossaryCommands.Create(),
        MipsCommands.Create(),
        RulesCommands.Create(),
        ServeCommand.Create(),
        StateCommands.Backup(),
        StateCommands.Restore(),
        StateCommands.Audit(),
    };
}
