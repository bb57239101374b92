using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Episodes;

namespace Accountable.Cli.Commands;

/// <summary>Bundled payments: documents, prices, settlements and their explanation from files.</summary>
internal static class EpisodesCommands
{
    public static Command Create() => new("episodes", "Bundled payments: models as documents, built from claims, priced and settled.")
    {
        Models(), Show(), EpisodesClaimsCommands.Draft(), EpisodesClaimsCommands.Build(), Price(), Settle(), Explain(),
    };

    private static Command Models()
    {
        var format = CommonOptions.Formats();
        var command = new Command("models", """
            Lists the episode models of the rule book.

            Example:
              accountable episodes models
            """)
        {
            format,
        };
        command.SetAction(parsed =>
        {
            Printer.Print(DocumentTables.Models(), parsed.GetValue(format) ?? Printer.Default);
            return Exit.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var model = new Argument<string>("MODEL") { Description = "A model of the rule book, or a document." };
        var command = new Command("show", """
            Checks a document and shows all of it: figures with paragraph and mark, steps, the columns that files give, what is unknown.

            Examples:
              accountable episodes show team
              accountable episodes show samples/episodes/stroke-rehabilitation.yaml
            """)
        {
            model,
        };
        command.SetAction(parsed =>
        {
            Printer.Write(DocumentTables.Page(DocumentTables.Find(parsed.GetValue(model)!)));
            return Exit.Done;
        });
        return command;
    }

    private static Command Price()
    {
        var (model, year, format) = (Model(), Year(), CommonOptions.Formats());
        var prices = new Option<string>("--prices")
        {
            Description = "Baseline spending and factors, one row a stratum and region.", HelpName = "FILE.csv", Required = true,
        };
        var member = new Option<string[]>("--member")
        {
            Description = "What holds for every row, such as category=lejr; may be given several times.", HelpName = "NAME=MEMBER",
        };
        var command = new Command("price", """
            Computes target prices by stratum, each step a column, as far as the file carries them.

            Example:
              accountable episodes price --model team --year 2026 --prices prices.csv
            """)
        {
            model, year, prices, member, format,
        };
        command.SetAction(parsed =>
        {
            var (table, findings) = PriceRun.Of(DocumentTables.Find(parsed.GetValue(model)!), parsed.GetValue(year)!,
                parsed.GetValue(prices)!, Members(parsed.GetValue(member)));
            Printer.Findings(findings);
            Printer.Print(table, parsed.GetValue(format) ?? Printer.Default);
            return Refused(findings) ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static Command Settle()
    {
        var (model, year, format) = (Model(), Year(), CommonOptions.Formats());
        var (episodes, entities, prices) = Files();
        var output = new Option<string?>("--out")
        {
            Description = "Write entities.csv, episodes.csv, groups.csv, report.html and the manifest into this folder.", HelpName = "DIR",
        };
        var explain = new Option<bool>("--explain") { Description = "Show how each result came to be." };
        var lines = Lines();
        var command = new Command("settle", """
            Settles the episodes of a file: what each entity is paid or owes, and every step on the way.

            Examples:
              accountable episodes settle --model team --year 2026 --episodes episodes.csv --entities hospitals.csv --prices prices.csv
              accountable episodes settle --model iota --year PY1 --entities hospitals.csv --explain
            """)
        {
            model, year, episodes, entities, prices, lines, output, explain, format,
        };
        command.SetAction(parsed =>
        {
            var explained = parsed.GetValue(explain);
            var run = SettleRun.Of(DocumentTables.Find(parsed.GetValue(model)!), parsed.GetValue(year)!, parsed.GetValue(episodes),
                parsed.GetValue(entities), parsed.GetValue(prices), explained, parsed.GetValue(lines));
            Printer.Findings(run.Findings);
            if (parsed.GetValue(output) is { } folder)
                Write(run, folder);
            else
            {
                var asked = parsed.GetValue(format) ?? Printer.Default;
                Printer.Print(run.EntityTable(), asked);
                // A reader of csv or json gets one table; the other is in a file of its own with --out.
                if (run.Model.Parties.Count > 0 && asked == Format.Table)
                    Printer.Print(run.PartyTable(), asked);
            }
            foreach (var entity in explained ? run.Entities : [])
                Printer.Write($"\n{entity.Facts.Id}\n{run.Explain(entity.Facts.Id)}");
            Warn(run.Unverified);
            return Refused(run.Findings) ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static Command Explain()
    {
        var (model, year) = (Model(), Year());
        var (episodes, entities, prices) = Files();
        var lines = Lines();
        var entity = new Option<string>("--entity") { Description = "The entity.", HelpName = "ID", Required = true };
        var command = new Command("explain", """
            Shows how one entity's result came to be: each step with its paragraph, down to the lines of the files.

            Example:
              accountable episodes explain --model team --year 2026 --episodes episodes.csv --entities hospitals.csv --entity 010001
            """)
        {
            model, year, episodes, entities, prices, lines, entity,
        };
        command.SetAction(parsed =>
        {
            var run = SettleRun.Of(DocumentTables.Find(parsed.GetValue(model)!), parsed.GetValue(year)!, parsed.GetValue(episodes),
                parsed.GetValue(entities), parsed.GetValue(prices), traced: true, parsed.GetValue(lines));
            Printer.Findings(run.Findings);
            var asked = parsed.GetValue(entity)!;
            if (run.Entities.All(each => each.Facts.Id != asked))
            {
                var known = string.Join(", ", run.Entities.Take(20).Select(each => each.Facts.Id));
                throw new UsageException($"there is no entity {asked}; known: {known}");
            }
            Printer.Write(run.Explain(asked));
            Warn(run.Unverified);
            return Exit.Done;
        });
        return command;
    }

    private static void Write(SettleRun run, string folder)
    {
        Printer.WriteFile(Path.Combine(folder, "entities.csv"), run.EntityTable().ToCsv());
        Printer.WriteFile(Path.Combine(folder, "episodes.csv"), run.EpisodeTable().ToCsv());
        Printer.WriteFile(Path.Combine(folder, "groups.csv"), run.GroupTable().ToCsv());
        if (run.Model.Parties.Count > 0)
            Printer.WriteFile(Path.Combine(folder, "parties.csv"), run.PartyTable().ToCsv());
        Printer.WriteFile(Path.Combine(folder, "report.html"), EpisodePage.OfSettlement(run));
        var manifest = new Manifest
        {
            Pipeline = $"episodes settle {run.Model.Id} {run.Model.Version} {run.Model.Hash} {run.Period.Id}",
            Book = RuleBook.Embedded, AsOf = RuleBook.Embedded.AsOf, Inputs = run.Inputs,
        };
        Printer.WriteFile(Path.Combine(folder, "manifest.json"), manifest.ToJson());
    }

    internal static Option<string> Model() => new("--model")
    {
        Description = "A model of the rule book, such as team, or a document.", HelpName = "MODEL", Required = true,
    };

    internal static Option<string> Year() => new("--year")
    {
        Description = "The period: its name, such as PY5.2, or its calendar year.", HelpName = "YEAR", Required = true,
    };

    internal static bool Refused(IReadOnlyList<Finding> findings) => findings.Any(finding => finding.Severity != Severity.Warning);

    internal static void Warn(IReadOnlyList<string> unverified)
    {
        if (unverified.Count > 0)
        {
            Console.Error.WriteLine($"warning: these results rest on what nobody has verified: {string.Join("; ", unverified)}. "
                + "'accountable episodes show MODEL' tells more.");
        }
    }

    private static (Option<string?> Episodes, Option<string?> Entities, Option<string?> Prices) Files() => (
        new("--episodes") { Description = "Episodes, one row each (docs/reference/episode-documents.md).", HelpName = "FILE.csv" },
        new("--entities") { Description = "Entities: members such as the track, and scores.", HelpName = "FILE.csv" },
        new("--prices") { Description = "Prices by stratum and region, when episodes have no targets.", HelpName = "FILE.csv" });

    private static Option<string?> Lines() => new("--lines")
    {
        Description = "The lines.csv of a build: spending is then the sum of its claims, and an explanation goes down to them.",
        HelpName = "FILE.csv",
    };

    internal static Dictionary<string, string> Members(string[]? texts)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts ?? [])
        {
            var cut = text.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0)
                throw new UsageException($"--member {text}: write NAME=MEMBER, such as track=T3");
            members[text[..cut]] = text[(cut + 1)..];
        }
        return members;
    }
}
