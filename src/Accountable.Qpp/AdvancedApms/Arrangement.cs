namespace Accountable.Qpp.AdvancedApms;

/// <summary>Who pays under an arrangement.</summary>
public enum ArrangementPayer
{
    /// <summary>Medicare Parts A and B.</summary>
    Medicare,

    /// <summary>A commercial insurer or employer.</summary>
    Commercial,

    /// <summary>A Medicare Advantage or other Medicare health plan.</summary>
    MedicareAdvantage,

    /// <summary>Medicaid, title XIX.</summary>
    Medicaid,

    /// <summary>A payer other than Medicare in a CMS Multi-Payer Model.</summary>
    MultiPayer,
}

/// <summary>The law under which a Medicare model is run. SSA 1833(z)(3)(C).</summary>
public enum ApmAuthority
{
    /// <summary>None of those that make an APM.</summary>
    None,

    /// <summary>The Shared Savings Program, SSA 1899.</summary>
    SharedSavingsProgram,

    /// <summary>A model of the Innovation Center, SSA 1115A, other than an innovation award.</summary>
    InnovationCenter,

    /// <summary>A health care innovation award.</summary>
    InnovationAward,

    /// <summary>A demonstration under SSA 1866C.</summary>
    Demonstration,

    /// <summary>A demonstration that Federal law requires.</summary>
    FederalLaw,
}

/// <summary>What happens to participants when the trigger is met. 42 CFR 414.1415(c)(1), (c)(2), 414.1420(d)(1), (d)(2).</summary>
public enum RiskForm
{
    /// <summary>Payment is withheld.</summary>
    WithholdsPayment,

    /// <summary>Payment rates are cut.</summary>
    ReducesRates,

    /// <summary>The entity pays the payer.</summary>
    OwesPayer,

    /// <summary>All or part of an otherwise guaranteed payment is lost.</summary>
    LosesGuaranteedPayment,
}

/// <summary>What triggers the risk.</summary>
public enum RiskTrigger
{
    /// <summary>Actual spending above expected spending.</summary>
    ExpectedExpenditures,

    /// <summary>Missing one or more performance standards.</summary>
    PerformanceStandards,
}

/// <summary>What makes a quality measure evidence-based, reliable and valid. 42 CFR 414.1415(b)(2), (b)(3).</summary>
public enum MeasureEvidence
{
    /// <summary>Nothing that the rule names.</summary>
    None,

    /// <summary>On the final list of MIPS measures.</summary>
    MipsList,

    /// <summary>Endorsed by a consensus-based entity.</summary>
    ConsensusEndorsed,

    /// <summary>Determined by CMS.</summary>
    CmsDetermined,

    /// <summary>Developed under SSA 1848(s); through 2019.</summary>
    Section1848s,

    /// <summary>Submitted in the call for measures; through 2019.</summary>
    CallForMeasures,
}

/// <summary>How the arrangement is a capitation. 42 CFR 414.1415(c)(6).</summary>
public enum Capitation
{
    /// <summary>It is none.</summary>
    None,

    /// <summary>A fixed payment that is settled against actual cost.</summary>
    Settled,

    /// <summary>A fixed payment for all services of a population without settlement.</summary>
    Full,
}

/// <summary>A quality measure that enters payment.</summary>
/// <param name="Id">Its number or name.</param>
/// <param name="Outcome">Whether it measures an outcome.</param>
/// <param name="Evidence">What makes it evidence-based, reliable and valid.</param>
public sealed record QualityMeasure(string Id, bool Outcome, MeasureEvidence Evidence);

/// <summary>The share of overspending that participants bear at one level of it.</summary>
/// <param name="From">Where the level begins, as a share of expected expenditures.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Share">The share borne, from 0 to 1.</param>
public sealed record MarginalRiskLevel(decimal From, decimal To, decimal Share);

/// <summary>What makes an arrangement a medical home. 42 CFR 414.1305.</summary>
/// <param name="PrimaryCareFocus">Whether its participants are primary care practices.</param>
/// <param name="Empanelment">Whether each patient is listed with a clinician.</param>
/// <param name="Elements">How many of the seven elements it has.</param>
/// <param name="Expanded">Whether it was expanded under SSA 1115A(c).</param>
/// <param name="ComparableToExpanded">For Medicaid: whether it is comparable to an expanded one.</param>
/// <param name="Aligned">Whether it is formally aligned with a medical home model of CMS for several payers.</param>
public sealed record MedicalHomeTerms(bool PrimaryCareFocus, bool Empanelment, int Elements, bool Expanded, bool ComparableToExpanded, bool Aligned);

/// <summary>The financial risk of an arrangement. Dollars are of a year; rates are fractions.</summary>
public sealed record RiskTerms
{
    /// <summary>What happens when the trigger is met; empty when nothing does.</summary>
    public IReadOnlyList<RiskForm> Forms { get; init; } = [];

    /// <summary>What triggers it.</summary>
    public RiskTrigger Trigger { get; init; }

    /// <summary>The most that participants can owe or forgo, dollars.</summary>
    public Money TotalRisk { get; init; }

    /// <summary>Participants' Parts A and B revenue, or their revenue from the payer, dollars; null when unknown.</summary>
    public Money? Revenue { get; init; }

    /// <summary>Whether risk is defined in terms of revenue; an other payer arrangement is tested by revenue only then. 42 CFR 414.1420(d)(3)(i).</summary>
    public bool DefinedByRevenue { get; init; }

    /// <summary>Spending for which participants answer, dollars; in an episode model the target price. Null when unknown.</summary>
    public Money? ExpectedExpenditures { get; init; }

    /// <summary>What Parts A and B would have spent without the APM; a benchmark above it is cut to it. 42 CFR 414.1415(c)(5).</summary>
    public Money? SpendingWithoutApm { get; init; }

    /// <summary>The share of overspending borne, by level; one level from 0 when it does not vary.</summary>
    public IReadOnlyList<MarginalRiskLevel> MarginalRisk { get; init; } = [];

    /// <summary>Overspending below which nothing is owed, as a share of expected expenditures.</summary>
    public Ratio MinimumLossRate { get; init; }

    /// <summary>Whether it is a capitation.</summary>
    public Capitation Capitation { get; init; }
}

/// <summary>A payment arrangement as a document.</summary>
public sealed record Arrangement
{
    /// <summary>The short name, which other payers' rows use.</summary>
    public required string Id { get; init; }

    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary>Who pays.</summary>
    public required ArrangementPayer Payer { get; init; }

    /// <summary>For Medicare: the law under which it is run.</summary>
    public ApmAuthority Authority { get; init; }

    /// <summary>Whether entities take part by agreement with CMS, by law or by regulation.</summary>
    public bool Agreement { get; init; }

    /// <summary>Whether a Participation List has at least one MIPS clinician.</summary>
    public bool ListsMipsClinicians { get; init; }

    /// <summary>Whether payment depends on cost or utilization and on quality.</summary>
    public bool PaysByCostAndQuality { get; init; }

    /// <summary>Whether it starts after the first day of the performance year or cannot practicably be scored.</summary>
    public bool NotScorable { get; init; }

    /// <summary>The share of clinicians that it requires to use CEHRT.</summary>
    public Ratio CehrtShare { get; init; }

    /// <summary>For the Shared Savings Program through 2018: whether payment is moved by the degree of CEHRT use.</summary>
    public bool CehrtMovesPayment { get; init; }

    /// <summary>Whether quality results are a factor in payment.</summary>
    public bool QualityMovesPayment { get; init; }

    /// <summary>The measures that enter payment.</summary>
    public IReadOnlyList<QualityMeasure> Measures { get; init; } = [];

    /// <summary>Whether no outcome measure on the MIPS list was available in the first QP Performance Period.</summary>
    public bool NoOutcomeMeasureAvailable { get; init; }

    /// <summary>The financial risk.</summary>
    public RiskTerms Risk { get; init; } = new();

    /// <summary>What makes it a medical home; null when it is none.</summary>
    public MedicalHomeTerms? MedicalHome { get; init; }

    /// <summary>Clinicians of the parent organization of the entity; null when unknown.</summary>
    public Count? ParentClinicians { get; init; }

    /// <summary>The most clinicians on the entity's own list at a snapshot; null when unknown.</summary>
    public Count? EntityClinicians { get; init; }
}
