using Accountable.Data.Mips.Submissions;
using Accountable.Rules;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>Rate, cases and completeness of one measurement, with the year's way of making one rate of several.</summary>
internal sealed class MeasurementRates
{
    private readonly Measurement _measurement;
    private readonly SubmittedFacts _facts;
    private readonly string _algorithm;
    private readonly MeasurementCounts _performance;
    private readonly MeasurementCounts _reporting;

    public MeasurementRates(Measurement measurement, SubmittedFacts facts, RuleYear law)
    {
        _measurement = measurement;
        _facts = facts;
        var several = measurement.Counts.Count > 1 ? Several(measurement.MeasureId, law) : null;
        _algorithm = several?.Algorithm ?? "";
        _performance = Stratum(several?.Performance);
        _reporting = several?.Reporting.Length > 0 ? Stratum(several.Value.Reporting) : _performance;
    }

    /// <summary>The rate in percent or in the measure's own unit; null where nothing is left to measure.</summary>
    /// <remarks>CMS's scoring engine keeps two decimals of a rate that it computes .</remarks>
    public Count? Rate
    {
        get
        {
            var rate = _algorithm switch
            {
                "weightedAverage" => Share(Sum(one => one.PerformanceMet ?? one.Numerator), Sum(Measured)),
                "simpleAverage" => Mean(),
                "sumNumerators" => Share(Sum(one => one.PerformanceMet ?? one.Numerator), Measured(_performance)),
                _ => Of(_performance),
            };
            return rate?.Rounded(To.Hundredths, "42 CFR 414.1380(b)(1)(i)")
                .Assume($"performance rate of {_measurement.MeasureId}", "A-204");
        }
    }

    /// <summary>Eligible cases; null when unknown.</summary>
    public Count? Cases
    {
        get
        {
            var cases = _algorithm is "weightedAverage" ? Sum(one => one.EligiblePopulation ?? one.Denominator)
                : _reporting.EligiblePopulation ?? _reporting.Denominator;
            return cases is { } number ? Fact<Count>(number, "eligible cases") : null;
        }
    }

    /// <summary>The share of eligible instances that was reported; all of them where the way of collecting leaves none out.</summary>
    public Ratio? Completeness(string method)
    {
        if (_reporting.ReportingRate is { } rate)
            return _facts.FromPercent(rate, $"reporting rate of {_measurement.MeasureId}", _measurement.Line);
        if (_reporting is { EligiblePopulation: > 0 and var eligible, PerformanceMet: not null })
        {
            var reported = (_reporting.PerformanceMet ?? 0) + (_reporting.PerformanceNotMet ?? 0)
                + (_reporting.Exclusions ?? 0) + (_reporting.Exceptions ?? 0);
            return Fact<Count>(reported, "reported instances") / Fact<Count>(eligible, "eligible instances");
        }
        return method is "electronicHealthRecord" or "cmsWebInterface" ? Ratio.One : null;
    }

    private Count? Of(MeasurementCounts one)
    {
        if (Share(one.PerformanceMet ?? one.Numerator, Measured(one)) is { } share)
            return share;
        return one.PerformanceRate is { } given ? Fact<Count>(given, "performance rate") : null;
    }

    private Count? Mean()
    {
        var sum = Count.Zero;
        foreach (var one in _measurement.Counts)
        {
            if (Of(one) is not { } rate)
                return null;
            sum += rate;
        }
        return sum * (new Count(1) / Fact<Count>(_measurement.Counts.Count, "rates"));
    }

    /// <summary>What the rate is measured on: eligible instances that are neither excluded, excepted nor left unreported.</summary>
    private static decimal? Measured(MeasurementCounts one) => one is { PerformanceMet: { } met, PerformanceNotMet: { } not } ? met + not
        : one is { PerformanceMet: not null, EligiblePopulation: { } eligible } ? eligible - (one.Exclusions ?? 0) - (one.Exceptions ?? 0)
        : one.Denominator;

    private Count? Share(decimal? met, decimal? of) => met is { } numerator && of is > 0 and var denominator
        ? _facts.InPercent(Fact<Count>(numerator, "performance met") / Fact<Count>(denominator, "performance denominator"))
        : null;

    private decimal? Sum(Func<MeasurementCounts, decimal?> part) =>
        _measurement.Counts.Any(one => part(one) is null) ? null : _measurement.Counts.Sum(part);

    private T Fact<T>(decimal amount, string name)
        where T : struct, IQuantity<T> => _facts.Of<T>(amount, $"{name} of {_measurement.MeasureId}", _measurement.Line);

    private MeasurementCounts Stratum(string? name) =>
        _measurement.Counts.FirstOrDefault(one => one.Stratum == name) ?? _measurement.Counts[0];

    private static (string Algorithm, string Performance, string Reporting)? Several(string id, RuleYear law)
    {
        var table = law[Keys.Mips.Quality.MultipleRates].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "measure") == id && law.Year.Value >= table.Number(row, "from")
                && law.Year.Value <= table.Number(row, "to"))
                return (table.Text(row, "algorithm"), table.Text(row, "performance_stratum"), table.Text(row, "reporting_stratum"));
        }
        return null;
    }
}
