using System.Text;
using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;

namespace Accountable.Runs.Episodes;

/// <summary>Episode documents as tables and pages for a person.</summary>
public static class DocumentTables
{
    /// <summary>Finds a document of the rule book by its key, or reads a file.</summary>
    /// <exception cref="Accountable.Data.FileRefusedException">There is neither.</exception>
    /// <exception cref="Accountable.Rules.RulesInvalidException">The file does not hold together.</exception>
    public static EpisodeModel Find(string model)
    {
        if (File.Exists(model))
            return EpisodeDocuments.Read(model);
        return EpisodeDocuments.Find(model) ?? throw new Data.FileRefusedException(new Data.Finding(
            Data.Severity.FileRefused, model, 0, "", "This is neither a model of the rule book nor a file",
            $"Name one of {string.Join(", ", EpisodeDocuments.Embedded.Select(each => each.Id))}, or a document"), isUsage: true);
    }

    /// <summary>One row a model of the rule book.</summary>
    public static Table Models()
    {
        var table = new Table("model", "version", "name", "unit", "periods", "from", "to", "figures", "unverified");
        foreach (var model in EpisodeDocuments.Embedded)
        {
            var periods = model.Terms.Periods;
            var values = model.Terms.Figures.SelectMany(figure => figure.Values).ToList();
            table.Add(model.Id, model.Version, model.Name, model.Unit.ToString(), periods.Count,
                periods.Min(period => period.From).ToString("yyyy-MM-dd"), periods.Max(period => period.To).ToString("yyyy-MM-dd"),
                values.Count, values.Count(value => value.Verified == Verified.No));
        }
        return table;
    }

    /// <summary>A page: what the document holds, each figure with its paragraph and mark, and what a file must give.</summary>
    public static string Page(EpisodeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var page = new StringBuilder();
        page.AppendLine($"{model.Name}   {model.Id}, version {model.Version}   {model.Citation}");
        if (model.Note is { } note)
            page.AppendLine(note);
        page.AppendLine().AppendLine("Periods");
        foreach (var period in model.Terms.Periods)
        {
            page.AppendLine($"  {period.Id}  {period.From:yyyy-MM-dd} to {period.To:yyyy-MM-dd}   "
                + $"{period.Citation}{Mark(period.Verified)}");
        }
        page.AppendLine().AppendLine("Figures");
        foreach (var (figure, value) in model.Terms.Figures.SelectMany(figure => figure.Values.Select(value => (figure, value))))
        {
            var periods = value.From == value.To ? model.Terms.Periods[value.From].Id
                : $"{model.Terms.Periods[value.From].Id}..{model.Terms.Periods[value.To].Id}";
            var of = value.Of.Count > 0 ? $" ({string.Join(", ", value.Of)})" : "";
            page.AppendLine($"  {figure.Label}{of}, {periods}: {Display.Of(figure.Unit, value.Value)}   "
                + $"{value.Citation}{Mark(value.Verified)}");
        }
        Steps(page, "Quality, by entity", model.Quality);
        Steps(page, "Price, by episode", model.Price);
        Steps(page, "Episode", model.Episode);
        Steps(page, "Settlement, by entity", model.Settlement);
        page.AppendLine().AppendLine("Columns that files give");
        foreach (var dimension in model.Terms.Dimensions)
            page.AppendLine($"  {dimension.Id}: {string.Join(", ", dimension.Members)}");
        foreach (var input in model.Inputs)
        {
            var need = input.Otherwise is { } stand ? $"otherwise {Display.Of(input.Unit, stand.Value)}" : input.Optional ? "optional" : "";
            page.AppendLine($"  {input.Name} ({input.Level.ToString().ToLowerInvariant()}): {input.Label}   {need}".TrimEnd());
        }
        Lists(page, model);
        return page.ToString();
    }

    private static void Steps(StringBuilder page, string title, IReadOnlyList<SettlementStep> steps)
    {
        if (steps.Count == 0)
            return;
        page.AppendLine().AppendLine(title);
        foreach (var step in steps)
        {
            var operands = string.Join("; ", step.Operands.Select(pair => $"{pair.Key} {string.Join(", ", pair.Value)}"));
            page.AppendLine($"  {step.As} = {step.Kind}: {operands}   {step.Citation}{Mark(step.Verified)}");
        }
    }

    private static void Lists(StringBuilder page, EpisodeModel model)
    {
        void List(string title, IEnumerable<string> lines)
        {
            var all = lines.ToList();
            if (all.Count == 0)
                return;
            page.AppendLine().AppendLine(title);
            foreach (var line in all)
                page.AppendLine($"  {line}");
        }
        List("Outcome measures", model.Outcomes.Select(outcome =>
            $"{outcome.What}: {outcome.Instrument}, {outcome.When}{(outcome.PatientReported ? ", reported by the patient" : "")}"));
        List("Economics", model.Economics.Select(each => $"{each.What} {each.Why}"));
        List("Choices", model.Choices.Select(each => $"{each.What} {each.Why}"));
        List("Sources", model.Sources.Select(each => $"{each.What}: {each.Why}"));
        List("What no public source gives", model.Unknown);
    }

    private static string Mark(Verified verified) => verified switch
    {
        Verified.Primary => "",
        Verified.Secondary => "   (secondary source)",
        _ => "   (not verified)",
    };
}
