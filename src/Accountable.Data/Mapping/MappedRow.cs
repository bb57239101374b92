using System.Globalization;
using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Mapping;

/// <summary>Turns rows of one source file into rows of the store, by a mapping.</summary>
internal sealed class MappedRow
{
    private const string Original = "0";
    private const int MonthsAYear = 12;
    private const int GreatestMonths = 1200;

    private readonly MappingInput _input;
    private readonly InputFile _file;
    private readonly IReadOnlyDictionary<string, int> _cells;
    private readonly List<(InputRows Rows, object?[] Row)> _made = [];
    private readonly List<(MappingTarget Target, InputRows Rows, IReadOnlyList<string> Required)> _targets;
    private (string Field, string What)? _problem;
    private IReadOnlyList<string> _row = [];

    /// <exception cref="FileRefusedException">The header lacks a column that the mapping names.</exception>
    public MappedRow(MappingInput input, InputFile file, IReadOnlyList<string> header)
    {
        (_input, _file) = (input, file);
        _cells = header.Select((name, at) => (name, at)).GroupBy(pair => pair.name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pairs => pairs.Key, pairs => pairs.First().at, StringComparer.OrdinalIgnoreCase);
        var lacking = Named().Where(name => !_cells.ContainsKey(name)).Distinct().ToList();
        if (lacking.Count > 0)
            throw new FileRefusedException(new Finding(Severity.FileRefused, file.Source.Name, 1, "",
                $"the header lacks {string.Join(", ", lacking)}, which the mapping names", "Is this the file that the mapping is for?"));
        _targets = [.. input.Rows.Select(target =>
        {
            var rows = file.Rows(target.Table);
            if (target.OncePer.Count > 0)
                rows.Query = Once(target);
            return (target, rows, InputTable.Required(target.Table));
        })];
    }

    /// <summary>Adds what a row becomes.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="row">Its cells.</param>
    /// <param name="mbi">The beneficiary's identifier.</param>
    /// <returns>What is wrong with it: then nothing is added.</returns>
    public (string Field, string What)? Add(long line, IReadOnlyList<string> row, string mbi)
    {
        (_row, _problem) = (row, null);
        _made.Clear();
        foreach (var (column, values) in _input.Require)
        {
            if (!values.Contains(Cell(column), StringComparer.OrdinalIgnoreCase))
                return (column, $"is none of {string.Join(", ", values)}, as the mapping requires");
        }
        foreach (var (target, rows, required) in _targets.Where(target => target.Target.When.All(when => Fits(when.Column, when.Values))))
        {
            var first = Start(target);
            for (var time = 1; _problem is null && time <= Times(target, first); time++)
                Make(line, mbi, target, rows, required, time, first);
        }
        if (_problem is null)
        {
            foreach (var (rows, made) in _made)
                rows.Add(made);
        }
        return _problem;
    }

    private void Make(long line, string mbi, MappingTarget target, InputRows rows, IReadOnlyList<string> required, int time,
        DateOnly? first)
    {
        var row = rows.New(line);
        if (rows.Has("bene_mbi_id"))
            row[rows.Place("bene_mbi_id")] = mbi;
        if (rows.Has("clm_adjsmt_type_cd"))
            row[rows.Place("clm_adjsmt_type_cd")] = Original;
        foreach (var (name, column) in target.Columns)
        {
            var place = rows.Place(name);
            if (column.Source == RepeatedValue.Month)
                row[place] = first?.AddMonths(time - 1);
            else if (column.Source == RepeatedValue.Number)
                row[place] = (long)time;
            else if (Text(column, name, time, target.Names) is { Length: > 0 } text)
            {
                if (name == "cur_clm_uniq_id")
                    row[place] = ClaimNumber.Of(text);
                else if (TextCell.Read(text, rows.Type(place), out row[place], column.Day) is { } what)
                    _problem ??= (string.Join('/', column.From), what);
            }
        }
        if (target.SkipBlank.Count > 0 && target.SkipBlank.All(name => row[rows.Place(name)] is null))
            return;
        for (var place = 1; place < row.Length; place++)
        {
            if (rows.Name(place).EndsWith("_hash", StringComparison.Ordinal) && row[place - 1] is string identifier)
                row[place] = BeneficiaryHash.Of(identifier);
        }
        if (_problem is null && required.FirstOrDefault(name => row[rows.Place(name)] is null) is { } blank)
            _problem = (target.Columns.TryGetValue(blank, out var from) ? string.Join('/', from.From) : blank,
                $"is blank, and {target.Table}.{blank} cannot be without it");
        _made.Add((rows, row));
    }

    /// <summary>The text of a column: the first source cell that is not blank, trimmed, translated and padded.</summary>
    private string? Text(MappingColumn column, string name, int time, IReadOnlyList<string> names)
    {
        if (column.Constant is not null)
            return column.Constant;
        var text = column.From.Select(from => Cell(Name(from, time, names))).FirstOrDefault(cell => !TextCell.IsBlank(cell)) ?? "";
        foreach (var character in column.Without)
            text = text.Replace(character.ToString(), "", StringComparison.Ordinal);
        if (text.Length > 0 && column.Digits > 0)
            text = text.PadLeft(column.Digits, '0');
        if (column.Values.Count == 0 || text.Length == 0)
            return text.Length > 0 ? text : column.Otherwise;
        foreach (var (value, becomes) in column.Values)
        {
            if (value.EndsWith('*') ? text.StartsWith(value[..^1], StringComparison.OrdinalIgnoreCase)
                : string.Equals(text, value, StringComparison.OrdinalIgnoreCase))
                return becomes;
        }
        if (column.Otherwise is null)
            _problem ??= (string.Join('/', column.From), $"has a value that the mapping of {name} does not name");
        return column.Otherwise;
    }

    private bool Fits(string column, IReadOnlyList<string> values) => values.Any(value => value.EndsWith('*')
        ? Cell(column).StartsWith(value[..^1], StringComparison.OrdinalIgnoreCase)
            : string.Equals(Cell(column), value, StringComparison.OrdinalIgnoreCase));

    private string Cell(string column) => _cells.TryGetValue(column, out var at) && at < _row.Count ? _row[at].Trim() : "";

    /// <summary>The first month of a target with months.</summary>
    private DateOnly? Start(MappingTarget target)
    {
        if (target.Spread is { } spread)
            return Day(spread.First) is { } first ? new DateOnly(first.Year, first.Month, 1) : null;
        if (target.Year is null)
            return null;
        if (int.TryParse(Cell(target.Year), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 0 and < 9999)
            return new DateOnly(year, 1, 1);
        _problem ??= (target.Year, "is no year");
        return null;
    }

    private int Times(MappingTarget target, DateOnly? first)
    {
        if (target.Spread is not { } spread)
            return target.Repeat;
        var last = Day(spread.Last) ?? (_file.Source.Day > SourceFile.NoDay ? _file.Source.Day : null);
        if (first is null || last is null)
        {
            _problem ??= (first is null ? spread.First : spread.Last, "is blank, and the months cannot be told without it");
            return 0;
        }
        var months = ((last.Value.Year - first.Value.Year) * MonthsAYear) + last.Value.Month - first.Value.Month + 1;
        if (months is < 0 or > GreatestMonths)
            _problem ??= (spread.Last, "lies before the first day, or a hundred years after it");
        return months;
    }

    private DateOnly? Day(string column)
    {
        if (TextCell.Read(Cell(column), "date", out var day) is { } what)
            _problem ??= (column, what);
        return day as DateOnly?;
    }

    /// <summary>Of rows with the same key the first stays, with the sums of all.</summary>
    private static string Once(MappingTarget target)
    {
        var key = string.Join(", ", target.OncePer);
        var columns = InputTable.Named(target.Table).Columns.Select(column => target.Sum.Contains(column.Name)
            ? $"cast(sum_of_{column.Name} as {column.SqlType}) as {column.Name}" : column.Name);
        var sums = string.Concat(target.Sum.Select(name => $", sum({name}) over (partition by {key}) as sum_of_{name}"));
        return $"select {string.Join(", ", columns)} from (select *{sums}, row_number() over (partition by {key} order by line) as "
            + $"place_of_row from $rows) q where place_of_row = 1";
    }

    private static string Name(string from, int time, IReadOnlyList<string> names)
    {
        if (!from.Contains('#') && !from.Contains('@'))
            return from;
        var name = from.Replace("##", time.ToString("00", CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("#",
            time.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return names.Count > 0 ? name.Replace("@", names[time - 1], StringComparison.Ordinal) : name;
    }

    /// <summary>The source columns that must be there: of repeated ones the first.</summary>
    private IEnumerable<string> Named() => new[] { _input.Beneficiary, _input.Person, _input.Record }.OfType<string>()
        .Concat(_input.Require.Select(require => require.Column))
        .Concat(_input.Rows.SelectMany(target => target.When.Select(when => when.Column)
            .Concat(new[] { target.Spread?.First, target.Spread?.Last, target.Year }.OfType<string>())
            .Concat(target.Columns.Values.Where(column => !column.IsOptional && column.From.Count > 0
                && !column.From.Any(from => _cells.ContainsKey(Name(from, 1, target.Names))))
                .SelectMany(column => column.From.Take(1)).Select(from => Name(from, 1, target.Names)))));
}
