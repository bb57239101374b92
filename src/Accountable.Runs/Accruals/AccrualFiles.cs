using System.Globalization;
using Accountable.Data;
using Accountable.Data.Reports;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Accruals;

/// <summary>The small files of an accrual.</summary>
public static class AccrualFiles
{
    private const int MostAges = 60;

    /// <summary>An updated benchmark: dollars a person-year for all types, or a file <c>enrollment_type,benchmark</c>.</summary>
    /// <exception cref="FileRefusedException">It is neither, or a type is missing.</exception>
    public static ByType<Money> Benchmark(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var all) && all > 0)
            return ByType.Of(_ => new Money(all));
        var file = NumberList.Read(text, "enrollment_type", "benchmark");
        var refused = file.Findings.FirstOrDefault() ?? file.Rows.Where(row => EnrollmentTypes.Of(row.Name) is null || row.Number <= 0)
            .Select(row => new Finding(Severity.RowRefused, text, row.Line, "", $"'{row.Name}' with {row.Number} is no benchmark of a type",
                "Write esrd, disabled, aged_dual or aged_non_dual and dollars a person-year above 0")).FirstOrDefault();
        if (refused is not null)
            throw new FileRefusedException(refused with { Severity = Severity.FileRefused });
        return ByType.Of(type => file.Rows.Where(row => row.Name == type.Name()).ToList() switch
        {
            [var one] => new Money(one.Number),
            var rows => throw new FileRefusedException(new Finding(Severity.FileRefused, text, 0, "enrollment_type",
                $"{rows.Count} rows give a benchmark of {type.Name()}", "Give one row a type")),
        });
    }

    /// <summary>Growth by age, from age 0 without a gap: <c>age,factor</c>.</summary>
    /// <exception cref="FileRefusedException">A row is no such thing, or an age is missing.</exception>
    public static IReadOnlyList<decimal> LagFactors(string path)
    {
        var file = NumberList.Read(path, "age", "factor");
        if (file.Findings.Count > 0)
            throw new FileRefusedException(file.Findings[0] with { Severity = Severity.FileRefused });
        var factors = new List<decimal>();
        foreach (var row in file.Rows)
        {
            if (row.Name != factors.Count.ToString(CultureInfo.InvariantCulture) || row.Number <= 0 || factors.Count >= MostAges)
                throw new FileRefusedException(new Finding(Severity.FileRefused, path, row.Line, "age",
                    $"'{row.Name}' with {row.Number} does not follow age {factors.Count - 1}",
                    "Give age 0, 1, 2 and so on with the factor, above 0, from that age to the next; 1 where nothing grows any more"));
            factors.Add(row.Number);
        }
        return factors.Count > 0 ? factors : throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "age",
            "it has no row", "Give age,factor from age 0"));
    }
}
