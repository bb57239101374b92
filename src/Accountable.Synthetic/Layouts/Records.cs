using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Accountable.Synthetic.Layouts;

/// <summary>A field of a record: where it begins, from 0, and its bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Field(int Start, int Length);

/// <summary>The layouts that followed each other: each later one only adds fields at the end.</summary>
internal enum Wave
{
    Y2018,
    Y2018November,
    Y2022,
    Y2023,
    Latest,
}

/// <summary>The records of one CCLF file in all waves.</summary>
internal sealed class Record(char file, string title, int[] lengths, Dictionary<string, Field> fields)
{
    public char File { get; } = file;

    public string Title { get; } = title;

    public Field this[string name] => fields[name];

    public int Length(Wave wave) => lengths[(int)wave];
}

/// <summary>Every record by its file's digit, and the names of the waves.</summary>
internal static class Records
{
    private static readonly Dictionary<char, Record> All = Load();

    /// <summary>The digits of the files in the order in which a delivery lists them.</summary>
    public static string Files => "123456789AB";

    public static IReadOnlyList<(Wave Wave, string Name)> Waves { get; } =
    [
        (Wave.Y2018, "2018-01"), (Wave.Y2018November, "2018-11"), (Wave.Y2022, "2022-01"), (Wave.Y2023, "2023-01"), (Wave.Latest, "latest"),
    ];

    public static Record Of(char file) => All[file];

    /// <summary>The wave that CMS sent on a day.</summary>
    public static Wave On(DateOnly day) => day switch
    {
        { Year: >= 2025 } => Wave.Latest,
        { Year: >= 2023 } => Wave.Y2023,
        { Year: 2022 } => Wave.Y2022,
        { Year: >= 2019 } or { Year: 2018, Month: >= 11 } => Wave.Y2018November,
        _ => Wave.Y2018,
    };

    private static Dictionary<char, Record> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("cclf-records.txt")!;
        using var reader = new StreamReader(stream);
        var records = new Dictionary<char, Record>();
        var fields = new Dictionary<string, Field>();
        var (file, title) = (' ', "");
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "" or "#":
                    break;
                case "file":
                    (file, title) = (words[1][0], string.Join(' ', words[2..]));
                    fields = [];
                    break;
                case "lengths":
                    records.Add(file, new Record(file, title, [.. words[1..].Select(Number)], fields));
                    break;
                default:
                    var place = words[1].Split('-');
                    fields.Add(words[0], new Field(Number(place[0]) - 1, Number(place[1]) - Number(place[0]) + 1));
                    break;
            }
        }
        return records;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
