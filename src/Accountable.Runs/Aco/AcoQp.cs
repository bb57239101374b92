using Accountable.Data;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Runs.Claims;
using Accountable.Runs.Qpp;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Aco;

/// <summary>QP facts and status of an ACO: it is the APM Entity, its track the model.</summary>
/// <param name="Facts">Lists and scores with what each TIN and clinician is of them.</param>
/// <param name="Run">The determinations.</param>
/// <param name="Findings">What a person should look at.</param>
/// <param name="Unverified">Parameters that nobody verified and on which facts and status rest.</param>
public sealed record AcoQp(StoreFacts Facts, QpRun Run, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Unverified)
{
    /// <summary>Reads the claims of the performance year.</summary>
    /// <param name="request">The store, the ACO and the year.</param>
    /// <param name="known">The performance year as a run assigned it; null to assign it now.</param>
    /// <exception cref="FileRefusedException">The store has no list of participants, no track or no claims of the QP Performance
    /// Period.</exception>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static AcoQp Of(AcoRequest request, AssignedYear? known)
    {
        ArgumentNullException.ThrowIfNull(request);
        var law = request.Book.For(request.Year, request.AsOf);
        using var store = ClaimStore.OpenToRead(request.Store);
        using var engine = store.OpenCore(ClaimLaw.Of(request.Book));
        try
        {
            // Relations of a run are its own: in a shared database nobody else sees them.
            if (engine.IsShared)
                engine.Execute("begin");
            var findings = new List<Finding>();
            var agreements = request.Agreements ?? Agreements.OfStore(engine);
            var agreement = agreements.Of(request.Aco, request.Year.Value)
                ?? new AgreementYear("agreements.csv", 0, request.Aco, request.Year.Value);
            var model = $"mssp-{AcoSettlement.TrackOf(agreement).Name()}";

            // without a run to the benchmark the year is assigned alone.
            var performance = known ?? AssignedYears.Of(engine, request, request.Year.Value,
                AssignedYears.MethodOf(engine, request, findings), law, findings, null);
            var facts = StoreFacts.Of(engine, request.Aco, model, law, performance.Assigned.ToHashSet(),
                AssignedYears.HeldElsewhere(engine, request, performance));
            var run = QpRun.Over(facts.ToQpFacts(), request.Book, request.Year, asOf: request.AsOf);
            return new AcoQp(facts, run, [.. facts.Findings, .. run.Findings],
                [.. law.Unverified.Union(run.Unverified).Order(StringComparer.Ordinal)]);
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }
}
