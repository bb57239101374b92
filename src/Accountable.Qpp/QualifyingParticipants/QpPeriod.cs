using Accountable.Rules;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>The QP Performance Period and its three snapshots. 42 CFR 414.1305, 414.1425(b)(1).</summary>
public sealed class QpPeriod
{
    private static readonly string[] Names = ["first", "second", "third"];
    private readonly DateOnly[] _snapshots;

    /// <summary>The period of a performance year.</summary>
    public QpPeriod(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var year = law.Year.Value;
        Start = new DateOnly(year, 1, 1);
        _snapshots = [.. Names.Select(name =>
        {
            var month = (int)law[Keys.Qpp.Qp.SnapshotMonth, name].Amount;
            return new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        })];
        LeastActiveDays = (int)law[Keys.Qpp.Qp.ActiveTestingDays].Amount;
    }

    /// <summary>How many snapshots a year has.</summary>
    public static int Snapshots => Names.Length;

    /// <summary>How many bases there are.</summary>
    public static int Bases { get; } = Enum.GetValues<EligibilityBasis>().Length;

    /// <summary>The first day.</summary>
    public DateOnly Start { get; }

    /// <summary>The last day, that of the last snapshot.</summary>
    public DateOnly End => _snapshots[^1];

    /// <summary>Days of active testing that a model needs within the period. 42 CFR 414.1425(c)(7).</summary>
    public int LeastActiveDays { get; }

    /// <summary>The day of a snapshot from 1.</summary>
    public DateOnly Day(int snapshot) => _snapshots[snapshot - 1];
}
