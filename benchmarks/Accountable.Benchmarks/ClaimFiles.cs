using System.Text;
using Accountable.Data.Claims;

namespace Accountable.Benchmarks;

/// <summary>A delivery of any size, fast to write: lines of the real shapes from a stock of patterns, with their own keys. One claim in
/// twenty-five is cancelled: the line after it repeats it under another number.</summary>
internal static class ClaimFiles
{
    private const int Patterns = 2048;
    private const int CancelledEach = 25;
    private const int LinesAClaim = 2;

    public static string PathOf(string folder, char file) => Path.Combine(folder, $"P.A1234.ACO.ZC{file}Y21.D210115.T1200000");

    /// <summary>Writes the files and their CCLF0.</summary>
    /// <returns>All lines, and their bytes.</returns>
    public static (long Rows, long Bytes) Write(string folder, IReadOnlyList<(char File, int Rows)> sizes)
    {
        Directory.CreateDirectory(folder);
        var totals = new StringBuilder("File Number  |File Description    |Total Records Count |Record Length\n");
        var bytes = 0L;
        foreach (var (file, rows) in sizes)
        {
            var layout = CclfLayout.All[file];
            using (var stream = new FileStream(PathOf(folder, file), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
                WriteRows(stream, layout, rows);
            bytes += new FileInfo(PathOf(folder, file)).Length;
            totals.Append($"CCLF{file}  |{layout.Title,-43}|{rows,11}|{layout.Lengths[^1],5} \n");
        }
        File.WriteAllText(PathOf(folder, '0'), totals.ToString());
        return (sizes.Sum(size => (long)size.Rows), bytes);
    }

    private static void WriteRows(Stream stream, CclfLayout layout, int rows)
    {
        var random = new Random(layout.File);
        var patterns = Enumerable.Range(0, Patterns).Select(_ => Pattern(layout, random)).ToArray();
        CclfField? Field(string name) => layout.Fields.FirstOrDefault(field => field.Name == name);
        var (id, line, control, adjustment) = (Field("CUR_CLM_UNIQ_ID"), Field("CLM_LINE_NUM"), Field("CLM_CNTL_NUM"), Field("CLM_ADJSMT_TYPE_CD"));
        var mbi = layout.Fields.First(field => field.Type == FieldType.Mbi);
        var people = Math.Max(1000, rows / 60);
        var step = line is null ? 1 : LinesAClaim;
        var text = new byte[layout.Lengths[^1] + 1];
        for (var row = 0; row < rows; row++)
        {
            var claim = row / step;
            // A cancellation repeats the claim before it, line by line; only its number and its code are its own.
            var cancels = adjustment is not null && claim % CancelledEach == 1;
            var source = cancels ? claim - 1 : claim;
            patterns[((source * 31) + (row % step)) % Patterns].CopyTo(text, 0);
            Put(text, id!, 1_000_000_000L + claim);
            Put(text, mbi, source % people, prefix: "1AA");
            if (line is not null)
                Put(text, line, 1 + row % step);
            if (control is not null)
                Put(text, control, source);
            if (adjustment is not null)
                text[adjustment.Start] = (byte)(cancels ? '1' : '0');
            stream.Write(text);
        }
    }

    private static void Put(byte[] text, CclfField field, long number, string prefix = "")
    {
        var digits = Math.Min(field.Length, 11) - prefix.Length;
        for (var i = digits - 1; i >= 0; i--, number /= 10)
            text[field.Start + prefix.Length + i] = (byte)('0' + number % 10);
        for (var i = 0; i < prefix.Length; i++)
            text[field.Start + i] = (byte)prefix[i];
    }

    private static byte[] Pattern(CclfLayout layout, Random random) =>
        Encoding.ASCII.GetBytes(string.Concat(layout.Fields.Select(field => Value(field, random).PadRight(field.Length)[..field.Length])) + "\n");

    /// <summary>Values of the real shapes; most legacy and modifier fields are blank.</summary>
    private static string Value(CclfField field, Random random) => field.Name switch
    {
        "CLM_TYPE_CD" => "71",
        "CLM_PRCSG_IND_CD" => "A",
        "CLM_CARR_PMT_DNL_CD" => "1",
        "CLM_MDCR_NPMT_RSN_CD" or "BENE_HIC_NUM" or "BENE_EQTBL_BIC_HICN_NUM" or "CLM_CNTL_NUM" or "CLM_ORG_CNTL_NUM" => "",
        "CLM_ADJSMT_TYPE_CD" => "0",
        _ => field.Type switch
        {
            FieldType.Mbi => "1AA",
            FieldType.Date => $"20{20 + random.Next(2)}-{1 + random.Next(12):00}-{1 + random.Next(28):00}",
            FieldType.Whole => $"{1 + random.Next(9)}",
            FieldType.Decimal2 => $"{random.Next(30_000) / 100m:0.00}".PadLeft(field.Length, '0'),
            FieldType.Decimal4 => $"{1 + random.Next(5)}.0000".PadLeft(field.Length, '0'),
            _ => field.Name.Contains("MDFR", StringComparison.Ordinal) && random.Next(5) > 0 ? ""
                : $"{random.Next(field.Length > 2 ? 3000 : 10)}",
        },
    };
}
