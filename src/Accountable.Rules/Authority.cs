namespace Accountable.Rules;

/// <summary>Who made a number law. The higher rank wins, then the later day.</summary>
public enum Authority
{
    /// <summary>Published guidance or methodology of the agency.</summary>
    Guidance,

    /// <summary>A participation agreement of a model outside the CFR.</summary>
    Agreement,

    /// <summary>A regulation.</summary>
    Regulation,

    /// <summary>An act of Congress.</summary>
    Statute,
}

/// <summary>The clock on which a parameter's spans run.</summary>
public enum Axis
{
    /// <summary>The year of care.</summary>
    PerformanceYear,

    /// <summary>The year of payment.</summary>
    PaymentYear,

    /// <summary>The day on which an ACO's agreement period started.</summary>
    AgreementStart,

    /// <summary>A calendar day.</summary>
    Date,
}

/// <summary>The unit of a parameter.</summary>
public enum ParameterUnit
{
    /// <summary>A fraction; 0.5 is 50 percent.</summary>
    Ratio,

    /// <summary>US dollars.</summary>
    Dollars,

    /// <summary>Points of a score.</summary>
    Points,

    /// <summary>A count of people or things.</summary>
    Count,

    /// <summary>A table file under rules/tables with its meta file.</summary>
    Table,
}
