using Accountable.Rules.Settlement;

namespace Accountable.Rules.Episodes;

/// <summary>What a model counts and pays by.</summary>
public enum PopulationUnit
{
    /// <summary>Episodes of care with a first and a last day.</summary>
    Episode,

    /// <summary>The entity itself: a score or a rate over its patients.</summary>
    Entity,

    /// <summary>Months of patients.</summary>
    PatientMonth,
}

/// <summary>How the money moves. The LAN category and the tests of the Quality Payment Program start from it.</summary>
public enum PaymentForm
{
    /// <summary>Claims are paid as ever and compared with a target afterwards.</summary>
    RetrospectiveBudget,

    /// <summary>A payment ahead of time for a condition or an episode.</summary>
    ConditionPayment,

    /// <summary>A payment ahead of time for all or most care.</summary>
    PopulationPayment,

    /// <summary>An adjustment of fees by results.</summary>
    PerformancePayment,
}

/// <summary>An episode model as a document: whom it is about, when an episode begins and ends, what counts, how it is priced and
/// settled. It holds every number with its paragraph and how far that was checked.</summary>
public sealed record EpisodeModel
{
    /// <summary>The key, such as <c>team</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the document: it stands on every result.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the document's text.</summary>
    public required string Hash { get; init; }

    /// <summary>The law or the design that it states.</summary>
    public required string Citation { get; init; }

    /// <summary>What it counts.</summary>
    public required PopulationUnit Unit { get; init; }

    /// <summary>How the money moves.</summary>
    public required PaymentForm Payment { get; init; }

    /// <summary>What a reader should know first.</summary>
    public string? Note { get; init; }

    /// <summary>Periods, dimensions, figures and tables.</summary>
    public required Terms Terms { get; init; }

    /// <summary>The facts that files give.</summary>
    public required IReadOnlyList<StepInput> Inputs { get; init; }

    /// <summary>How episodes are found in claims; null for a model without episodes.</summary>
    public EpisodeDefinition? Definition { get; init; }

    /// <summary>Steps from measures to a score and a band, by entity.</summary>
    public required IReadOnlyList<SettlementStep> Quality { get; init; }

    /// <summary>Steps from a baseline to a target, by episode.</summary>
    public required IReadOnlyList<SettlementStep> Price { get; init; }

    /// <summary>Further steps by episode.</summary>
    public required IReadOnlyList<SettlementStep> Episode { get; init; }

    /// <summary>Steps from targets and spending to what is paid or owed, by entity.</summary>
    public required IReadOnlyList<SettlementStep> Settlement { get; init; }

    /// <summary>The step whose result is the target; null when the model has none.</summary>
    public string? Target { get; init; }

    /// <summary>The step whose result is paid or owed.</summary>
    public required string Result { get; init; }

    /// <summary>Who shares what is paid or owed; empty when the entity has all of it.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];

    /// <summary>What is measured about patients, and how.</summary>
    public IReadOnlyList<OutcomeMeasure> Outcomes { get; init; } = [];

    /// <summary>What the money looks like: claims about economics, each with where it comes from.</summary>
    public IReadOnlyList<Statement> Economics { get; init; } = [];

    /// <summary>Choices made in the design and why.</summary>
    public IReadOnlyList<Statement> Choices { get; init; } = [];

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<Statement> Sources { get; init; } = [];

    /// <summary>What no public source gives.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
}

/// <summary>What is measured about patients.</summary>
/// <param name="Id">Its short name.</param>
/// <param name="What">What it measures.</param>
/// <param name="Instrument">With which instrument.</param>
/// <param name="When">When.</param>
/// <param name="PatientReported">Whether the patient reports it.</param>
public sealed record OutcomeMeasure(string Id, string What, string Instrument, string When, bool PatientReported);

/// <summary>A sentence and what it rests on.</summary>
/// <param name="What">The sentence.</param>
/// <param name="Why">Its reason or source.</param>
public sealed record Statement(string What, string Why);

/// <summary>What a trigger or an exclusion looks at.</summary>
public enum CodeType
{
    /// <summary>The MS-DRG of a stay.</summary>
    Drg,

    /// <summary>A procedure code of a line.</summary>
    Hcpcs,

    /// <summary>The principal diagnosis, by the beginning of its code.</summary>
    Diagnosis,
}

/// <summary>Which claims begin an episode.</summary>
public sealed record EpisodeTrigger
{
    /// <summary>Its short name.</summary>
    public required string Id { get; init; }

    /// <summary>The category of the episode that it begins.</summary>
    public required string Category { get; init; }

    /// <summary>The settings of care in which it is looked for.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    /// <summary>What is looked at.</summary>
    public required CodeType CodeType { get; init; }

    /// <summary>Each code and the stratum in which the episode is priced.</summary>
    public required IReadOnlyList<(string Code, string Stratum)> Codes { get; init; }

    /// <summary>The first day on which it counts.</summary>
    public DateOnly From { get; init; } = DateOnly.MinValue;

    /// <summary>The last day on which it counts.</summary>
    public DateOnly To { get; init; } = DateOnly.MaxValue;

    /// <summary>The paragraph.</summary>
    public required string Citation { get; init; }

    /// <summary>How far it was checked.</summary>
    public required Verified Verified { get; init; }
}

/// <summary>From where the days of an episode are counted.</summary>
public enum WindowStart
{
    /// <summary>From the discharge of the anchor, which is day 1; from the day of the procedure when there was no stay.</summary>
    Discharge,

    /// <summary>From the first day of the anchor, which is day 1.</summary>
    Admission,
}

/// <summary>What happens when a second anchor falls into an episode.</summary>
public enum OverlapPolicy
{
    /// <summary>The first is cancelled and the second starts.</summary>
    CancelFirst,

    /// <summary>The first goes on and the second is none.</summary>
    KeepFirst,

    /// <summary>Both go on.</summary>
    KeepBoth,
}

/// <summary>What is asked of the patient.</summary>
public enum EligibilityRule
{
    /// <summary>Enrolled in Parts A and B.</summary>
    PartAAndB,

    /// <summary>Alive.</summary>
    Alive,

    /// <summary>Not entitled because of end-stage renal disease.</summary>
    NotEsrd,

    /// <summary>Medicare is the primary payer of the anchor.</summary>
    MedicarePrimary,

    /// <summary>Not in managed care.</summary>
    NoManagedCare,
}

/// <summary>When something is asked of the patient.</summary>
public enum EligibilityTime
{
    /// <summary>On the first day.</summary>
    Start,

    /// <summary>From the first day to the end of the anchor.</summary>
    Anchor,

    /// <summary>From the first to the last day.</summary>
    Throughout,
}

/// <summary>What happens to an episode whose patient does not qualify.</summary>
public enum EligibilityFailure
{
    /// <summary>The episode is cancelled.</summary>
    Cancel,

    /// <summary>The episode ends on the last day on which the patient qualified.</summary>
    Truncate,
}

/// <summary>One thing that is asked of the patient.</summary>
/// <param name="Rule">What.</param>
/// <param name="At">When.</param>
/// <param name="Else">What happens otherwise.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Verified">How far it was checked.</param>
public sealed record Eligibility(EligibilityRule Rule, EligibilityTime At, EligibilityFailure Else, string Citation, Verified Verified);

/// <summary>Services that do not count.</summary>
/// <param name="Id">Its short name.</param>
/// <param name="CodeType">What is looked at.</param>
/// <param name="Settings">Where; empty for everywhere.</param>
/// <param name="Codes">The codes; diagnoses by their beginning.</param>
/// <param name="From">The first day on which it counts.</param>
/// <param name="To">The last day.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Verified">How far the list was checked.</param>
public sealed record Exclusion(string Id, CodeType CodeType, IReadOnlyList<string> Settings, IReadOnlyList<string> Codes,
    DateOnly From, DateOnly To, string Citation, Verified Verified);

/// <summary>How a service that reaches over the edge of an episode is divided.</summary>
public enum ProrationMethod
{
    /// <summary>By its days within over all its days.</summary>
    Days,

    /// <summary>By days against the geometric mean stay of its MS-DRG, the first day counted more than once, up to the whole.</summary>
    GeometricMeanStay,
}

/// <summary>How services of some settings are divided.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Method">How.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Verified">How far it was checked.</param>
public sealed record Proration(IReadOnlyList<string> Settings, ProrationMethod Method, string Citation, Verified Verified);

/// <summary>How high spending of one episode may count.</summary>
public enum CapMethod
{
    /// <summary>A percentile of the stratum.</summary>
    Percentile,

    /// <summary>The mean of the stratum and a number of standard deviations.</summary>
    MeanAndDeviations,

    /// <summary>An amount.</summary>
    Amount,
}

/// <summary>A cap on the spending of one episode.</summary>
/// <param name="From">The place of the first period.</param>
/// <param name="To">The place of the last period.</param>
/// <param name="Method">How it is set.</param>
/// <param name="Figure">The figure that says how high.</param>
/// <param name="Over">Within which strata.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Verified">How far it was checked.</param>
public sealed record Cap(
    int From, int To, CapMethod Method, string Figure, IReadOnlyList<string> Over, string Citation, Verified Verified);

/// <summary>How episodes are found in claims and what counts in them. Numbers are names of figures.</summary>
public sealed record EpisodeDefinition
{
    /// <summary>Which claims begin an episode.</summary>
    public required IReadOnlyList<EpisodeTrigger> Triggers { get; init; }

    /// <summary>The figure with the days of an episode.</summary>
    public required string Days { get; init; }

    /// <summary>From where the days are counted.</summary>
    public required WindowStart CountedFrom { get; init; }

    /// <summary>The figure with the days by which an earlier procedure pulls the start back; null when it does not.</summary>
    public string? PullBack { get; init; }

    /// <summary>The figure with the days before the start whose services count; null when none do.</summary>
    public string? Lead { get; init; }

    /// <summary>The settings whose services count before the start.</summary>
    public IReadOnlyList<string> LeadSettings { get; init; } = [];

    /// <summary>The figure with the days behind the end whose spending is watched; null when none are.</summary>
    public string? After { get; init; }

    /// <summary>The paragraph of the window.</summary>
    public required string WindowCitation { get; init; }

    /// <summary>What is asked of the patient.</summary>
    public required IReadOnlyList<Eligibility> Eligibility { get; init; }

    /// <summary>What happens when a second anchor falls into an episode.</summary>
    public required OverlapPolicy Overlap { get; init; }

    /// <summary>Whether only anchors of one category meet each other in this; otherwise all of the model.</summary>
    public required bool OverlapWithinCategory { get; init; }

    /// <summary>Whether a stay that begins on the day on which another ended is part of the same anchor.</summary>
    public required bool TransfersAreOneAnchor { get; init; }

    /// <summary>Who answers for an episode: the first of these that the claims name.</summary>
    public required IReadOnlyList<Attribution> Attribution { get; init; }

    /// <summary>The settings whose services count.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    /// <summary>What does not count.</summary>
    public required IReadOnlyList<Exclusion> Exclusions { get; init; }

    /// <summary>How services over the edge are divided; other settings count whole by their first day.</summary>
    public required IReadOnlyList<Proration> Proration { get; init; }

    /// <summary>The figure that says how often the first day counts under a geometric mean stay.</summary>
    public string? FirstDayWeight { get; init; }

    /// <summary>The caps.</summary>
    public required IReadOnlyList<Cap> Caps { get; init; }
}
