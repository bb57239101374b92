using System.Globalization;
using Accountable.Data.Claims;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>Expenditures by plain loops, claim by claim: netted claims in the store, months as the annual lists flag them, who is
/// assigned as the truth says, and rates and factors written out once more.</summary>
internal sealed class ExpendituresFromFiles
{
    private static readonly string[] Types = ["", "esrd", "disabled", "aged_dual", "aged_non_dual"];

    private readonly GeneratedClaims _files;
    private readonly Dictionary<string, string> _current;
    private readonly Dictionary<string, string> _ids;
    private readonly List<(string Aco, string Key, string Month, decimal Amount)> _claims;

    public ExpendituresFromFiles(GeneratedClaims files)
    {
        _files = files;
        _current = files.Query("select mbi_hash, bene_key from core.mbi_history").Select(row => row.Split('|'))
            .ToDictionary(row => row[0], row => row[1]);
        _ids = files.Query("select bene_key, person_id from core.person_identifiers").Select(row => row.Split('|'))
            .ToDictionary(row => row[0], row => row[1]);
        _claims = [.. files.Query("""
            select e.aco_id, e.bene_key, strftime(e.service_day, '%Y-%m-%d'), e.paid, e.ime, e.dsh, e.uncompensated_care,
                   e.sequestration_reported, e.population_based_reduction, e.clm_type_cd
            from core.expenditures e
            """).Select(row => row.Split('|')).Select(row => (row[0], row[1], row[2][..7], Amount(row)))];
    }

    /// <summary>The amount that 99 of 100 people of a type do not exceed, by type.</summary>
    public Dictionary<int, decimal> Thresholds(string aco, int year)
    {
        var found = new Dictionary<(int Type, string Key), decimal>();
        foreach (var each in GeneratedClaims.Acos.OrderBy(other => other != aco))
        {
            foreach (var (key, type, months, paid) in People(each, year))
                found.TryAdd((type, key), paid * 12 / months);
        }
        return found.GroupBy(pair => pair.Key.Type).ToDictionary(group => group.Key, group =>
        {
            var sorted = group.Select(pair => pair.Value).Order().ToList();
            return sorted.First(amount => sorted.Count(other => other <= amount) * 100 >= 99 * sorted.Count);
        });
    }

    /// <summary>A row a person and type as they are written, in the order of their text.</summary>
    public List<string> Of(string aco, int year, Dictionary<int, decimal> thresholds)
    {
        var assigned = _files.Rows("truth/assignment.csv").Where(row => row[1] == aco && row[2] == $"{year}" && row[3] == "1")
            .Select(row => row[0]).ToHashSet();
        var rows = new List<string>();
        foreach (var (key, type, months, paid) in People(aco, year))
        {
            if (!_ids.TryGetValue(key, out var id) || !assigned.Contains(id))
                continue;
            var annualized = paid * 12 / months;
            var truncated = Math.Clamp(annualized, -thresholds[type], thresholds[type]);
            var weighted = truncated * 1.013m * months / 12;
            rows.Add(string.Join(',', id, Types[type], $"{months}", Cents(paid), Cents(annualized), Cents(truncated), Cents(weighted)));
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private IEnumerable<(string Key, int Type, int Months, decimal Paid)> People(string aco, int year)
    {
        var types = Months(aco, year);
        var paid = new Dictionary<(string, int), decimal>();
        foreach (var claim in _claims)
        {
            if (claim.Aco == aco && types.TryGetValue((claim.Key, claim.Month), out var type))
                paid[(claim.Key, type)] = paid.GetValueOrDefault((claim.Key, type)) + claim.Amount;
        }
        return types.GroupBy(month => (month.Key.Key, Type: month.Value))
            .Select(group => (group.Key.Key, group.Key.Type, group.Count(), paid.GetValueOrDefault((group.Key.Key, group.Key.Type))));
    }

    /// <summary>The type of each month as the annual list flags it.</summary>
    public Dictionary<(string Key, string Month), int> Months(string aco, int year)
    {
        var file = $"{aco}/P.{aco}.ACO.AALR.Y{year}.D{year + 1 - 2000}9999.T0100000_1-1.csv";
        var header = File.ReadLines(Path.Combine(_files.Folder, file)).First().Split(',').Select(name => name.Trim('"')).ToList();
        var flag = header.IndexOf("ENROLLFLAG1");
        var types = new Dictionary<(string, string), int>();
        foreach (var row in _files.Rows(file))
        {
            var hash = BeneficiaryHash.Of(row[0]).ToString(CultureInfo.InvariantCulture);
            var key = _current.GetValueOrDefault(hash, hash);
            for (var month = 1; month <= 12; month++)
            {
                var type = int.Parse(row[flag + month - 1], CultureInfo.InvariantCulture);
                if (type > 0 && (!types.TryGetValue((key, $"{year}-{month:00}"), out var other) || type < other))
                    types[(key, $"{year}-{month:00}")] = type;
            }
        }
        return types;
    }

    /// <summary>What a claim adds. No generated hospital is in Maryland: numbers begin with 97.</summary>
    private static decimal Amount(string[] row)
    {
        var paid = Number(row[3]);
        var rate = string.CompareOrdinal(row[2], "2022-04-01") < 0 ? 0m : string.CompareOrdinal(row[2], "2022-07-01") < 0 ? 0.01m : 0.02m;
        var sequestration = row[7].Length > 0 ? Number(row[7]) : (paid / (1 - rate)) - paid;
        return paid + sequestration + Number(row[8]) - (row[9] == "60" ? Number(row[4]) + Number(row[5]) + Number(row[6]) : 0);
    }

    private static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Cents(decimal amount) =>
        Math.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);
}
