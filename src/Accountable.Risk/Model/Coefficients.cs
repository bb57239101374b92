using System.Globalization;
using System.Text.RegularExpressions;
using Accountable.Rules;

namespace Accountable.Risk.Model;

/// <summary>An age and sex cell of a segment, read from its variable's name: <c>F70_74</c>, <c>NMCAID_NORIGDIS_NEM65</c>.</summary>
/// <param name="Stem">What stands before the sex: empty, or the status of a new enrollee.</param>
/// <param name="Sex">The sex.</param>
/// <param name="From">The youngest age.</param>
/// <param name="To">The oldest age.</param>
/// <param name="Variable">The whole name.</param>
internal sealed record AgeCell(string Stem, Sex Sex, int From, int To, string Variable);

/// <summary>The coefficients of one segment. Names of variables are the software's; case does not matter.</summary>
internal sealed partial class SegmentCoefficients
{
    private readonly Dictionary<string, decimal> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AgeCell> _cells = [];

    public SegmentCoefficients(string prefix, RuleTable table)
    {
        Prefix = prefix;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Number(row, prefix) is not { } value)
                continue;
            var variable = table.Text(row, "variable");
            _values.Add(variable, value);
            if (Cell().Match(variable) is { Success: true } match)
                _cells.Add(ReadCell(match));
            if (Count().Match(variable) is { Success: true } count)
                PaymentCounts.Add((Whole(count.Groups["from"].Value), count.Groups["open"].Length > 0, variable));
        }
    }

    /// <summary>The name of the segment in the software: the prefix of its coefficients.</summary>
    public string Prefix { get; }

    /// <summary>The variables that count payment HCCs: <c>D4</c> stands for exactly 4, <c>D10P</c> for 10 or more.</summary>
    public List<(int From, bool OrMore, string Variable)> PaymentCounts { get; } = [];

    public IReadOnlyDictionary<string, decimal> Values => _values;

    public bool Has(string variable) => _values.ContainsKey(variable);

    /// <summary>The cell of a person, or null when the segment has none for that age, sex and status.</summary>
    public AgeCell? CellOf(string stem, Sex sex, int age)
    {
        foreach (var cell in _cells)
        {
            if (cell.Sex == sex && age >= cell.From && age <= cell.To && cell.Stem.Equals(stem, StringComparison.OrdinalIgnoreCase))
                return cell;
        }
        return null;
    }

    private static AgeCell ReadCell(Match match)
    {
        var from = Whole(match.Groups["from"].Value);
        var to = match.Groups["to"].Value switch { "" => from, "GT" => int.MaxValue, var text => Whole(text) };
        return new AgeCell(match.Groups["stem"].Value, match.Groups["sex"].Value == "F" ? Sex.Female : Sex.Male, from, to, match.Value);
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<stem>(\w+_)?(NE)?)(?<sex>[FM])(?<from>\d+)(_(?<to>\d+|GT))?$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Cell();

    [GeneratedRegex(@"^D(?<from>\d+)(?<open>P?)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Count();
}
