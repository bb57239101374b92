using System.Runtime.InteropServices;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Runs.Aco;

/// <summary>How many people one step decided for one reason.</summary>
/// <param name="IsAssigned">Whether it assigned them.</param>
/// <param name="Step">The step.</param>
/// <param name="Reason">The reason.</param>
/// <param name="People">How many.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeterminationCount(bool IsAssigned, AssignmentStep Step, AssignmentReason Reason, int People);

/// <summary>The assignment of one year.</summary>
/// <param name="Request">The year, the method and the law.</param>
/// <param name="Assigned">The keys of those who are assigned, in ascending order.</param>
/// <param name="Counts">Everybody who was looked at, by step and reason: the assigned first.</param>
/// <param name="Billing">Every TIN and CCN with a claim of the ACO.</param>
public sealed record AssignedYear(
    AssignmentRequest Request, IReadOnlyList<long> Assigned, IReadOnlyList<DeterminationCount> Counts, IReadOnlySet<string> Billing)
{
    /// <summary>The calendar year.</summary>
    public int Year => Request.Year.Value;

    /// <summary>How many people were looked at.</summary>
    public int LookedAt => Counts.Sum(count => count.People);

    /// <summary>Counts what a run determines, person by person; nobody but the assigned is kept.</summary>
    internal static AssignedYear Of(AssignmentRequest request, AssignmentRun run)
    {
        var assigned = new List<long>();
        var counts = new Dictionary<(bool, AssignmentStep, AssignmentReason), int>();
        foreach (var (key, determination) in run.Determine())
        {
            if (determination.IsAssigned)
                assigned.Add(key);
            var kind = (determination.IsAssigned, determination.Step, determination.Reason);
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }
        assigned.Sort();
        return new AssignedYear(request, assigned, [.. counts
            .Select(count => new DeterminationCount(count.Key.Item1, count.Key.Item2, count.Key.Item3, count.Value))
            .OrderByDescending(count => count.IsAssigned).ThenBy(count => count.Step).ThenBy(count => count.Reason)], run.Billing);
    }
}

/// <summary>Assignment of the benchmark years and the performance year in one opened store.</summary>
/// <remarks>Every year is assigned by the participant list, the method and the rules of the performance year. 42 CFR 425.601(a)(9),
/// 425.652(a)(9). Other ACOs stand with their lists of the year itself .</remarks>
internal static class AssignedYears
{
    /// <summary>The method of the performance year as the store's list of methods says it; retrospective where it says none.</summary>
    public static AssignmentMethod MethodOf(IEngine engine, AcoRequest request, List<Finding> findings)
    {
        if (AssignmentSession.Methods(engine, request.Year.Value).TryGetValue(request.Aco, out var method))
            return method;
        findings.Add(new Finding(Severity.Warning, "methods.csv", 0, "",
            $"the store has no assignment method of {request.Aco} for {request.Year}: taken as retrospective",
            "Import methods.csv (aco_id,performance_year,method) when it is prospective"));
        return AssignmentMethod.Retrospective;
    }

    /// <summary>Assigns one year.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="year">The benchmark or performance year.</param>
    /// <param name="method">The method of the performance year.</param>
    /// <param name="law">The law of the performance year.</param>
    /// <param name="findings">Gets what a person should look at, once.</param>
    /// <param name="before">A year that was assigned before; null for the first.</param>
    /// <exception cref="FileRefusedException">The ACO has no list for the performance year, or the store no claims of the
    /// window.</exception>
    public static AssignedYear Of(
        IEngine engine, AcoRequest request, int year, AssignmentMethod method, RuleYear law, List<Finding> findings,
        AssignedYear? before)
    {
        var asked = new AssignmentRequest(request.Aco, new PerformanceYear(year), method, law, request.Seed);
        var list = ListOf(engine, request, year, findings);
        var run = new AssignmentRun(engine, asked, list, AssignmentSession.HeldInAdvance(engine, asked, list), before?.Billing);
        findings.AddRange(run.Findings.Where(finding => !findings.Contains(finding)));
        return AssignedYear.Of(asked, run);
    }

    /// <summary>Whom other ACOs with prospective assignment have in a year.</summary>
    public static IReadOnlySet<long> HeldElsewhere(IEngine engine, AcoRequest request, AssignedYear year) =>
        AssignmentSession.HeldInAdvance(engine, year.Request with { Method = AssignmentMethod.Retrospective },
            ListOf(engine, request, year.Year, [])).Keys;

    /// <summary>The ACO's list of the performance year and the other ACOs' lists of the year.</summary>
    private static ParticipantList ListOf(IEngine engine, AcoRequest request, int year, List<Finding> findings)
    {
        var own = request.Participants is null ? ParticipantList.OfStore(engine, request.Year.Value)
            : ParticipantList.OfFile(request.Participants, request.Year.Value);
        findings.AddRange(own.Refused.Where(finding => !findings.Contains(finding)));
        var mine = own.Participants.Where(participant => participant.Aco == request.Aco).ToList();
        if (mine.Count == 0)
        {
            throw new FileRefusedException(new Finding(Severity.FileRefused, request.Participants ?? "store", 0, "",
                $"there is no participant list of {request.Aco} for {request.Year}, by which the benchmark years are assigned as well",
                "Import it with the claims, or name one with --participants (aco_id,tin,ccn,npi,role,specialty,start,end)"));
        }
        var others = request.Participants is null && year != request.Year.Value ? ParticipantList.OfStore(engine, year) : own;
        return ParticipantList.Of(mine.Concat(others.Participants.Where(participant => participant.Aco != request.Aco)));
    }

    /// <summary>Years that are read at once: all of them, but of a large ACO so many that their people fit into memory.</summary>
    /// <param name="years">The years, in ascending order.</param>
    /// <param name="peopleAtOnce">How many people of all years together are read at once.</param>
    public static IEnumerable<IReadOnlyList<int>> Batches(IReadOnlyList<AssignedYear> years, int peopleAtOnce)
    {
        var (batch, people) = (new List<int>(), 0);
        foreach (var year in years)
        {
            // A year between is none of the run's, and would be read for nothing.
            if (batch.Count > 0 && (people + year.LookedAt > peopleAtOnce || year.Year != batch[^1] + 1))
            {
                yield return batch;
                (batch, people) = ([], 0);
            }
            batch.Add(year.Year);
            people += year.LookedAt;
        }
        yield return batch;
    }

    /// <summary>Makes the relations of a run: who is assigned in which year, and the months of the years.</summary>
    public static void Fill(IEngine engine, IReadOnlyList<AssignedYear> years)
    {
        Create(engine, "run_assigned", "year integer, bene_key bigint");
        using (var appender = engine.Append("facts", "run_assigned"))
        {
            foreach (var year in years)
            {
                foreach (var key in year.Assigned)
                    appender.Add(year.Year, key);
            }
            appender.Complete();
        }
        Create(engine, "run_months", "year integer, month date");
        using (var appender = engine.Append("facts", "run_months"))
        {
            foreach (var year in years)
            {
                for (var month = new DateOnly(year.Year, 1, 1); month.Year == year.Year; month = month.AddMonths(1))
                    appender.Add(year.Year, month);
            }
            appender.Complete();
        }
    }

    internal static void Create(IEngine engine, string name, string columns)
    {
        engine.Execute($"drop table if exists facts.{name}");
        engine.Execute($"create table facts.{name} ({columns})");
    }
}
