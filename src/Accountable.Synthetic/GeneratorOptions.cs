using System.Runtime.InteropServices;

namespace Accountable.Synthetic;

/// <summary>What to generate.</summary>
public sealed record GeneratorOptions
{
    /// <summary>The fewest people: the cases that must always be there need them.</summary>
    public const int FewestPeople = 1_000;

    /// <summary>The most people.</summary>
    public const int MostPeople = 1_000_000;

    /// <summary>The most ACOs.</summary>
    public const int MostAcos = 99;

    /// <summary>How many people there are, those of no ACO among them.</summary>
    public required int People { get; init; }

    /// <summary>How many ACOs there are.</summary>
    public required int Acos { get; init; }

    /// <summary>The first calendar year of care.</summary>
    public required int FirstYear { get; init; }

    /// <summary>The last calendar year of care.</summary>
    public required int LastYear { get; init; }

    /// <summary>Everything depends on it and on nothing else.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The folder to write into.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to write FHIR resources as well.</summary>
    public bool Fhir { get; init; }

    /// <summary>Whether each delivery becomes a zip rather than a folder.</summary>
    public bool Zip { get; init; }

    /// <summary>Whether deliveries come each month rather than each quarter.</summary>
    public bool Monthly { get; init; }

    /// <summary>The layouts to use, by the names of <see cref="LayoutNames"/>, in turn; empty for the one that CMS sent on each
    /// day.</summary>
    public IReadOnlyList<string> Layouts { get; init; } = [];

    /// <summary>Threads; the result is the same for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The names of the layouts, oldest first.</summary>
    public static IReadOnlyList<string> LayoutNames { get; } = [.. Synthetic.Layouts.Records.Waves.Select(wave => wave.Name)];
}

/// <summary>How far a generation is.</summary>
/// <param name="Done">People done.</param>
/// <param name="All">All people.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeneratorProgress(int Done, int All);

/// <summary>A figure of the generated population beside what is published.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Measured">The generated figure.</param>
/// <param name="Target">The published or assumed one.</param>
/// <param name="Mark">C computed from public files, V read in a source, R recalled, A assumed.</param>
/// <param name="Sigma">The standard deviation that chance and the spread between ACOs leave.</param>
/// <param name="IsHeld">Whether it lies within three of them; null when it is not held to that.</param>
public sealed record CalibrationFigure(string Name, double Measured, double Target, string Mark, double Sigma, bool? IsHeld);

/// <summary>What was generated.</summary>
/// <param name="People">People in all.</param>
/// <param name="Rows">Rows of the claim files.</param>
/// <param name="Deliveries">Deliveries of all ACOs.</param>
/// <param name="Calibration">Measured figures beside their targets.</param>
public sealed record GeneratorResult(int People, long Rows, int Deliveries, IReadOnlyList<CalibrationFigure> Calibration);

/// <summary>Nothing can be generated as asked.</summary>
public sealed class GeneratorException : Exception
{
    /// <summary>With what is wrong and what to do.</summary>
    public GeneratorException(string message) : base(message)
    {
    }
}
