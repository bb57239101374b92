namespace Accountable.Qpp.Mips;

/// <summary>A numerator over a denominator.</summary>
/// <param name="Numerator">Patients or orders that met the measure.</param>
/// <param name="Denominator">Patients or orders that it is about.</param>
public readonly record struct MeasureRate(Count Numerator, Count Denominator);

/// <summary>A submission of promoting interoperability, or of advancing care information in 2017 and 2018.</summary>
public sealed record InteroperabilityFacts
{
    /// <summary>Rates by the identifier of the measure.</summary>
    public required IReadOnlyDictionary<string, MeasureRate> Rates { get; init; }

    /// <summary>Answers of yes or no by identifier: attestations, exclusions and measures that are met or not.</summary>
    public required IReadOnlyDictionary<string, bool> Answers { get; init; }

    /// <summary>Days of the performance period; null when unknown.</summary>
    public Count? Days { get; init; }

    /// <summary>Technology of the 2015 edition alone, which had a bonus in 2018.</summary>
    public bool Edition2015Alone { get; init; }
}

/// <summary>A measure with its points.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Points">Its points.</param>
public readonly record struct InteroperabilityPoints(string Measure, Points Points);

/// <summary>The category with its parts.</summary>
/// <param name="Score">The category's score.</param>
/// <param name="Measures">Points of each measure.</param>
/// <param name="Missing">What is required and missing, which makes the score zero; empty when nothing is.</param>
public sealed record InteroperabilityResult(
    Ratio Score, IReadOnlyList<InteroperabilityPoints> Measures, IReadOnlyList<string> Missing);
