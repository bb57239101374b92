using System.Text;
using Accountable.Rules;
using Accountable.Rules.Catalogue;

namespace Accountable.Runs.Qpp;

/// <summary>Models and terms as tables and pages. docs/glossary.md is what <see cref="Glossary"/> writes.</summary>
public static class CataloguePages
{
    /// <summary>The first performance year of the programme.</summary>
    private const int FirstYear = 2017;

    /// <summary>The models of a year, or of every year, with their statuses.</summary>
    /// <param name="book">The rule book.</param>
    /// <param name="year">The performance year; null for each year that a model has a status in.</param>
    /// <param name="status">advanced or mips-apm to keep only those; null for all.</param>
    public static Table Models(RuleBook book, PerformanceYear? year, string? status)
    {
        ArgumentNullException.ThrowIfNull(book);
        var table = year is null ? new Table("model_id", "name", "payer", "advanced_apm", "mips_apm", "years", "verified")
            : new Table("model_id", "name", "payer", "advanced_apm", "mips_apm");
        foreach (var model in book.Catalogues.Models)
        {
            foreach (var span in model.Statuses.Where(span => year is not { } one || span.Years.Contains(one.Value)))
            {
                if (status switch { "advanced" => !span.AdvancedApm, "mips-apm" => !span.MipsApm, _ => false })
                    continue;
                if (year is null)
                    table.Add(model.Id, model.Name, Payer(model), span.AdvancedApm ? 1 : 0, span.MipsApm ? 1 : 0,
                        span.Years.Text(Axis.PerformanceYear), Word(span.Verified));
                else
                    table.Add(model.Id, model.Name, Payer(model), span.AdvancedApm ? 1 : 0, span.MipsApm ? 1 : 0);
            }
        }
        return table;
    }

    /// <summary>A page on one model: what it is, who bears which risk, how it pays, its status by year, where to learn more.</summary>
    public static string Model(CatalogueModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var clinicians = model.List == ClinicianList.Participation ? "Participation List, tested as a group"
            : "Affiliated Practitioner List, tested one by one";
        var text = new StringBuilder();
        text.Append($"# {model.Name}\n\n");
        text.Append($"key: {model.Id}{(model.Aliases.Count > 0 ? $" (also {string.Join(", ", model.Aliases)})" : "")}\n");
        text.Append($"what it is: {Kind(model.Kind)}{(model.MedicalHomeModel ? ", a Medical Home Model" : "")}\n");
        text.Append($"sponsor: {model.Sponsor}, under {model.Law}; payer: {Payer(model)}\n");
        text.Append($"active: {model.From:yyyy-MM-dd} to {model.To?.ToString("yyyy-MM-dd") ?? "now"}\n");
        text.Append($"clinicians: {clinicians}\n");
        text.Append($"who bears risk: {model.Risk}\nhow it pays: {model.Pays}\n");
        text.Append($"CEHRT: {model.Cehrt}\nquality: {model.Quality}\n\nstatus by performance year:\n");
        for (var year = FirstYear; year <= model.Statuses[^1].Years.To; year++)
        {
            if (model.In(new PerformanceYear(year)) is not { } status)
                continue;
            var verified = status.Verified switch
            {
                Verified.Primary => "",
                Verified.No => " (not verified)",
                _ => " (secondary source)",
            };
            var note = status.Note is null ? "" : $"; {status.Note}";
            text.Append($"  {year}  Advanced APM {(status.AdvancedApm ? "yes" : "no "),-3}");
            text.Append($"  MIPS APM {(status.MipsApm ? "yes" : "no "),-3}");
            text.Append($"  {status.Citation}{verified}{note}\n");
        }
        return text.Append($"\nlearn more: {model.LearnMore}; 'accountable glossary' explains the terms.\n").ToString();
    }

    /// <summary>One term for a person to read.</summary>
    public static string Term(GlossaryTerm term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return $"{Heading(term)}\n{term.Sentence} [{term.Citation}]\n{(term.See.Count > 0 ? $"See {string.Join(", ", term.See)}.\n" : "")}";
    }

    /// <summary>The whole glossary as a page.</summary>
    public static string Glossary(RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var text = new StringBuilder("# Glossary\n\nThe terms of the Quality Payment Program and of bundled payments in one plain sentence "
            + "each. `accountable glossary TERM` says the same; both come from `rules/qpp/glossary.yaml`.\n");
        foreach (var term in book.Catalogues.Terms.OrderBy(term => term.Term, StringComparer.OrdinalIgnoreCase))
        {
            text.Append($"\n## {Heading(term)}\n\n{term.Sentence} [{term.Citation}]\n");
            if (term.See.Count > 0)
                text.Append($"\nSee {string.Join(", ", term.See.Select(see => $"[{see}](#{Anchor(book.Catalogues.Term(see)!)})"))}.\n");
        }
        return text.ToString();
    }

    private static string Heading(GlossaryTerm term) => term.Aliases.Count > 0 ? $"{term.Term} ({string.Join(", ", term.Aliases)})"
        : term.Term;

    /// <summary>The anchor that a heading gets on the page: lower case, spaces as hyphens, other signs dropped.</summary>
    private static string Anchor(GlossaryTerm term) =>
        string.Concat(Heading(term).ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-').Select(c => c == ' '
            ? '-' : c));

    private static string Payer(CatalogueModel model) => model.Payer == ModelPayer.Medicare ? "medicare" : "multi_payer";

    private static string Word(Verified verified) => verified.ToString().ToLowerInvariant();

    private static string Kind(ModelKind kind) => kind switch
    {
        ModelKind.Aco => "an accountable care organization",
        ModelKind.Episode => "a bundled payment for episodes",
        ModelKind.MedicalHome => "primary care",
        ModelKind.Condition => "care of a condition",
        _ => "a whole population",
    };
}
