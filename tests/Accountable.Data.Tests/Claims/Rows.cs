using System.Text;
using Accountable.Data.Claims;

namespace Accountable.Data.Tests.Claims;

/// <summary>Writes rows of fixed width from named values, so that a test says only what it is about.</summary>
internal static class Rows
{
    /// <summary>A row of a record length with these fields; others are blank.</summary>
    public static string Of(char file, int recordLength, params (string Field, string Value)[] values)
    {
        var line = new StringBuilder(new string(' ', recordLength));
        foreach (var (name, value) in values)
        {
            var field = CclfLayout.All[file].Fields.Single(field => field.Name == name);
            var text = value.PadRight(field.Length);
            Assert.Equal(field.Length, text.Length);
            for (var i = 0; i < text.Length; i++)
                line[field.Start + i] = text[i];
        }
        return line.ToString();
    }

    public static string Header(int id, string ccn, string from, string thru, string mbi, string paid, string adjustment,
        string effective, int recordLength = 437, string type = "60") => Of(
        '1', recordLength, ("CUR_CLM_UNIQ_ID", id.ToString()), ("PRVDR_OSCAR_NUM", ccn), ("BENE_MBI_ID", mbi), ("CLM_TYPE_CD", type),
            ("CLM_FROM_DT", from), ("CLM_THRU_DT", thru),
        ("CLM_PMT_AMT", paid), ("CLM_ADJSMT_TYPE_CD", adjustment), ("CLM_EFCTV_DT", effective));

    public static string Line(int id, int line, string control, string mbi, string paid, string adjustment, string effective) => Of(
        '5', 388, ("CUR_CLM_UNIQ_ID", id.ToString()), ("CLM_LINE_NUM", line.ToString()), ("BENE_MBI_ID", mbi), ("CLM_TYPE_CD", "71"),
            ("CLM_LINE_FROM_DT", "2012-07-01"), ("CLM_LINE_THRU_DT", "2012-07-01"),
        ("CLM_LINE_CVRD_PD_AMT", paid), ("CLM_ADJSMT_TYPE_CD", adjustment), ("CLM_EFCTV_DT", effective), ("CLM_CNTL_NUM", control),
            ("CLM_PRCSG_IND_CD", "A"), ("CLM_CARR_PMT_DNL_CD", "1"));

    public static string Cross(string current, string previous, string effective = "2020-01-01") => Of(
        '9', 55, ("HICN_MBI_XREF_IND", "M"), ("CRNT_NUM", current), ("PRVS_NUM", previous), ("PRVS_ID_EFCTV_DT", effective),
            ("PRVS_ID_OBSLT_DT", "9999-12-31"));
}

/// <summary>A delivery written into a folder, with the CCLF0 that fits it unless a test says otherwise.</summary>
internal sealed class Delivery(string aco = "A1234", string day = "210115", string window = "Y21")
{
    private readonly SortedDictionary<char, (int Length, List<string> Rows)> _files = [];

    public string LineEnd { get; set; } = "\n";

    /// <summary>The rows that CCLF0 claims beyond those there are.</summary>
    public Dictionary<char, int> MoreRows { get; } = [];

    public HashSet<char> LeftOut { get; } = [];

    public Delivery With(char file, int recordLength, params IEnumerable<string> rows)
    {
        _files[file] = (recordLength, [.. rows]);
        return this;
    }

    public string Name(char file) => $"P.{aco}.ACO.ZC{file}{window}.D{day}.T1200000";

    public string WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in Files())
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return folder;
    }

    public IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        var totals = new StringBuilder("File Number  |File Description    |Total Records Count |Record Length").Append(LineEnd);
        foreach (var (file, (length, rows)) in _files)
        {
            totals.Append($"CCLF{file}  |{CclfLayout.All[file].Title,-43}|{rows.Count + MoreRows.GetValueOrDefault(file),11}|{length,5} ")
                .Append(LineEnd);
            if (!LeftOut.Contains(file))
                yield return (Name(file), Encoding.Latin1.GetBytes(string.Concat(rows.Select(row => row + LineEnd))));
        }
        if (!LeftOut.Contains('0'))
            yield return (Name('0'), Encoding.Latin1.GetBytes(totals.ToString()));
    }
}

/// <summary>A folder that goes with the test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("accountable-claims-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
