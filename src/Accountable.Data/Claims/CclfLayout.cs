using System.Globalization;

namespace Accountable.Data.Claims;

/// <summary>What a field of a fixed-width record holds.</summary>
public enum FieldType
{
    /// <summary>A whole number, perhaps signed.</summary>
    Whole,

    /// <summary>A day written YYYY-MM-DD; the first day of the year 1000 and the last of 9999 mean none.</summary>
    Date,

    /// <summary>An exact number with two decimals.</summary>
    Decimal2,

    /// <summary>An exact number with four decimals.</summary>
    Decimal4,

    /// <summary>Text without the blanks around it; a lone tilde means none.</summary>
    Text,

    /// <summary>A Medicare beneficiary identifier; its hash is stored beside it.</summary>
    Mbi,

    /// <summary>0 original, 1 cancellation, 2 adjustment.</summary>
    Adjustment,
}

/// <summary>A field of a record.</summary>
/// <param name="Name">CMS's name of it.</param>
/// <param name="Start">Its first byte in the line, from 0.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Required">Whether a row without it is refused.</param>
public sealed record CclfField(string Name, int Start, int Length, FieldType Type, bool Required)
{
    /// <summary>The column's name in the store.</summary>
    public string Column { get; } = Name.ToLowerInvariant();

    /// <summary>The column's type in SQL, the same words on every engine.</summary>
    public string SqlType => Type switch
    {
        FieldType.Whole => "bigint",
        FieldType.Date => "date",
        FieldType.Decimal2 => "decimal(18,2)",
        FieldType.Decimal4 => "decimal(18,4)",
        _ => "varchar",
    };
}

/// <summary>The layout of one CCLF file in the newest version, and the record lengths that it has had.</summary>
/// <param name="File">The file's digit: 1 to 9, A or B.</param>
/// <param name="Title">CMS's title of it.</param>
/// <param name="Lengths">The record lengths that it has had, rising. Later versions only added fields at the end.</param>
/// <param name="Fields">Its fields in order.</param>
public sealed record CclfLayout(char File, string Title, IReadOnlyList<int> Lengths, IReadOnlyList<CclfField> Fields)
{
    private static readonly Lazy<IReadOnlyDictionary<char, CclfLayout>> Embedded = new(Load);

    /// <summary>Every layout by its file's digit.</summary>
    public static IReadOnlyDictionary<char, CclfLayout> All => Embedded.Value;

    /// <summary>The table of the store that holds the file's rows.</summary>
    public string Table => $"cclf{char.ToLowerInvariant(File)}";

    /// <summary>The table's columns with their SQL types: the file and line a row came from, each field, and the hash behind each
    /// identifier.</summary>
    public IEnumerable<(string Name, string SqlType)> Columns => [("file_id", "integer"), ("line", "bigint"), .. Fields.SelectMany(Stored)];

    /// <summary>The first stretch of the fields that a record of this length has.</summary>
    public int FieldsIn(int recordLength) => Fields.TakeWhile(field => field.Start + field.Length <= recordLength).Count();

    private static IEnumerable<(string Name, string SqlType)> Stored(CclfField field) =>
        field.Type == FieldType.Mbi ? [(field.Column, field.SqlType), ($"{field.Column}_hash", "bigint")] : [(field.Column, field.SqlType)];

    private static Dictionary<char, CclfLayout> Load()
    {
        using var stream = typeof(CclfLayout).Assembly.GetManifestResourceStream("cclf-layouts.txt")!;
        using var reader = new StreamReader(stream);
        var layouts = new Dictionary<char, CclfLayout>();
        CclfLayout? layout = null;
        var fields = new List<CclfField>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ');
            switch (words[0])
            {
                case "file":
                    fields = [];
                    layout = new CclfLayout(words[1][0], string.Join(' ', words[2..]), [], fields);
                    layouts.Add(layout.File, layout);
                    break;
                case "lengths":
                    layouts[layout!.File] = layout = layout with { Lengths = [.. words[1..].Select(Number)] };
                    break;
                default:
                    var place = words[1].Split('-');
                    fields.Add(new CclfField(words[0], Number(place[0]) - 1, Number(place[1]) - Number(place[0]) + 1, Type(words[2]),
                        words.Length > 3));
                    break;
            }
        }
        return layouts;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static FieldType Type(string word) => word switch
    {
        "whole" => FieldType.Whole,
        "date" => FieldType.Date,
        "dec2" => FieldType.Decimal2,
        "dec4" => FieldType.Decimal4,
        "mbi" => FieldType.Mbi,
        "adjustment" => FieldType.Adjustment,
        "text" => FieldType.Text,
        _ => throw new InvalidDataException($"The layouts know no type {word}."),
    };
}
