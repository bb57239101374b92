using System.Globalization;
using System.Text;
using Accountable.Data.Claims;

namespace Accountable.Benchmarks;

/// <summary>Claim files of a year with surgery in them: three people in a hundred have an anchor, with lines around it, nursing or home
/// health behind it and at times a readmission; everybody has visits. Headers, physician and equipment lines are the lines that count.</summary>
internal sealed class EpisodeFiles : IDisposable
{
    public const int Year = 2026;
    private const double Surgeries = 0.03;
    private const int LinesAHeader = 4;
    private static readonly string[] Groups = ["470", "470", "470", "481", "451", "330", "235"];
    private static readonly string[] Codes = ["99213", "99214", "93000", "80053", "97110", "71046"];

    private readonly string _folder;
    private readonly Dictionary<char, (FileStream Stream, byte[] Record, Dictionary<string, CclfField> Fields)> _files = [];
    private readonly Dictionary<char, int> _rows = [];
    private readonly Random _random = new(1);
    private long _claim = 1_000_000_000;

    private EpisodeFiles(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        foreach (var file in "125689")
        {
            var layout = CclfLayout.All[file];
            var record = new byte[layout.Lengths[^1] + 1];
            Array.Fill(record, (byte)' ');
            record[^1] = (byte)'\n';
            _files.Add(file, (new FileStream(PathOf(file), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20), record,
                layout.Fields.ToDictionary(field => field.Name)));
            _rows.Add(file, 0);
        }
    }

    /// <summary>Writes so many lines of so many people, and spans of enrolment beside them.</summary>
    /// <returns>All rows, those of revenue lines and people among them.</returns>
    public static long Write(string folder, int people, int lines)
    {
        using var files = new EpisodeFiles(folder);
        var headers = lines / 10;
        for (var person = 0; person < people; person++)
        {
            files.Person(person);
            if (files._random.NextDouble() < Surgeries)
                files.Surgery(person);
        }
        for (var i = 0; files._rows['1'] < headers; i++)
            files.Header(i % people, "40", Ccn(i % 60), files.Day(), 0, null, 30_000);
        for (var i = 0; files._rows['6'] < lines * 8 / 100; i++)
            files.Line('6', i * 7 % people, files.Day(), "E0601");
        for (var i = 0; files._rows['1'] + files._rows['5'] + files._rows['6'] < lines; i++)
            files.Line('5', i % people, files.Day(), Codes[i % Codes.Length]);
        files.Totals();
        File.WriteAllLines(Path.Combine(folder, "eligibility.csv"), Enumerable.Range(0, people).Select(person =>
            $"{Mbi(person)},{Year}-01,{Year}-{(person % 50 == 0 ? "06" : "12")},1,1,0,1,0,{(person % 200 == 0 ? 1 : 0)}")
            .Prepend("person_id,from_month,thru_month,part_a,part_b,health_plan,in_us,dual,esrd"));
        return files._rows.Values.Sum(row => (long)row);
    }

    public void Dispose()
    {
        foreach (var (stream, _, _) in _files.Values)
            stream.Dispose();
    }

    private string PathOf(char file) => Path.Combine(_folder, $"P.A1234.ACO.ZC{file}Y26.D270215.T1200000");

    private void Surgery(int person)
    {
        var from = new DateOnly(Year, 1, 5).AddDays(_random.Next(300));
        var thru = from.AddDays(2 + _random.Next(5));
        Header(person, "60", Ccn(_random.Next(60)), from, thru.DayNumber - from.DayNumber, Groups[_random.Next(Groups.Length)], 1_400_000);
        for (var i = 0; i < 8; i++)
            Line('5', person, from.AddDays(_random.Next(-4, 28)), i == 0 ? "27447" : Codes[i % Codes.Length]);
        var way = _random.NextDouble();
        if (way < 0.3)
            Header(person, "20", "015001", thru, 20, null, 1_100_000);
        else if (way < 0.7)
            Header(person, "10", "017001", thru.AddDays(2), 29, null, 190_000);
        if (_random.NextDouble() < 0.1)
            Header(person, "60", Ccn(_random.Next(60)), thru.AddDays(1 + _random.Next(28)), 4, "291", 800_000);
    }

    private void Person(int person)
    {
        Put('8', "BENE_MBI_ID", Mbi(person));
        Put('8', "BENE_DOB", "1950-01-01");
        Put('8', "BENE_MDCR_STUS_CD", "10");
        Put('8', "BENE_DUAL_STUS_CD", "NA");
        Put('8', "BENE_SEX_CD", "1");
        Put('8', "BENE_PART_A_ENRLMT_BGN_DT", "2015-01-01");
        Put('8', "BENE_PART_B_ENRLMT_BGN_DT", "2015-01-01");
        Row('8');
    }

    private void Header(int person, string type, string ccn, DateOnly from, int days, string? drg, int cents)
    {
        var (thru, claim) = (from.AddDays(days), ++_claim);
        foreach (var file in "12")
        {
            Put(file, "CUR_CLM_UNIQ_ID", $"{claim}");
            Put(file, "BENE_MBI_ID", Mbi(person));
            Put(file, "CLM_TYPE_CD", type);
            Put(file, "PRVDR_OSCAR_NUM", ccn);
            Put(file, "CLM_FROM_DT", Day(from));
            Put(file, "CLM_THRU_DT", Day(thru));
        }
        Put('1', "CLM_BLG_PRVDR_OSCAR_NUM", ccn);
        Put('1', "PRNCPL_DGNS_CD", "I10");
        Put('1', "DGNS_DRG_CD", drg ?? "");
        Put('1', "CLM_ADJSMT_TYPE_CD", "0");
        Put('1', "CLM_EFCTV_DT", Day(thru));
        Put('1', "CLM_IDR_LD_DT", Day(thru));
        Put('1', "CLM_PMT_AMT", Dollars(cents + _random.Next(cents)));
        Put('1', "ATNDG_PRVDR_NPI_NUM", $"{1_000_000_000 + _random.Next(400)}");
        Row('1');
        for (var line = 1; line <= LinesAHeader; line++)
        {
            Put('2', "CLM_LINE_NUM", $"{line}");
            Put('2', "CLM_LINE_PROD_REV_CTR_CD", "0120");
            Put('2', "CLM_LINE_HCPCS_CD", type == "40" ? Codes[line % Codes.Length] : "");
            Put('2', "CLM_LINE_FROM_DT", Day(from));
            Put('2', "CLM_LINE_THRU_DT", Day(thru));
            Row('2');
        }
    }

    private void Line(char file, int person, DateOnly day, string code)
    {
        var claim = ++_claim;
        Put(file, "CUR_CLM_UNIQ_ID", $"{claim}");
        Put(file, "CLM_LINE_NUM", "1");
        Put(file, "BENE_MBI_ID", Mbi(person));
        Put(file, "CLM_TYPE_CD", file == '5' ? "71" : "82");
        foreach (var name in new[] { "CLM_FROM_DT", "CLM_THRU_DT", "CLM_LINE_FROM_DT", "CLM_LINE_THRU_DT", "CLM_EFCTV_DT", "CLM_IDR_LD_DT" })
            Put(file, name, Day(day));
        Put(file, "CLM_LINE_HCPCS_CD", code);
        Put(file, "CLM_LINE_CVRD_PD_AMT", Dollars(2_000 + _random.Next(30_000)));
        Put(file, "CLM_CARR_PMT_DNL_CD", "1");
        Put(file, "CLM_PRCSG_IND_CD", "A");
        Put(file, "CLM_ADJSMT_TYPE_CD", "0");
        Put(file, "CLM_CNTL_NUM", $"C{claim}");
        if (file == '5')
        {
            Put(file, "CLM_LINE_DGNS_CD", "I10");
            Put(file, "RNDRG_PRVDR_NPI_NUM", $"{1_000_000_000 + _random.Next(400)}");
            Put(file, "CLM_RNDRG_PRVDR_TAX_NUM", $"{100_000_000 + _random.Next(80)}");
        }
        Row(file);
    }

    private void Totals()
    {
        var totals = new StringBuilder("File Number  |File Description    |Total Records Count |Record Length\n");
        foreach (var (file, rows) in _rows)
            totals.Append(CultureInfo.InvariantCulture, $"CCLF{file}  |{CclfLayout.All[file].Title,-43}|{rows,11}|{CclfLayout.All[file].Lengths[^1],5} \n");
        File.WriteAllText(PathOf('0'), totals.ToString());
    }

    private void Put(char file, string field, string text)
    {
        var (_, record, fields) = _files[file];
        if (!fields.TryGetValue(field, out var place))
            return;
        var cell = record.AsSpan(place.Start, place.Length);
        cell.Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, cell);
    }

    private void Row(char file)
    {
        _files[file].Stream.Write(_files[file].Record);
        _rows[file]++;
    }

    private DateOnly Day() => new DateOnly(Year, 1, 1).AddDays(_random.Next(364));

    private static string Mbi(int person) => string.Create(CultureInfo.InvariantCulture, $"1S{person:D9}");

    private static string Ccn(int hospital) => string.Create(CultureInfo.InvariantCulture, $"01{1 + hospital:D4}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Dollars(int cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
