using System.Runtime.InteropServices;
using Accountable.Data.Factors;
using Accountable.Data.Mips;
using Accountable.Data.Reports;
using Accountable.Rules;

namespace Accountable.Runs.Aco;

/// <summary>How far a run goes.</summary>
public enum AcoScope
{
    /// <summary>Assignment, expenditures, risk scores and the benchmark.</summary>
    Benchmark,

    /// <summary>The settlement as well.</summary>
    Settlement,

    /// <summary>Everything that the inputs allow.</summary>
    All,
}

/// <summary>What is asked of a store about one ACO and one performance year.</summary>
public sealed record AcoRequest
{
    /// <summary>The store: a folder, or a PostgreSQL database as <c>postgres://user@host/database</c>.</summary>
    public required string Store { get; init; }

    /// <summary>The ACO, such as A0001.</summary>
    public required string Aco { get; init; }

    /// <summary>The performance year.</summary>
    public required PerformanceYear Year { get; init; }

    /// <summary>The rule book with its overlays.</summary>
    public required RuleBook Book { get; init; }

    /// <summary>The day of knowledge; null for the rule book's own.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>How far to go.</summary>
    public AcoScope Scope { get; init; } = AcoScope.All;

    /// <summary>Participant lists in place of those in the store; null for those.</summary>
    public string? Participants { get; init; }

    /// <summary>Agreements in place of those in the store; null for those.</summary>
    public Agreements? Agreements { get; init; }

    /// <summary>The folder of CMS's factors; null when there is none.</summary>
    public FactorFolder? Factors { get; init; }

    /// <summary>Whether the mean risk scores of everybody in the ACO's files stand in where <c>national.csv</c> has none .</summary>
    public bool EstimateMeans { get; init; }

    /// <summary>The quality performance score as a fraction; null when it is not given as a number.</summary>
    public decimal? QualityScore { get; init; }

    /// <summary>Quality as <c>mssp quality score</c> writes it; null when there is no such file.</summary>
    public AcoQualityScores? Quality { get; init; }

    /// <summary>A folder of facts for QP determinations; null for none.</summary>
    public string? QpFacts { get; init; }

    /// <summary>The seed of the last tie-break of assignment.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many people of all years are read at once. Fewer take less memory and more time; the result is the same.</summary>
    public int PeopleAtOnce { get; init; } = 500_000;

    /// <summary>Changes an agreement's row before it is used, such as by options of a command line; null for none.</summary>
    public Func<AgreementYear, AgreementYear>? Override { get; init; }
}

/// <summary>How far a run is.</summary>
/// <param name="Step">What is done now, in words.</param>
/// <param name="Done">Steps done.</param>
/// <param name="All">All steps.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AcoProgress(string Step, int Done, int All);
