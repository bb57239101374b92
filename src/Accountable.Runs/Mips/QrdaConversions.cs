using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Accountable.Data;
using Accountable.Data.Mips.Qrda;
using Accountable.Rules;

namespace Accountable.Runs.Mips;

/// <summary>A report as it was converted.</summary>
/// <param name="Path">The file as named on the command line.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Conversion">The submission, or the errors.</param>
public sealed record ConvertedReport(string Path, string Sha256, QrdaConversion Conversion)
{
    /// <summary>The file's name without folder and extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The name of the file that is written among several.</summary>
    public string OutputName => $"{Name}{(Conversion.IsTaken ? "-qpp.json" : "-error.json")}";

    /// <summary>What a person must know of it.</summary>
    public IEnumerable<Finding> Findings()
    {
        foreach (var code in Conversion.Errors.GroupBy(error => error.Code))
        {
            var first = code.First();
            var more = code.Count() > 1 ? $" ({code.Count():N0} times)" : "";
            var what = $"CMS error {code.Key}{more}: {first.Message.TrimEnd('.')}";
            yield return new Finding(Severity.FileRefused, Path, first.Line, "", what, "Correct the report and convert it again");
        }
        if (Conversion.SetsLeftOut)
        {
            yield return new Finding(Severity.Warning, Path, 0, "",
                "a quality measure of the APP cannot be written, so that the submission has no measurement sets",
                "Use the version-specific identifiers of the year's measures");
        }
    }
}

/// <summary>Converts QRDA III reports to QPP submission JSON with the measures of the rule book.</summary>
public sealed class QrdaConversions
{
    /// <summary>The year whose implementation guide is read.</summary>
    public static PerformanceYear Year { get; } = new(2025);

    /// <summary>The most files at the same time, so that the greatest that are read together fit into memory.</summary>
    private const int MostWorkers = 4;

    /// <summary>Prepares a run.</summary>
    /// <exception cref="LawGapException">The rule book has no electronic measures of the year.</exception>
    public QrdaConversions(RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        Book = book;
        var law = book.For(Year);
        var table = law[Keys.Mips.Qrda.Measures].Rows;
        var rates = law[Keys.Mips.Qrda.Rates].Rows;
        var shapes = Enumerable.Range(0, rates.RowCount)
            .ToDictionary(row => rates.Text(row, "measure"), row => rates.Text(row, "counts"), StringComparer.Ordinal);
        Measures = new ElectronicMeasures(Enumerable.Range(0, table.RowCount)
            .GroupBy(row => table.Text(row, "uuid"), StringComparer.Ordinal)
            .Select(rows => Measure(table, [.. rows], shapes)));
    }

    /// <summary>The rule book.</summary>
    public RuleBook Book { get; }

    /// <summary>The electronic measures of the year.</summary>
    public ElectronicMeasures Measures { get; }

    /// <summary>Converts files at the same time; the answers stand in the order of the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<ConvertedReport> Convert(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var reports = new ConvertedReport[paths.Count];
        var workers = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(MostWorkers, Environment.ProcessorCount) };
        try
        {
            Parallel.For(0, paths.Count, workers, index => reports[index] = Convert(paths[index]));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return reports;
    }

    /// <summary>Converts one file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ConvertedReport Convert(string path)
    {
        using var sha256 = SHA256.Create();
        using var hashed = new CryptoStream(File.OpenRead(path), sha256, CryptoStreamMode.Read);
        var conversion = QrdaConversion.Of(Path.GetFileName(path), hashed, Measures);

        // A refused file is not read to its end; the manifest names all of its bytes.
        hashed.CopyTo(Stream.Null);
        return new ConvertedReport(path, System.Convert.ToHexStringLower(sha256.Hash!), conversion);
    }

    private static ElectronicMeasure Measure(RuleTable table, int[] rows, Dictionary<string, string> shapes)
    {
        var id = table.Text(rows[0], "measure");
        var rate = (shapes.GetValueOrDefault(id), table.Text(rows[0], "metric")) switch
        {
            ("sum", _) => MeasureRate.Summed,
            ("fill", _) => MeasureRate.FilledStrata,
            (null, "singlePerformanceRate") => MeasureRate.Single,
            (null, _) => MeasureRate.Strata,
            var (shape, _) => throw new FormatException($"{table.Path}: measure {id} has the unknown shape '{shape}'."),
        };
        return new ElectronicMeasure(id, table.Text(rows[0], "ecqm"), table.Text(rows[0], "uuid"), rate, [.. rows.Select(Stratum)]);

        MeasureStratum Stratum(int row) => new(table.Text(row, "stratum"), Id(row, "initial_population"), Id(row, "denominator"),
            Id(row, "denominator_exclusion"), Id(row, "denominator_exception"), Id(row, "numerator"));

        string? Id(int row, string column) => table.Text(row, column) is { Length: > 0 } text ? text : null;
    }
}
