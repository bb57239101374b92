using System.Globalization;
using Accountable.Rules;

namespace Accountable.Risk.Model;

/// <summary>What a code means to a model in a payment year.</summary>
public enum CodeStanding
{
    /// <summary>It maps to a category of the model.</summary>
    Mapped,

    /// <summary>It maps to none. Most codes do not.</summary>
    Unmapped,

    /// <summary>It maps to a category in another payment year and not in this one.</summary>
    OtherYear,

    /// <summary>It lies outside of every chapter of ICD-10-CM.</summary>
    Unknown,
}

/// <summary>An edit by age and sex: in place of its mapping the diagnosis takes a category, or none.</summary>
/// <param name="Sex">The sex it is for; null for both.</param>
/// <param name="FromAge">The youngest age.</param>
/// <param name="ToAge">The oldest age.</param>
/// <param name="Category">The category; null when the diagnosis becomes invalid.</param>
internal sealed record DiagnosisEdit(Sex? Sex, int FromAge, int ToAge, int? Category)
{
    public bool Applies(int age, Sex sex) => age >= FromAge && age <= ToAge && (Sex is null || Sex == sex);
}

/// <summary>The ICD-10 codes of a model in one payment year, with the edits that come before the mapping.</summary>
public sealed class DiagnosisMap
{
    private readonly Dictionary<Icd10Code, int[]> _categories = [];
    private readonly Dictionary<Icd10Code, List<DiagnosisEdit>> _edits = [];
    private readonly HashSet<Icd10Code> _otherYears = [];
    private readonly (string From, string To)[] _chapters;

    internal DiagnosisMap(RuleTable map, RuleTable edits, RuleTable chapters, string model, int year)
    {
        _chapters = [.. Enumerable.Range(0, chapters.RowCount).Select(row => (chapters.Text(row, "from"), chapters.Text(row, "to")))];
        for (var row = 0; row < map.RowCount; row++)
        {
            var valid = year >= map.Number(row, "from") && year <= map.Number(row, "to");
            var category = (int)map.Number(row, "cc")!.Value;
            foreach (var text in map.Text(row, "codes").AsSpan().Split(' '))
                Add(Icd10Code.TryParse(map.Text(row, "codes").AsSpan()[text], out var code) ? code : throw Bad(map, row), category, valid);
        }
        for (var row = 0; row < edits.RowCount; row++)
        {
            if (edits.Text(row, "model") != model)
                continue;
            var edit = new DiagnosisEdit(
                edits.Text(row, "sex") switch { "F" => Sex.Female, "M" => Sex.Male, _ => null },
                (int)(edits.Number(row, "from_age") ?? 0), (int)(edits.Number(row, "to_age") ?? int.MaxValue),
                (int?)edits.Number(row, "cc"));
            foreach (var text in edits.Text(row, "codes").Split(' '))
                AddEdit(Icd10Code.Parse(text), edit);
        }
        _otherYears.ExceptWith(_categories.Keys);
    }

    /// <summary>The codes that map to a category in this year.</summary>
    public IEnumerable<Icd10Code> Codes => _categories.Keys;

    /// <summary>What a code means in this year.</summary>
    public CodeStanding Standing(Icd10Code code)
    {
        if (_categories.ContainsKey(code))
            return CodeStanding.Mapped;
        if (_otherYears.Contains(code))
            return CodeStanding.OtherYear;
        var text = code.ToString();
        return Array.Exists(_chapters, chapter => string.CompareOrdinal(text, 0, chapter.From, 0, chapter.From.Length) >= 0
                && string.CompareOrdinal(text, 0, chapter.To, 0, chapter.To.Length) <= 0)
            ? CodeStanding.Unmapped
            : CodeStanding.Unknown;
    }

    /// <summary>The categories of a diagnosis of a person, after the edits. Empty when there is none.</summary>
    public IReadOnlyList<int> Categories(Icd10Code code, int age, Sex sex)
    {
        // A code that is not in the year's map is no code of that year, so no edit revives it.
        if (!_categories.TryGetValue(code, out var mapped))
            return [];
        foreach (var edit in Edits(code))
        {
            if (edit.Applies(age, sex))
                return edit.Category is { } category ? [category] : [];
        }
        return mapped;
    }

    /// <summary>Whether an edit by age or sex replaces the mapping of a diagnosis.</summary>
    public bool IsEdited(Icd10Code code, int age, Sex sex) =>
        _categories.ContainsKey(code) && Edits(code).Any(edit => edit.Applies(age, sex));

    internal IReadOnlyList<int> Mapping(Icd10Code code) => _categories[code];

    internal IReadOnlyList<DiagnosisEdit> Edits(Icd10Code code) => _edits.TryGetValue(code, out var edits) ? edits : [];

    private void Add(Icd10Code code, int category, bool valid)
    {
        if (!valid)
            _otherYears.Add(code);
        else
            _categories[code] = _categories.TryGetValue(code, out var known) ? [.. known, category] : [category];
    }

    private void AddEdit(Icd10Code code, DiagnosisEdit edit)
    {
        if (!_edits.TryGetValue(code, out var edits))
            _edits[code] = edits = [];
        edits.Add(edit);
    }

    private static FormatException Bad(RuleTable table, int row) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{table.Path}: row {row + 1} holds what is no ICD-10 code."));
}
