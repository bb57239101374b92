using Accountable.Rules;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>Whether an entity's scores can make anybody a QP, and at which snapshots. 42 CFR 414.1425(c)(5) to (c)(7).</summary>
public sealed record EntityStanding
{
    /// <summary>Whether its model is an Advanced APM in the year.</summary>
    public required bool AdvancedApm { get; init; }

    /// <summary>Whether it left or was terminated so that its clinicians get no status through it.</summary>
    public required bool Terminated { get; init; }

    /// <summary>Days of active testing within the QP Performance Period.</summary>
    public required int ActiveDays { get; init; }

    /// <summary>One bit a snapshot that can be used: on or after the sixtieth day of active testing.</summary>
    public required byte Snapshots { get; init; }

    /// <summary>Why it cannot be used, or cannot at some snapshots; empty when it can at all three.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether its clinicians can get status through it.</summary>
    public bool Counts => TakesPart && !Terminated;

    /// <summary>Whether it takes part in an Advanced APM in the period, also when it left. 42 CFR 414.1425(c)(6).</summary>
    public bool TakesPart => AdvancedApm && ActiveDays > 0;

    /// <summary>Whether its group is tested at a snapshot from 1 to 3.</summary>
    public bool At(int snapshot) => (Snapshots & (1 << (snapshot - 1))) != 0;

    /// <summary>The standing of an entity in a year.</summary>
    public static EntityStanding Determine(EntityFacts entity, QpPeriod period, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(law);
        var none = new EntityStanding { AdvancedApm = false, Terminated = false, ActiveDays = 0, Snapshots = 0, Reason = "" };

        // 414.1425(b): only an Advanced APM counts.
        if (law.Book.Catalogues.Model(entity.ModelId) is not { } model)
            return none with { Reason = $"entity {entity.EntityId}: model {entity.ModelId} is not in the catalogue" };
        if (model.In(law.Year) is not { } status)
            return none with { Reason = $"entity {entity.EntityId}: {model.Id} was not in operation in {law.Year}" };
        if (!status.AdvancedApm)
            return none with { Reason = $"entity {entity.EntityId}: {model.Id} is not an Advanced APM in {law.Year} (42 CFR 414.1415)" };

        // (c)(7)(i): the part of the period in which the model was in active testing.
        var from = Later(period.Start, entity.ActiveFrom ?? model.From);
        var to = Earlier(period.End, entity.ActiveTo ?? model.To ?? period.End);
        var days = Math.Max(0, to.DayNumber - from.DayNumber + 1);
        var standing = none with { AdvancedApm = true, ActiveDays = days };

        // (c)(5): left before the period ended, or later without bearing the year's risk.
        if (Termination(entity, period, law) is { } terminated)
            return standing with { Terminated = true, Reason = $"entity {entity.EntityId}: {terminated}" };

        if (days < period.LeastActiveDays)
        {
            return standing with
            {
                Reason = $"entity {entity.EntityId}: active {days} days of the QP Performance Period, "
                    + $"{period.LeastActiveDays} are needed (42 CFR 414.1425(c)(7))",
            };
        }
        var day60 = from.AddDays(period.LeastActiveDays - 1);
        byte snapshots = 0;
        for (var snapshot = 1; snapshot <= QpPeriod.Snapshots; snapshot++)
        {
            if (period.Day(snapshot) >= day60)
                snapshots |= (byte)(1 << (snapshot - 1));
        }
        return standing with
        {
            Snapshots = snapshots,
            Reason = period.Day(1) >= day60 ? ""
                : $"entity {entity.EntityId}: tested from {day60:yyyy-MM-dd}, "
                    + $"the day {period.LeastActiveDays} of active testing (42 CFR 414.1425(c)(7))",
        };
    }

    private static string? Termination(EntityFacts entity, QpPeriod period, RuleYear law) => law.Year.Value switch
    {
        // (c)(5), (d)(3): left before the period ended, in every year. August 31 itself is no earlier day.
        >= 2017 when entity.TerminatedOn is { } day && day < period.End =>
            $"left its Advanced APM on {day:yyyy-MM-dd}, before the QP Performance Period ended ({Paragraph(law)})",

        // (c)(5)(ii), (d)(3)(ii), from 2020: or left at a time when it bore no risk.
        >= 2020 when entity.TerminatedOn is { } day && !entity.BearsRiskOnTermination =>
            $"left its Advanced APM on {day:yyyy-MM-dd} without bearing the year's risk (42 CFR 414.1425(c)(5)(ii))",
        >= 2017 => null,
        _ => throw new LawGapException("termination from an Advanced APM", law.Year),
    };

    private static string Paragraph(RuleYear law) => law.Year.Value is < 2020 ? "42 CFR 414.1425(c)(5)" : "42 CFR 414.1425(c)(5)(i)";

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;
}
