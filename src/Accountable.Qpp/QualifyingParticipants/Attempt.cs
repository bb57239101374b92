namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>One score held against its thresholds: one option, level, snapshot, basis and method.</summary>
public sealed class Attempt
{
    /// <summary>Which payers.</summary>
    public required QpOption Option { get; init; }

    /// <summary>Whose services.</summary>
    public required QpLevel Level { get; init; }

    /// <summary>The entity's or TIN's identifier; empty at the individual level.</summary>
    public required string Of { get; init; }

    /// <summary>Dollars or people.</summary>
    public required QpMethod Method { get; init; }

    /// <summary>Which services make a beneficiary attribution-eligible.</summary>
    public required EligibilityBasis Basis { get; init; }

    /// <summary>The snapshot, 1 to 3.</summary>
    public required int Snapshot { get; init; }

    /// <summary>The threshold score, a share.</summary>
    public required Ratio Score { get; init; }

    /// <summary>The QP threshold, a share.</summary>
    public required Ratio QpThreshold { get; init; }

    /// <summary>The Partial QP threshold, a share.</summary>
    public required Ratio PartialThreshold { get; init; }

    /// <summary>Whether it makes a QP.</summary>
    public required Test MeetsQp { get; init; }

    /// <summary>Whether it would make at least a Partial QP.</summary>
    public required Test MeetsPartial { get; init; }

    /// <summary>Under the All-Payer Combination Option whether the least Medicare score is there; yes in the Medicare Option.</summary>
    public bool HasMedicareMinimum { get; init; } = true;

    /// <summary>414.1425(c)(2): a QP is never a Partial QP as well.</summary>
    public QpStatus Status => MeetsQp.Holds ? QpStatus.Qp : MeetsPartial.Holds ? QpStatus.PartialQp : QpStatus.None;

    /// <summary>The threshold that the status was won by, or, without one, the next that was missed.</summary>
    public Ratio Threshold => Status == QpStatus.Qp ? QpThreshold : PartialThreshold;

    /// <summary>How far the score lies under the next threshold; 0 for a QP.</summary>
    public decimal Lacks => Status == QpStatus.Qp ? 0 : Math.Max(0, (Status == QpStatus.PartialQp ? QpThreshold : PartialThreshold).Amount - Score.Amount);
}

/// <summary>Keeps the attempt that decides: the first that reached the best status, or else the nearest miss.</summary>
internal struct Tally
{
    public Attempt? Best;

    public void Consider(Attempt? attempt)
    {
        if (attempt is null)
            return;
        if (Best is null || attempt.Status > Best.Status)
        {
            Best = attempt;
            return;
        }

        // A miss for want of the Medicare minimum is never the nearest: no score would cure it.
        if (attempt.Status == QpStatus.None && Best.Status == QpStatus.None && attempt.HasMedicareMinimum && attempt.Lacks < Best.Lacks)
            Best = attempt;
    }
}
