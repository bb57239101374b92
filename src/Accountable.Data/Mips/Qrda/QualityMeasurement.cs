using System.Text.Json.Nodes;

namespace Accountable.Data.Mips.Qrda;

/// <summary>Writes the counts of a quality measure.</summary>
/// <remarks>
/// Of one rate: performanceMet, eligiblePopulationExclusion, eligiblePopulationException, performanceNotMet, eligiblePopulation; of a sum:
/// performanceMet, performanceNotMet, eligiblePopulation, eligiblePopulationExclusion, eligiblePopulationException. A stratum has its name
/// last. Not met is the denominator less numerator, exclusions and exceptions.
/// </remarks>
internal static class QualityMeasurement
{
    private const string NotMet = "performanceNotMet";

    private static readonly (string Kind, string Name)[] Names =
    [
        ("NUMER", "performanceMet"),
        ("DENOM", "eligiblePopulation"),
        ("DENEX", "eligiblePopulationExclusion"),
        ("DENEXCEP", "eligiblePopulationException"),
    ];

    /// <summary>Whether every population that must be sorted into strata has an identifier.</summary>
    public static bool CanWrite(QrdaNode node, ElectronicMeasure measure) => measure.Rate switch
    {
        MeasureRate.Strata => node.Of(QrdaTemplate.MeasureData).All(population => population[QrdaValue.PopulationId] is not null),
        MeasureRate.FilledStrata => First([.. node.Of(QrdaTemplate.MeasureData)], "NUMER") is not { } numerator
            || Named(measure, numerator[QrdaValue.PopulationId]) is not null,
        _ => true,
    };

    /// <summary>The measurement: the measure's number and its counts.</summary>
    public static JsonObject Write(QrdaNode node, ElectronicMeasure measure)
    {
        List<QrdaNode> populations = [.. node.Of(QrdaTemplate.MeasureData)];
        var value = new JsonObject { ["isEndToEndReported"] = true };
        switch (measure.Rate)
        {
            case MeasureRate.Summed:
                Sum(value, populations);
                break;
            case MeasureRate.Strata:
                value["strata"] = Strata(measure, stratum => Rate(populations.FindAll(population => Holds(stratum, population)), measure));
                break;
            case MeasureRate.FilledStrata:
                value["strata"] = Strata(measure, stratum => stratum.IsElectronic ? Rate(populations, measure) : Zeros(stratum, measure));
                break;
            default:
                Single(value, populations);
                break;
        }
        return new JsonObject { ["measureId"] = measure.Measure, ["value"] = value };
    }

    private static MeasureStratum? Named(ElectronicMeasure measure, string? numerator) =>
        measure.Electronic.FirstOrDefault(stratum => stratum.Numerator!.Equals(numerator, StringComparison.OrdinalIgnoreCase));

    private static bool Holds(MeasureStratum stratum, QrdaNode population) => stratum.Holds(population[QrdaValue.PopulationId]!);

    private static JsonArray Strata(ElectronicMeasure measure, Func<MeasureStratum, JsonObject> write)
    {
        var strata = new JsonArray();
        foreach (var written in measure.Strata.Select(write).Where(stratum => stratum.Count > 0))
            strata.Add(written);
        return strata;
    }

    private static JsonObject Rate(List<QrdaNode> populations, ElectronicMeasure measure)
    {
        var rate = new JsonObject();
        Single(rate, populations);
        if (First(populations, "NUMER")?[QrdaValue.PopulationId] is { } numerator)
            rate["stratum"] = Named(measure, numerator)?.Name ?? numerator.ToUpperInvariant();
        return rate;
    }

    private static JsonObject Zeros(MeasureStratum stratum, ElectronicMeasure measure)
    {
        var rate = new JsonObject { ["performanceMet"] = 0 };
        if (measure.Electronic.Any(other => other.DenominatorExclusion is not null))
            rate["eligiblePopulationExclusion"] = 0;
        rate[NotMet] = 0;
        rate["eligiblePopulation"] = 0;
        rate["stratum"] = stratum.Name;
        return rate;
    }

    private static void Single(JsonObject rate, List<QrdaNode> populations)
    {
        var (numerator, denominator) = (First(populations, "NUMER"), First(populations, "DENOM"));
        var (exclusion, exception) = (First(populations, "DENEX"), First(populations, "DENEXCEP"));
        Put(rate, numerator);
        Put(rate, exclusion);
        Put(rate, exception);
        if (denominator is not null)
            rate[NotMet] = unchecked(Count(denominator) - Count(exclusion) - Count(numerator) - Count(exception));

        // A population that is reported twice keeps its place and takes its last count.
        foreach (var population in populations)
            Put(rate, population);
    }

    private static void Sum(JsonObject rate, List<QrdaNode> populations)
    {
        var (met, all) = (Of("NUMER"), Of("DENOM"));
        var (excluded, excepted) = (Of("DENEX"), Of("DENEXCEP"));
        rate["performanceMet"] = met;
        rate[NotMet] = unchecked(all - met - excluded - excepted);
        rate["eligiblePopulation"] = all;
        rate["eligiblePopulationExclusion"] = excluded;
        rate["eligiblePopulationException"] = excepted;

        int Of(string kind) => populations.Where(population => population[QrdaValue.PopulationType] == kind)
            .Aggregate(0, (sum, population) => unchecked(sum + Count(population)));
    }

    private static QrdaNode? First(List<QrdaNode> populations, string kind) =>
        populations.Find(population => population[QrdaValue.PopulationType] == kind);

    private static void Put(JsonObject rate, QrdaNode? population)
    {
        if (population is not null && Array.Find(Names, name => name.Kind == population[QrdaValue.PopulationType]).Name is { } name)
            rate[name] = Count(population);
    }

    /// <summary>The count of a population, which the rules have found to be a whole number; zero without a population.</summary>
    private static int Count(QrdaNode? population) =>
        population is null ? 0 : WholeNumber.Read(population.Nearest(QrdaTemplate.AggregateCount)![QrdaValue.Count])!.Value;
}
