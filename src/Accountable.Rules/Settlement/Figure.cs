namespace Accountable.Rules.Settlement;

/// <summary>A span of days with a name for which a document has its own figures, such as a performance year.</summary>
/// <param name="Id">The name, such as <c>PY5.2</c>.</param>
/// <param name="Year">The calendar year under which a person asks for it; null when only the name will do.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="BaselineFrom">The first day of the baseline, where there is one.</param>
/// <param name="BaselineTo">The last day of the baseline.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Verified">How far the days were checked.</param>
public sealed record Period(
    string Id, int? Year, DateOnly From, DateOnly To, DateOnly? BaselineFrom, DateOnly? BaselineTo, string Citation, Verified Verified);

/// <summary>One value of a figure: for which periods and whom, and who says so.</summary>
/// <param name="From">The place of the first period.</param>
/// <param name="To">The place of the last period.</param>
/// <param name="Of">The members that it holds for; empty for all.</param>
/// <param name="Value">The value: dollars, a fraction, a count or points.</param>
/// <param name="Citation">The paragraph or source.</param>
/// <param name="Verified">How far it was checked.</param>
/// <param name="Note">What a reader should know.</param>
public sealed record FigureValue(
    int From, int To, IReadOnlyList<string> Of, decimal Value, string Citation, Verified Verified, string? Note);

/// <summary>A number of a document, by period and, where it differs by track or category, by member.</summary>
public sealed record Figure
{
    /// <summary>The name by which steps call it.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, in the words of the law.</summary>
    public required string Label { get; init; }

    /// <summary>Its unit.</summary>
    public required Unit Unit { get; init; }

    /// <summary>The dimension whose members it differs by; null when it does not.</summary>
    public string? By { get; init; }

    /// <summary>Its values.</summary>
    public required IReadOnlyList<FigureValue> Values { get; init; }

    /// <summary>The value for a period and a member, or null when there is none.</summary>
    public FigureValue? Find(int period, string? member) => Values.FirstOrDefault(value =>
        value.From <= period && period <= value.To && (value.Of.Count == 0 || value.Of.Contains(member ?? "")));
}

/// <summary>Something by which figures and steps differ: a track, a category of episode, a kind of hospital.</summary>
/// <param name="Id">Its name, which is also its column in files.</param>
/// <param name="Members">What it can be.</param>
/// <param name="Otherwise">What it is when a file does not say; null when a file must.</param>
public sealed record Dimension(string Id, IReadOnlyList<string> Members, string? Otherwise);

/// <summary>Where a fact is given.</summary>
public enum InputLevel
{
    /// <summary>With each episode.</summary>
    Episode,

    /// <summary>With each stratum that has a price.</summary>
    Stratum,

    /// <summary>With each entity that is settled.</summary>
    Entity,
}

/// <summary>A fact that steps use and a file gives.</summary>
/// <param name="Name">Its name, which is also its column.</param>
/// <param name="Label">What it is.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Level">Where it is given.</param>
/// <param name="Optional">Whether steps can do without it.</param>
/// <param name="Otherwise">What stands in its place when a file lacks it; null when nothing does.</param>
public sealed record StepInput(string Name, string Label, Unit Unit, InputLevel Level, bool Optional, FigureValue? Otherwise);

/// <summary>One row of a table: the bounds of a score and what it gives.</summary>
/// <param name="AtLeast">The score is this or more.</param>
/// <param name="Above">The score is more than this.</param>
/// <param name="Below">The score is less than this.</param>
/// <param name="Value">The number that the row gives.</param>
/// <param name="Member">The member that the row gives.</param>
public sealed record TableRow(decimal? AtLeast, decimal? Above, decimal? Below, decimal? Value, string? Member)
{
    /// <summary>Whether a score lies within the row's bounds.</summary>
    public bool Holds(decimal score) =>
        (AtLeast is not { } least || score >= least) && (Above is not { } above || score > above)
        && (Below is not { } below || score < below);
}

/// <summary>A table from a score to points, shares of a corridor or the name of a band.</summary>
/// <param name="Id">The name by which steps call it.</param>
/// <param name="Label">What it is.</param>
/// <param name="Score">The unit of what is looked up.</param>
/// <param name="Unit">The unit of what the rows give, for rows that give a number.</param>
/// <param name="From">The place of the first period.</param>
/// <param name="To">The place of the last period.</param>
/// <param name="Rows">The rows; the first whose bounds hold wins.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Verified">How far it was checked.</param>
public sealed record StepTable(
    string Id, string Label, Unit Score, Unit Unit, int From, int To, IReadOnlyList<TableRow> Rows, string Citation, Verified Verified);
