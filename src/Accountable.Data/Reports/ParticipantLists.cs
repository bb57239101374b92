using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Reports;

/// <summary>A row of a participant or provider list.</summary>
/// <param name="Aco">The ACO.</param>
/// <param name="Tin">The TIN, nine digits.</param>
/// <param name="Ccn">The CCN.</param>
/// <param name="Npi">The NPI; null for a participant as such.</param>
/// <param name="Specialty">CMS's two-digit specialty code.</param>
/// <param name="Start">The first day; null for always.</param>
/// <param name="End">The last day; null for still.</param>
/// <param name="Line">The line of the file.</param>
public sealed record ListedParticipant(
    string Aco, string? Tin, string? Ccn, string? Npi, string? Specialty, DateOnly? Start, DateOnly? End, long Line);

/// <summary>Brings participant and provider lists into a store: the neutral columns, or those of the REACH workbook saved as
/// CSV.</summary>
public static class ParticipantLists
{
    private static readonly string[] NotDigits = ["-", " "];

    /// <summary>The REACH workbook's columns by the neutral ones that they fill.</summary>
    private static readonly Dictionary<string, string[]> Reach = new()
    {
        ["aco_id"] = ["Entity_ID"],
        ["tin"] = ["Base_Provider_TIN", "Sole_Proprietor_TIN", "Entity_TIN"],
        ["ccn"] = ["CCN"],
        ["npi"] = ["Individual_NPI", "Organization_NPI"],
        ["role"] = ["Provider_Class", "Provider_Type"],
        ["specialty"] = ["Specialty"],
        ["start"] = ["Effective_Start_Date"],
        ["end"] = ["Effective_End_Date"],
        ["primary_care_flag"] = ["Primary_Care_Services"],
        ["cehrt_flag"] = ["Uses_CEHRT"],
        ["pct_reduction"] = ["Total_Care_Capitation_Pct_Reduction", "Primary_Care_Capitation_Pct_Reduction",
            "Advanced_Payment_Pct_Reduction"],
    };

    /// <summary>Whether a file's name is that of a participant or provider list.</summary>
    public static bool IsName(string name) => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
        && (name.StartsWith("participant", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Providers and Suppliers", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads one list that lies outside of a store.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The rows that name somebody, and findings for the others.</returns>
    /// <exception cref="FileRefusedException">It is no participant list.</exception>
    public static (IReadOnlyList<ListedParticipant> Rows, IReadOnlyList<Finding> Findings) Read(string path)
    {
        if (!File.Exists(path))
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "", "there is no such file",
                "Name a participant list as CSV"), isUsage: true);
        using var records = new TextRecords(File.OpenRead(path), path);
        var (rows, findings) = (new List<ListedParticipant>(), new List<Finding>());
        foreach (var row in new ParticipantRows(records, ColumnsOf(records), path).Read())
        {
            if (row.What is not null)
                findings.Add(new Finding(Severity.RowRefused, path, row.Line, row.Field, row.What, "Correct the row"));
            else
                rows.Add(new ListedParticipant(row.Aco!, row.Values["tin"] as string, row.Values["ccn"] as string,
                    row.Values["npi"] as string, row.Values["specialty"] as string, row.Values["start_date"] as DateOnly?,
                    row.Values["end_date"] as DateOnly?, row.Line));
        }
        return (rows, findings);
    }

    /// <summary>Imports one list.</summary>
    public static ImportedDelivery Import(ClaimStore store, SourceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return InputImport.Run(store, entry.Name, import =>
        {
            using var records = new TextRecords(entry.Open(), entry.Name);
            var isReach = records.Header.Contains("Entity_ID", StringComparer.OrdinalIgnoreCase);
            var list = new ParticipantRows(records, isReach ? Reach
                : ReportLayout.Participants.Columns.ToDictionary(column => column.Header, column => new[] { column.Header }), entry.Name);
            var rows = list.Read();
            var acos = rows.Select(row => row.Aco).OfType<string>().Distinct().ToList();
            if (acos.Count != 1)
                throw new FileRefusedException(new Finding(Severity.FileRefused, entry.Name, 0, "aco_id", acos.Count == 0
                    ? "no row names an ACO"
                        : $"rows of {acos.Count} ACOs are mixed here ({string.Join(", ", acos.Order(StringComparer.Ordinal))})",
                    "Keep one list an ACO"));
            var source = new SourceFile(entry.Name, $"{acos[0]} participants", acos[0], SourceFile.NoDay, "participants", entry.Sha256(),
                entry.Bytes);
            if (import.Open(source, ReportLayout.Participants.Table) is not { } file)
                return;
            foreach (var row in rows)
                Add(file, row);
            if (records.EndsInside)
                import.Warn(entry.Name, "the last line has no end: the file may have been cut off",
                    "Compare it with the one that was sent");
            file.Complete();
        });
    }

    private static void Add(InputFile file, ParticipantRow row)
    {
        file.Count();
        if (row.What is not null)
        {
            file.Refuse(row.Line, row.Field, row.What, row.Text);
            return;
        }
        var cells = file.Main.New(row.Line);
        foreach (var (column, value) in row.Values)
            cells[file.Main.Place(column)] = value;
        file.Main.Add(cells);
    }

    private static Dictionary<string, string[]> ColumnsOf(TextRecords records) =>
        records.Header.Contains("Entity_ID", StringComparer.OrdinalIgnoreCase) ? Reach
            : ReportLayout.Participants.Columns.ToDictionary(column => column.Header, column => new[] { column.Header });

    private sealed record ParticipantRow(long Line, string Text, string? Aco, Dictionary<string, object?> Values, string Field,
        string? What);

    private sealed class ParticipantRows(TextRecords records, Dictionary<string, string[]> names, string file)
    {
        public List<ParticipantRow> Read()
        {
            var header = records.Header.Select(name => name.ToUpperInvariant()).ToList();
            var places = ReportLayout.Participants.Columns.ToDictionary(column => column.Header,
                column => names[column.Header].Select(name => header.IndexOf(name.ToUpperInvariant())).Where(at => at >= 0).ToList());
            if (places["aco_id"].Count == 0 || places["tin"].Count == 0)
                throw new FileRefusedException(new Finding(Severity.FileRefused, file, 1, "", "the header lacks aco_id or tin",
                    "See the reference of the claim store for the columns of a participant list"));
            var rows = new List<ParticipantRow>();
            while (records.Next())
                rows.Add(Row(places));
            return rows.Count > 0 ? rows : throw new FileRefusedException(new Finding(Severity.FileRefused, file, 1, "",
                "the file has a header and no rows", "Ask for the list again"));
        }

        private ParticipantRow Row(Dictionary<string, List<int>> places)
        {
            var values = new Dictionary<string, object?>();
            ParticipantRow Refused(string field, string what) =>
                new(records.Line, records.Text, values.GetValueOrDefault("aco_id") as string, values, field, what);
            if (records.IsOpen || records.Cells.Count != records.Header.Length)
                return Refused("", records.IsOpen ? "a quote is never closed"
                    : $"the row has {records.Cells.Count} cells, the header has {records.Header.Length}");
            foreach (var column in ReportLayout.Participants.Columns)
            {
                // The first name that has a value counts.
                var text = places[column.Header].Select(at => records.Cells[at])
                    .FirstOrDefault(cell => !TextCell.IsBlank(cell) && cell is not ("N/A" or "-"), "");
                if (TextCell.Read(text.TrimEnd('%'), column.SqlType, out var value) is { } what)
                    return Refused(column.Header, what);
                values[column.Column] = column.Header == "tin" && value is string tin ? Digits(tin) : value;
            }
            if (values["aco_id"] is null)
                return Refused("aco_id", "is blank and the row cannot be used without it");
            return values["tin"] is null && values["ccn"] is null && values["npi"] is null
                ? Refused("tin", "is blank, and so are ccn and npi: the row names nobody")
                : new ParticipantRow(records.Line, records.Text, (string)values["aco_id"]!, values, "", null);
        }

        /// <summary>A TIN as claims carry it: nine digits with their leading zeros.</summary>
        private static string Digits(string tin)
        {
            const int Length = 9;
            var digits = NotDigits.Aggregate(tin, (text, mark) => text.Replace(mark, "", StringComparison.Ordinal));
            return digits.All(char.IsAsciiDigit) ? digits.PadLeft(Length, '0') : digits;
        }
    }
}
