using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Rules;
using Accountable.Rules.Yaml;
using Accountable.Runs;

namespace Accountable.Cli.Commands;

/// <summary>The rule book: list, show, diff, coverage, check.</summary>
internal static class RulesCommands
{
    public static Command Create() =>
        new("rules", "The rule book: every number of law with its paragraph, its days and how far it was verified.")
        {
            List(), Show(), Diff(), Coverage(), Check(),
        };

    private static Command List()
    {
        var filter = new Argument<string?>("TEXT")
        {
            Description = "Only keys or labels that contain this text.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = CommonOptions.Formats();
        var command = new Command("list", """
            Lists the parameters.

            Example:
              accountable rules list loss_limit
            """)
        {
            filter, format,
        };
        command.SetAction(parsed =>
        {
            var table = new Table("id", "label", "unit", "axis", "covers", "values", "verified");
            foreach (var parameter in RuleBook.Embedded.Parameters.Where(parameter => Matches(parameter, parsed.GetValue(filter))))
            {
                table.Add(
                    parameter.Id, parameter.Label, Lower(parameter.Unit), parameter.AxisName, parameter.Covers.Text(parameter.Axis),
                    parameter.Values.Count, Lower(parameter.Values.Min(value => value.Verified)));
            }
            Printer.Print(table, parsed.GetValue(format) ?? Printer.Default);
            return Exit.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID") { Description = "The parameter's key; 'rules list' shows them." };
        var at = new Option<string?>("--for")
        {
            Description = "Only what is law for this year or day of the parameter's axis.",
            HelpName = "2028",
        };
        var asOf = CommonOptions.AsOf();
        var overlays = CommonOptions.Overlay();
        var format = CommonOptions.Formats();
        var command = new Command("show", """
            Shows a parameter with every value it ever had, or the one that is law for a year as known on a day.

            Examples:
              accountable rules show shared_savings.settlement.sequestration_rate
              accountable rules show shared_savings.settlement.sequestration_rate --for 2020 --as-of 2020-01-15
            """)
        {
            id, at, asOf, overlays, format,
        };
        command.SetAction(parsed =>
        {
            var book = CommonOptions.Book(parsed.GetValue(overlays));
            Parameter parameter;
            try
            {
                parameter = book[parsed.GetValue(id)!];
            }
            catch (KeyNotFoundException e)
            {
                throw new UsageException(e.Message);
            }
            var day = parsed.GetValue(asOf) ?? book.AsOf;
            var values = parsed.GetValue(at) is { } place
                ? AtPlace(parameter, place, day)
                : [.. parameter.Values.Where(value => value.Enacted <= day)];
            var table = new Table("for", "of", "value", "enacted", "authority", "verified", "citation", "note");
            foreach (var value in values)
            {
                var (enacted, authority) = value.Overlay is null
                    ? (value.Enacted.ToString("yyyy-MM-dd"), Lower(value.Authority))
                    : ($"overlay {value.Overlay}", "");
                table.Add(
                    value.For.Text(parameter.Axis), value.Of ?? "", Shown(value), enacted, authority,
                    Lower(value.Verified), value.Citation, value.Note ?? "");
            }
            var format1 = parsed.GetValue(format) ?? Printer.Default;
            if (format1 == Format.Table)
                Printer.Write(Heading(parameter));
            Printer.Print(table, format1);
            foreach (var meta in book.TableMetas.Where(meta => values.Any(value => value.Table == meta.Path)))
                Console.Error.WriteLine($"{meta.Path}: {meta.Title}. Source: {meta.Source}. Licence: {meta.Licence}.");
            return Exit.Done;
        });
        return command;
    }

    private static Command Diff()
    {
        var first = new Argument<string>("FROM") { Description = "A year." };
        var second = new Argument<string>("TO") { Description = "Another year." };
        var asOf = CommonOptions.AsOf();
        var format = CommonOptions.Formats();
        var command = new Command("diff", """
            Shows each parameter whose value is not the same in two years.

            Example:
              accountable rules diff 2025 2026
            """)
        {
            first, second, asOf, format,
        };
        command.SetAction(parsed =>
        {
            var day = parsed.GetValue(asOf) ?? RuleBook.Embedded.AsOf;
            var (from, to) = (parsed.GetValue(first)!, parsed.GetValue(second)!);
            if (AxisSpan.Place(from, Axis.PerformanceYear) is null || AxisSpan.Place(to, Axis.PerformanceYear) is null)
                throw new UsageException("give two years, such as 'rules diff 2025 2026'");
            var table = new Table("id", "of", from, to, "citation");
            foreach (var parameter in RuleBook.Embedded.Parameters)
            {
                foreach (var member in parameter.By is null ? [null] : parameter.Members.Cast<string?>())
                {
                    var before = parameter.Find(member, AxisSpan.Place(from, parameter.Axis)!.Value, day);
                    var after = parameter.Find(member, AxisSpan.Place(to, parameter.Axis)!.Value, day);
                    if (before?.Number != after?.Number || before?.Table != after?.Table)
                    {
                        table.Add(
                            parameter.Id, member ?? "", before is null ? "no law" : Shown(before),
                            after is null ? "no law" : Shown(after), (after ?? before)!.Citation);
                    }
                }
            }
            Printer.Print(table, parsed.GetValue(format) ?? Printer.Default);
            Console.Error.WriteLine($"{table.Rows.Count} differences between {from} and {to} as known on {day:yyyy-MM-dd}.");
            return Exit.Done;
        });
        return command;
    }

    private static Command Coverage()
    {
        var format = CommonOptions.Formats();
        var command = new Command("coverage", """
            Shows what is built, by programme, years and section.

            Example:
              accountable rules coverage
            """)
        {
            format,
        };
        command.SetAction(parsed =>
        {
            var table = new Table("programme", "years", "section", "what", "status", "note");
            foreach (var entry in RuleBook.Embedded.Coverage)
                table.Add(entry.Programme, entry.Years, entry.Section, entry.What, entry.Status, entry.Note ?? "");
            Printer.Print(table, parsed.GetValue(format) ?? Printer.Default);
            return Exit.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "A folder of rule files.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => "rules",
        };
        var overlays = CommonOptions.Overlay();
        var command = new Command("check", """
            Checks rule files: unknown keys, duplicates, overlaps, citations, missing years, tables and their meta files, overlays.

            Examples:
              accountable rules check rules
              accountable rules check rules --overlay my-contract.yaml
            """)
        {
            folder, overlays,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(folder)!;
            if (!Directory.Exists(path))
                throw new UsageException($"there is no folder {path}; name a folder of rule files");
            var book = RuleFolder.Read(path);
            var own = Path.Combine(path, "overlays");
            var files = (Directory.Exists(own) ? Directory.GetFiles(own, "*.yaml") : []).Concat(parsed.GetValue(overlays) ?? []).ToList();
            foreach (var overlay in files)
                _ = book.With(OverlayFile.Read(overlay, book));
            var values = book.Parameters.Sum(parameter => parameter.Values.Count);
            Printer.Write($"{book.Parameters.Count} parameters with {values} values, {book.TableMetas.Count} tables, "
                + $"{files.Count} overlays: no errors. Rule book {book.Hash[..12]}, law known to {book.AsOf:yyyy-MM-dd}.\n");
            return Exit.Done;
        });
        return command;
    }

    private static IReadOnlyList<LawValue> AtPlace(Parameter parameter, string text, DateOnly day)
    {
        var place = AxisSpan.Place(text, parameter.Axis) ?? throw new UsageException($"'{text}' is no {parameter.AxisName}");
        var members = parameter.By is null ? [null] : parameter.Members.Cast<string?>();
        var found = members.Select(member => parameter.Find(member, place, day)).OfType<LawValue>().ToList();
        return found.Count > 0 ? found : [parameter.At(parameter.By is null ? null : parameter.Members[0], place, day)];
    }

    /// <summary>What 'show' says of a parameter above its values.</summary>
    private static string Heading(Parameter parameter)
    {
        var axes = parameter.By is null ? parameter.AxisName : $"{parameter.AxisName} and {parameter.By}";
        var note = parameter.Note is null ? "" : parameter.Note + "\n";
        return $"{parameter.Id}\n{parameter.Label}; {Lower(parameter.Unit)} by {axes}, "
            + $"covers {parameter.Covers.Text(parameter.Axis)}\n{note}";
    }

    private static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static string Shown(LawValue value) => value.Table ?? value.Number!.Value.ToString("0.##########");

    private static bool Matches(Parameter parameter, string? text) =>
        text is null
        || parameter.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
        || parameter.Label.Contains(text, StringComparison.OrdinalIgnoreCase);
}
