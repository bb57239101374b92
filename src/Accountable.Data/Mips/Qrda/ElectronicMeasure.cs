namespace Accountable.Data.Mips.Qrda;

/// <summary>How the counts of an electronic measure are written in a submission.</summary>
public enum MeasureRate
{
    /// <summary>One rate.</summary>
    Single,

    /// <summary>One rate, to which the counts of all strata are added.</summary>
    Summed,

    /// <summary>A rate for each stratum.</summary>
    Strata,

    /// <summary>A rate for each stratum, with zeros for a stratum that electronic reports cannot hold.</summary>
    FilledStrata,
}

/// <summary>One stratum of an electronic measure with the identifiers of its populations; null where it has no such population.</summary>
/// <param name="Name">The stratum's name in a submission; empty when there is one only.</param>
/// <param name="InitialPopulation">The initial population.</param>
/// <param name="Denominator">The denominator.</param>
/// <param name="DenominatorExclusion">Denominator exclusions.</param>
/// <param name="DenominatorException">Denominator exceptions.</param>
/// <param name="Numerator">The numerator.</param>
public sealed record MeasureStratum(
    string Name,
    string? InitialPopulation,
    string? Denominator,
    string? DenominatorExclusion,
    string? DenominatorException,
    string? Numerator)
{
    /// <summary>Whether electronic reports can hold the stratum.</summary>
    public bool IsElectronic => Numerator is not null;

    /// <summary>Whether a population belongs to the stratum.</summary>
    internal bool Holds(string population) =>
        new[] { InitialPopulation, Denominator, DenominatorExclusion, DenominatorException, Numerator }
            .Contains(population, StringComparer.OrdinalIgnoreCase);
}

/// <summary>An electronic clinical quality measure of the year.</summary>
/// <param name="Measure">The measure's number in MIPS.</param>
/// <param name="Ecqm">Its identifier as an electronic measure, such as CMS122v13.</param>
/// <param name="Uuid">Its version-specific identifier.</param>
/// <param name="Rate">How its counts are written.</param>
/// <param name="Strata">Its strata; one at least.</param>
public sealed record ElectronicMeasure(string Measure, string Ecqm, string Uuid, MeasureRate Rate, IReadOnlyList<MeasureStratum> Strata)
{
    /// <summary>The strata that electronic reports can hold.</summary>
    internal IEnumerable<MeasureStratum> Electronic => Strata.Where(stratum => stratum.IsElectronic);
}

/// <summary>The electronic measures of the year by their version-specific identifier, without regard to case.</summary>
public sealed class ElectronicMeasures
{
    private readonly Dictionary<string, ElectronicMeasure> _byUuid;

    /// <summary>Gathers measures; no two may have the same identifier.</summary>
    /// <exception cref="ArgumentException">Two measures have the same identifier.</exception>
    public ElectronicMeasures(IEnumerable<ElectronicMeasure> measures) =>
        _byUuid = measures.ToDictionary(measure => measure.Uuid, StringComparer.OrdinalIgnoreCase);

    /// <summary>The measure with an identifier; null when the year has none.</summary>
    public ElectronicMeasure? Find(string? uuid) => uuid is null ? null : _byUuid.GetValueOrDefault(uuid);
}
