using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Rules;
using Accountable.Runs.Qpp;

namespace Accountable.Cli.Commands;

/// <summary>Terms and models for a person who reads.</summary>
internal static class GlossaryCommands
{
    public static Command Create()
    {
        var term = new Argument<string[]>("TERM") { Description = "The term; none for the whole page.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("glossary", """
            Explains a term of the payment rules in one plain sentence with its paragraph.

            Example:
              accountable glossary nominal amount
            """)
        {
            term,
        };
        command.SetAction(parsed =>
        {
            var catalogues = RuleBook.Embedded.Catalogues;
            var asked = string.Join(' ', parsed.GetValue(term) ?? []);
            if (asked.Length == 0)
            {
                Printer.Write(CataloguePages.Glossary(RuleBook.Embedded));
                return Exit.Done;
            }
            var found = catalogues.Term(asked)
                ?? throw new UsageException($"no entry '{asked}'. "
                    + Similar(asked, catalogues.Terms.SelectMany(entry => entry.Aliases.Prepend(entry.Term))));
            Printer.Write(CataloguePages.Term(found));
            return Exit.Done;
        });
        return command;
    }

    public static string Similar(string asked, IEnumerable<string> names)
    {
        var similar = names.Where(name => name.Contains(asked, StringComparison.OrdinalIgnoreCase)
            || asked.Contains(name, StringComparison.OrdinalIgnoreCase)).Take(5).ToList();
        return similar.Count > 0 ? $"Did you mean {string.Join(", ", similar)}?" : "Without a name it lists everything.";
    }
}

/// <summary><c>models MODEL</c>: a page a model.</summary>
internal static class ModelsCommands
{
    public static Command Create() => Page("models",
        "Shows what a payment model is, who bears which risk, how it pays and its status by year.", "accountable models mssp-basic-e");

    public static Command Page(string name, string what, string example)
    {
        var id = new Argument<string?>("MODEL") { Description = "The model's key, such as mssp-basic-e; none for the list.",
            Arity = ArgumentArity.ZeroOrOne };
        var format = CommonOptions.Formats();
        var command = new Command(name, $"{what}\n\nExample:\n  {example}") { id, format };
        command.SetAction(parsed =>
        {
            var catalogues = RuleBook.Embedded.Catalogues;
            if (parsed.GetValue(id) is not { } asked)
            {
                Printer.Print(CataloguePages.Models(RuleBook.Embedded, null, null), parsed.GetValue(format) ?? Printer.Default);
                return Exit.Done;
            }
            var model = catalogues.Model(asked) ?? throw new UsageException(
                $"no model '{asked}'. "
                + GlossaryCommands.Similar(asked, catalogues.Models.SelectMany(model => model.Aliases.Prepend(model.Id))));
            Printer.Write(CataloguePages.Model(model));
            return Exit.Done;
        });
        return command;
    }
}
