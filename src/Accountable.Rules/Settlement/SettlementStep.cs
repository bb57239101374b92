namespace Accountable.Rules.Settlement;

/// <summary>The closed set of things that a step of a document can do. Models differ in which they use and in what order.</summary>
public enum StepKind
{
    /// <summary>Adds named values: <c>of</c>.</summary>
    Sum,

    /// <summary>Adds one value over all episodes of the entity: <c>of</c>.</summary>
    Total,

    /// <summary>Takes <c>amount</c> from <c>from</c>.</summary>
    Subtract,

    /// <summary>Multiplies <c>of</c> with each of <c>by</c>.</summary>
    Multiply,

    /// <summary>Divides <c>of</c> by <c>by</c>.</summary>
    Divide,

    /// <summary>Adds the values <c>of</c>, each times its figure in <c>weights</c>.</summary>
    Blend,

    /// <summary>The mean of the values <c>of</c> by <c>weights</c>; a value that is missing drops out with its weight.</summary>
    WeightedMean,

    /// <summary>The smallest of <c>of</c>.</summary>
    Least,

    /// <summary>The greatest of <c>of</c>.</summary>
    Greatest,

    /// <summary>Keeps <c>of</c> within a share <c>within</c> of <c>around</c>, either way.</summary>
    LimitAround,

    /// <summary>Takes the share <c>rate</c> off <c>of</c>.</summary>
    Discount,

    /// <summary>What table <c>table</c> gives for the score <c>of</c>.</summary>
    LookUp,

    /// <summary>The band of table <c>table</c> in which the score <c>of</c> lies; it sets the dimension <c>sets</c>.</summary>
    Band,

    /// <summary>
    /// Takes a share off <c>of</c> by the sign: a gain loses up to <c>gain_at_most</c>, the less the higher <c>score</c> of <c>scale</c>;
    /// a loss shrinks by up to <c>loss_at_most</c>, the more the higher the score.
    /// </summary>
    QualityAdjust,

    /// <summary>
    /// Nothing unless <c>of</c> reaches the share <c>gain_rate</c> or <c>loss_rate</c> of <c>whole</c>; then all of it
    /// (<c>mode: first_dollar</c>) or what lies beyond (<c>mode: excess</c>).
    /// </summary>
    Threshold,

    /// <summary>The share <c>gain_rate</c> of a gain, <c>loss_rate</c> of a loss.</summary>
    Share,

    /// <summary>Shares <c>of</c> band by band: the rows of <c>table</c> are shares of what lies between bounds that are shares of
    /// <c>whole</c>.</summary>
    Corridor,

    /// <summary>No more than <c>gain_limit</c> of <c>whole</c>, no less than minus <c>loss_limit</c> of it.</summary>
    Clip,

    /// <summary>Takes <c>amount</c> from <c>from</c> after the limits were applied.</summary>
    SubtractOutsideLimit,

    /// <summary>No less than zero.</summary>
    FloorZero,

    /// <summary>No more than zero.</summary>
    CeilingZero,

    /// <summary>A gain is paid only when <c>score</c> is <c>at_least</c>; a loss stays.</summary>
    Gate,

    /// <summary>Takes what an earlier settlement paid, <c>amount</c>, from <c>from</c>.</summary>
    NetPrior,

    /// <summary>Takes payments made during the year, <c>amount</c>, from <c>from</c>.</summary>
    OffsetPayment,

    /// <summary>Takes the share <c>rate</c> off a gain; a loss stays.</summary>
    Sequester,
}

/// <summary>How a threshold lets amounts through.</summary>
public enum ThresholdMode
{
    /// <summary>Once it is reached, from the first dollar.</summary>
    FirstDollar,

    /// <summary>Only what lies beyond it.</summary>
    Excess,
}

/// <summary>One step of a document: what it does with which values, what the result is called, and the paragraph.</summary>
public sealed record SettlementStep
{
    /// <summary>What it does.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The name of the result; a later step or file calls it so.</summary>
    public required string As { get; init; }

    /// <summary>What the result is, in the words of the law.</summary>
    public required string Label { get; init; }

    /// <summary>The names that each operand takes: values of earlier steps, inputs or figures.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Operands { get; init; }

    /// <summary>How a threshold lets amounts through.</summary>
    public ThresholdMode Mode { get; init; }

    /// <summary>The table that it looks up.</summary>
    public string? Table { get; init; }

    /// <summary>The dimension that a band sets.</summary>
    public string? Sets { get; init; }

    /// <summary>The place of the first period in which it is taken.</summary>
    public int From { get; init; }

    /// <summary>The place of the last period in which it is taken.</summary>
    public int To { get; init; }

    /// <summary>The members for which it is taken, by dimension; empty for all.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> When { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The unit of the result.</summary>
    public Unit Unit { get; init; }

    /// <summary>The paragraph.</summary>
    public required string Citation { get; init; }

    /// <summary>How far the step itself was checked.</summary>
    public required Verified Verified { get; init; }

    /// <summary>What a reader should know, such as that it is a reading.</summary>
    public string? Note { get; init; }

    /// <summary>The one name of an operand that takes one.</summary>
    public string One(string operand) => Operands[operand][0];

    /// <summary>Whether the operand is given.</summary>
    public bool Has(string operand) => Operands.ContainsKey(operand);
}

/// <summary>What each kind of step takes.</summary>
public static class StepVocabulary
{
    /// <summary>The operand that the result stands for when a step is not taken.</summary>
    public static string Subject(StepKind kind) => Shape(kind).Required[0];

    /// <summary>The operands of a kind: those it must have, those it may have, and which of them take a list.</summary>
    public static (string[] Required, string[] May, string[] Lists) Shape(StepKind kind) => kind switch
    {
        StepKind.Sum or StepKind.Least or StepKind.Greatest => (["of"], [], ["of"]),
        StepKind.Total or StepKind.FloorZero or StepKind.CeilingZero => (["of"], [], []),
        StepKind.Subtract or StepKind.SubtractOutsideLimit or StepKind.NetPrior or StepKind.OffsetPayment =>
            (["from", "amount"], [], []),
        StepKind.Multiply => (["of", "by"], [], ["by"]),
        StepKind.Divide => (["of", "by"], [], []),
        StepKind.Blend or StepKind.WeightedMean => (["of", "weights"], [], ["of", "weights"]),
        StepKind.LimitAround => (["of", "around", "within"], [], []),
        StepKind.Discount or StepKind.Sequester => (["of", "rate"], [], []),
        StepKind.LookUp or StepKind.Band => (["of"], [], []),
        StepKind.QualityAdjust => (["of", "score", "scale"], ["gain_at_most", "loss_at_most"], []),
        StepKind.Threshold => (["of", "whole"], ["gain_rate", "loss_rate"], []),
        StepKind.Share => (["of"], ["gain_rate", "loss_rate"], []),
        StepKind.Corridor => (["of", "whole"], [], []),
        StepKind.Clip => (["of", "whole"], ["gain_limit", "loss_limit"], []),
        StepKind.Gate => (["of", "score", "at_least"], [], []),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown step"),
    };

    /// <summary>Whether the kind names a table.</summary>
    public static bool TakesTable(StepKind kind) => kind is StepKind.LookUp or StepKind.Band or StepKind.Corridor;

    /// <summary>Whether a gain or loss makes a difference to the kind, so that an arrangement with it knows both.</summary>
    public static bool IsQualityLink(StepKind kind) => kind is StepKind.QualityAdjust or StepKind.Gate or StepKind.Band;
}
