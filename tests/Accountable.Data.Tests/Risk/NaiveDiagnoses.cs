using System.Text;
using Accountable.Data.Claims;
using Accountable.Risk;

namespace Accountable.Data.Tests.Risk;

/// <summary>Each person's diagnoses of a year by plain loops over the bytes of CCLF files: no store, no SQL.</summary>
internal sealed class NaiveDiagnoses
{
    private readonly Dictionary<string, string> _newer = new(StringComparer.Ordinal);
    private readonly DiagnosisFilter _filter;
    private readonly int _year;

    private NaiveDiagnoses(DiagnosisFilter filter, int year) => (_filter, _year) = (filter, year);

    /// <summary>The codes that count, by person (the newest identifier).</summary>
    public SortedDictionary<string, SortedSet<string>> People { get; } = new(StringComparer.Ordinal);

    /// <summary>How many claims or lines were passed over, by why.</summary>
    public Dictionary<string, int> PassedOver { get; } = [];

    /// <summary>Reads each folder, that of one ACO, by itself: an ACO's files are netted against one another alone.</summary>
    public static NaiveDiagnoses Of(IEnumerable<string> folders, DiagnosisFilter filter, int year)
    {
        var naive = new NaiveDiagnoses(filter, year);
        var all = folders.Select(Deliveries).ToList();
        foreach (var row in all.SelectMany(files => files).OrderBy(file => file.Day, StringComparer.Ordinal).SelectMany(file => file['9']))
        {
            if (row["CRNT_NUM"] != row["PRVS_NUM"])
                naive._newer[row["PRVS_NUM"]] = row["CRNT_NUM"];
        }
        foreach (var files in all)
        {
            naive.Physicians(files);
            naive.Institutions(files);
        }
        return naive;
    }

    public string Newest(string mbi)
    {
        while (_newer.TryGetValue(mbi, out var next))
            mbi = next;
        return mbi;
    }

    private void Physicians(List<Files> files)
    {
        var lines = Newest(files, '5', row => $"{row["CUR_CLM_UNIQ_ID"]}/{row["CLM_LINE_NUM"]}");
        var final = Netted(lines, row =>
            $"{row["CLM_CNTL_NUM"]}|{Newest(row["BENE_MBI_ID"])}|{row["CLM_LINE_NUM"]}|{row["CLM_LINE_CVRD_PD_AMT"]}", byControl: false);
        var kept = new List<Row>();
        foreach (var line in final.Where(line => line["CLM_LINE_THRU_DT"].StartsWith($"{_year}", StringComparison.Ordinal)))
        {
            var denial = line["CLM_CARR_PMT_DNL_CD"];
            var denied = denial == "0" || (denial.Length > 0 && denial[0] is >= 'D' and <= 'Y')
                || (denial.Length == 2 && denial.All(char.IsDigit));
            if (denied || line["CLM_PRCSG_IND_CD"] is not ("" or "A" or "R" or "S"))
                Pass("denied line");
            else
                kept.Add(line);
        }
        foreach (var claim in kept.GroupBy(line => line["CUR_CLM_UNIQ_ID"]))
        {
            if (!_filter.AcceptsProfessional(claim.Select(line => line["CLM_LINE_HCPCS_CD"])))
            {
                Pass("physician claim without a procedure of the list");
                continue;
            }
            foreach (var line in claim)
            {
                foreach (var field in Enumerable.Range(1, 12).Select(number => $"CLM_DGNS_{number}_CD").Append("CLM_LINE_DGNS_CD"))
                    Add(line, line[field]);
            }
        }
    }

    private void Institutions(List<Files> files)
    {
        var procedures = Newest(files, '2', row => $"{row["CUR_CLM_UNIQ_ID"]}/{row["CLM_LINE_NUM"]}")
            .ToLookup(row => row["CUR_CLM_UNIQ_ID"], row => row["CLM_LINE_HCPCS_CD"]);
        var codes = files.SelectMany(file => file['4']).ToLookup(row => row["CUR_CLM_UNIQ_ID"], row => row["CLM_DGNS_CD"]);
        var final = Netted(Newest(files, '1', row => row["CUR_CLM_UNIQ_ID"]), row =>
            $"{Provider(row)}|{row["CLM_FROM_DT"]}|{row["CLM_THRU_DT"]}|{Newest(row["BENE_MBI_ID"])}|{row["CLM_PMT_AMT"]}",
            byControl: true);
        foreach (var claim in final.Where(claim => claim["CLM_THRU_DT"].StartsWith($"{_year}", StringComparison.Ordinal)))
        {
            var id = claim["CUR_CLM_UNIQ_ID"];
            if (claim["CLM_MDCR_NPMT_RSN_CD"] != ""
                || (claim["CLM_TYPE_CD"] is "10" or "40" && claim["CLM_BILL_FAC_TYPE_CD"] is "4" or "5"))
                Pass("denied claim");
            else if (!_filter.AcceptsInstitutional(claim["CLM_BILL_FAC_TYPE_CD"] + claim["CLM_BILL_CLSFCTN_CD"], procedures[id]))
                Pass("institutional claim that the filter leaves out");
            else
            {
                foreach (var code in codes[id].Append(claim["PRNCPL_DGNS_CD"]))
                    Add(claim, code);
            }
        }
    }

    private static string Provider(Row row) =>
        row["CLM_BLG_PRVDR_OSCAR_NUM"] is { Length: > 0 } billing ? billing : row["PRVDR_OSCAR_NUM"];

    /// <summary>The row of the newest delivery of each version.</summary>
    private static List<Row> Newest(List<Files> files, char file, Func<Row, string> version)
    {
        var newest = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (var row in files.OrderBy(each => each.Day, StringComparer.Ordinal).SelectMany(each => each[file]))
            newest[version(row)] = row;
        return [.. newest.Values];
    }

    /// <summary>One cancellation after the other takes a debit away: of its control number where that is asked for,
    /// else the oldest.</summary>
    private List<Row> Netted(List<Row> versions, Func<Row, string> key, bool byControl)
    {
        var kept = new List<Row>();
        foreach (var group in versions.GroupBy(key))
        {
            var debits = group.Where(row => row["CLM_ADJSMT_TYPE_CD"] != "1").OrderBy(row => row["CLM_EFCTV_DT"], StringComparer.Ordinal)
                .ThenBy(row => long.Parse(row["CUR_CLM_UNIQ_ID"])).ToList();
            var cancellations = group.Where(row => row["CLM_ADJSMT_TYPE_CD"] == "1").ToList();
            if (byControl)
            {
                foreach (var cancellation in cancellations.ToList())
                {
                    if (debits.Find(debit => debit["CLM_CNTL_NUM"] is { Length: > 0 } control && control == cancellation["CLM_CNTL_NUM"])
                        is { } own && debits.Remove(own) && cancellations.Remove(cancellation))
                        Pass("cancelled");
                }
            }
            foreach (var _ in cancellations.Where(_ => debits.Count > 0))
            {
                debits.RemoveAt(0);
                Pass("cancelled");
            }
            kept.AddRange(debits);
        }
        return kept;
    }

    private void Add(Row row, string code)
    {
        if (code.Length == 0 || row["DGNS_PRCDR_ICD_IND"] == "9")
            return;
        var person = Newest(row["BENE_MBI_ID"]);
        if (!People.TryGetValue(person, out var codes))
            People.Add(person, codes = new SortedSet<string>(StringComparer.Ordinal));
        codes.Add(code);
    }

    private void Pass(string why) => PassedOver[why] = PassedOver.GetValueOrDefault(why) + 1;

    public static List<Files> Deliveries(string folder) =>
        [.. Directory.GetFiles(folder, "*.ZC*", SearchOption.AllDirectories).GroupBy(path => Path.GetDirectoryName(path)!)
            .Select(group => new Files([.. group]))];

    /// <summary>A delivery: its rows by file.</summary>
    internal sealed class Files(IReadOnlyList<string> paths)
    {
        public string Day { get; } = Path.GetFileName(paths[0]).Split('.')[^2];

        public IEnumerable<Row> this[char file]
        {
            get
            {
                var path = paths.SingleOrDefault(path => Path.GetFileName(path).Split('.')[3][2] == file);
                return path is null ? [] : File.ReadLines(path, Encoding.Latin1).Select(line => new Row(file, line));
            }
        }
    }

    /// <summary>A row whose fields are cut out by name.</summary>
    internal sealed class Row(char file, string line)
    {
        private static readonly Dictionary<char, Dictionary<string, CclfField>> Fields =
            CclfLayout.All.ToDictionary(pair => pair.Key, pair => pair.Value.Fields.ToDictionary(field => field.Name));

        public string this[string name]
        {
            get
            {
                var field = Fields[file][name];
                if (field.Start >= line.Length)
                    return "";
                var text = line.Substring(field.Start, Math.Min(field.Length, line.Length - field.Start)).Trim();
                return text is "~" or "1000-01-01" or "9999-12-31" ? "" : text;
            }
        }
    }
}
