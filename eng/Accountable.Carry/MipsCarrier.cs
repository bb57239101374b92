using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Accountable.Runs;

namespace Accountable.Carry;

/// <summary>Writes MIPS measures, benchmarks, MVPs and cost averages as tables of the rule book, in compact columns: figures and short titles, no text of measures.</summary>
public static class MipsCarrier
{
    private const string Source = "CMSgov/qpp-measures-data v11.1.0";
    private const string Licence = "US Government work, MIT by its package file and CC0 by its contributing guide";
    private const int LongestTitle = 90;

    /// <summary>The year whose QRDA III files are read.</summary>
    private const int QrdaYear = 2025;

    public static void Carry(string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var year in Enumerable.Range(2017, 10))
        {
            var measures = Read(Path.Combine(source, "measures", $"{year}.json"));
            Write(folder, $"measures-{year}", $"MIPS measures and activities of {year}", $"measures/{year}.json", year, Measures(measures));
            var inverse = measures.Where(measure => Flag(measure, "isInverse")).Select(measure => Text(measure, "measureId")).ToHashSet();
            Write(folder, $"benchmarks-{year}", $"MIPS benchmarks of {year}: where deciles begin", $"benchmarks/{year}.json", year, Benchmarks(Read(Path.Combine(source, "benchmarks", $"{year}.json")), inverse));
            if (year == QrdaYear)
                Write(folder, $"electronic-measures-{year}", $"Electronic measures of {year} with the identifiers of their populations", $"measures/{year}.json", year, Electronic(measures));
            if (File.Exists(Path.Combine(source, "mvp", $"{year}.json")))
                Write(folder, $"mvps-{year}", $"MIPS Value Pathways of {year}", $"mvp/{year}.json", year, Mvps(Read(Path.Combine(source, "mvp", $"{year}.json"))));
            if (File.Exists(Path.Combine(source, "benchmarks", $"{year}-cost-national-averages.json")))
                Write(folder, $"cost-averages-{year}", $"National averages of cost measures, {year}, dollars", $"benchmarks/{year}-cost-national-averages.json", year, CostAverages(Read(Path.Combine(source, "benchmarks", $"{year}-cost-national-averages.json"))));
        }
    }

    private static Table Measures(List<JsonElement> measures)
    {
        var table = new Table("measure", "category", "type", "metric", "inverse", "high_priority", "methods", "programs", "weight", "points", "required", "ecqm", "title");
        foreach (var measure in measures.OrderBy(measure => Text(measure, "category"), StringComparer.Ordinal).ThenBy(measure => Text(measure, "measureId"), StringComparer.Ordinal))
        {
            table.Add(Text(measure, "measureId"), Text(measure, "category"), Text(measure, "measureType"), Text(measure, "metricType"), Bit(measure, "isInverse"), Bit(measure, "isHighPriority"),
                Words(measure, "submissionMethods"), Words(measure, "allowedPrograms"), Number(measure, "weight") is null ? Text(measure, "weight") : "", Number(measure, "weight"), Bit(measure, "isRequired"), Text(measure, "eMeasureId"), Short(Text(measure, "title")));
        }
        return table;
    }

    /// <summary>A row for each stratum of each measure that has an identifier in electronic reports.</summary>
    private static Table Electronic(List<JsonElement> measures)
    {
        var table = new Table("measure", "ecqm", "uuid", "metric", "stratum", "initial_population", "denominator", "denominator_exclusion", "denominator_exception", "numerator");
        foreach (var measure in measures.Where(measure => Text(measure, "eMeasureUuid").Length > 0).OrderBy(measure => Text(measure, "measureId"), StringComparer.Ordinal))
        {
            foreach (var stratum in measure.GetProperty("strata").EnumerateArray())
            {
                var ids = stratum.TryGetProperty("eMeasureUuids", out var found) ? found : default;
                string Id(string name) => ids.ValueKind == JsonValueKind.Object ? Text(ids, name) : "";
                table.Add(Text(measure, "measureId"), Text(measure, "eMeasureId"), Text(measure, "eMeasureUuid"), Text(measure, "metricType"), Text(stratum, "name"),
                    Id("initialPopulationUuid"), Id("denominatorUuid"), Id("denominatorExclusionUuid"), Id("denominatorExceptionUuid"), Id("numeratorUuid"));
            }
        }
        return table;
    }

    private static Table Benchmarks(List<JsonElement> benchmarks, HashSet<string> inverseMeasures)
    {
        var table = new Table("measure", "method", "benchmark_year", "inverse", "topped_out", "capped", "average", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "best");
        foreach (var benchmark in benchmarks.OrderBy(benchmark => Text(benchmark, "measureId"), StringComparer.Ordinal).ThenBy(benchmark => Text(benchmark, "submissionMethod"), StringComparer.Ordinal))
        {
            var (inverse, edges) = Edges(benchmark, inverseMeasures.Contains(Text(benchmark, "measureId")));
            table.Add([Text(benchmark, "measureId"), Text(benchmark, "submissionMethod"), Text(benchmark, "benchmarkYear"), inverse ? 1 : 0, Bit(benchmark, "isToppedOut"), Bit(benchmark, "isToppedOutByProgram"),
                Number(benchmark, "averagePerformanceRate"), .. edges]);
        }
        return table;
    }

    /// <summary>Where each decile begins, from the worst end: the beginning of the first, of the second to the tenth, and the best value.</summary>
    private static (bool Inverse, object?[] Edges) Edges(JsonElement benchmark, bool inverseMeasure)
    {
        if (benchmark.TryGetProperty("percentiles", out var percentiles))
        {
            decimal?[] ascending = [.. new[] { "1", "10", "20", "30", "40", "50", "60", "70", "80", "90", "99" }.Select(rank => Number(percentiles, rank))];
            var isInverse = Flag(benchmark, "isInverse");
            return (isInverse, [.. (isInverse ? ascending.Reverse() : ascending).Select(edge => (object?)edge)]);
        }
        var deciles = benchmark.GetProperty("deciles").EnumerateArray().Select(edge => edge.GetDecimal()).ToList();
        var inverse = deciles[0] > deciles[^1] || (deciles[0] == deciles[^1] && inverseMeasure);
        if (deciles.Count == 9)
            return (inverse, [null, .. deciles.Select(edge => (object?)edge), null]);

        // Ten numbers hold one end as well: the one that lies further out.
        var worstIsFirst = Math.Abs(deciles[0] - deciles[1]) > Math.Abs(deciles[^2] - deciles[^1]);
        return (inverse, worstIsFirst ? [.. deciles.Select(edge => (object?)edge), null] : [null, .. deciles.Select(edge => (object?)edge)]);
    }

    private static Table Mvps(List<JsonElement> mvps)
    {
        var table = new Table("mvp", "quality", "activities", "cost", "population_health", "title");
        foreach (var mvp in mvps.OrderBy(mvp => Text(mvp, "mvpId"), StringComparer.Ordinal))
            table.Add(Text(mvp, "mvpId"), Words(mvp, "qualityMeasureIds"), Words(mvp, "iaMeasureIds"), Words(mvp, "costMeasureIds"), Words(mvp, "foundationQualityMeasureIds"), Short(Text(mvp, "title")));
        return table;
    }

    private static Table CostAverages(List<JsonElement> averages)
    {
        var table = new Table("measure", "group", "individual");
        foreach (var average in averages.OrderBy(average => Text(average, "measureId"), StringComparer.Ordinal))
            table.Add(Text(average, "measureId"), Number(average, "groupNationalAverage"), Number(average, "individualNationalAverage"));
        return table;
    }

    private static List<JsonElement> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static void Write(string folder, string name, string title, string file, int year, Table table)
    {
        var bytes = Encoding.UTF8.GetBytes(table.ToCsv());
        if (bytes.Contains((byte)'"'))
            throw new InvalidOperationException($"{name}: a cell needs quotes, which tables of the rule book do not have.");
        File.WriteAllBytes(Path.Combine(folder, $"{name}.csv"), bytes);
        File.WriteAllText(Path.Combine(folder, $"{name}.meta.yaml"), $"""
            title: "{title}"
            source: "{Source}, {file}"
            licence: {Licence}
            years: {year}
            sha256: {Convert.ToHexStringLower(SHA256.HashData(bytes))}

            """);
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetDecimal().ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "",
        }
        : "";

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static object? Bit(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (value.GetBoolean() ? 1 : 0) : null;

    private static decimal? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    private static string Words(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
        ? string.Join(' ', value.EnumerateArray().Select(word => word.GetString()))
        : "";

    /// <summary>A short title in plain characters, without the marks that tables cannot hold.</summary>
    private static string Short(string title)
    {
        var plain = string.Join(' ', title.Replace(',', ';').Replace('"', '\'').Replace('\u2019', '\'').Replace('\u2013', '-').Split([' ', '\n', '\r', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));
        if (plain.Length <= LongestTitle)
            return plain;
        var end = plain.LastIndexOf(' ', LongestTitle);
        return plain[..(end > 0 ? end : LongestTitle)].TrimEnd(' ', ';', '-', '(', ':');
    }
}
