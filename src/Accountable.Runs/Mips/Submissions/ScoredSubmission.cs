using Accountable.Data;
using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Cost;
using Accountable.Qpp.Mips.Eligibility;
using Accountable.Qpp.Mips.Quality;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>A submission scored in one programme.</summary>
public sealed record ScoredProgram
{
    /// <summary>The programme: mips, app1, appPlus or an MVP.</summary>
    public required string Program { get; init; }

    /// <summary>The quality category; null where it is reweighted or was not submitted.</summary>
    public QualityCategoryResult? Quality { get; init; }

    /// <summary>The cost category.</summary>
    public required CostCategoryResult Cost { get; init; }

    /// <summary>Activities that count; empty where none was submitted.</summary>
    public required IReadOnlyList<string> Activities { get; init; }

    /// <summary>Promoting interoperability; null where nothing was submitted.</summary>
    public InteroperabilityResult? Interoperability { get; init; }

    /// <summary>Scores of the categories as they enter the final score.</summary>
    public required CategoryScores Scores { get; init; }

    /// <summary>The final score.</summary>
    public required FinalScoreResult Final { get; init; }

    /// <summary>The payment adjustment.</summary>
    public required AdjustmentRange Adjustment { get; init; }

    /// <summary>What a reader must know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A submission with its final score.</summary>
/// <param name="Submission">The submission as read.</param>
/// <param name="Eligibility">Whether MIPS applies; null where nothing is known of volume.</param>
/// <param name="Best">The programme whose score counts: the one with the highest.</param>
/// <param name="Programs">Every programme.</param>
/// <param name="Findings">What was refused or doubtful.</param>
public sealed record ScoredSubmission(
    QppSubmission Submission, EligibilityResult? Eligibility, ScoredProgram Best, IReadOnlyList<ScoredProgram> Programs,
    IReadOnlyList<Finding> Findings);
