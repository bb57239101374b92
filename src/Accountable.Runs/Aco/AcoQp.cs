using Accountable.Data;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Runs.Claims;
using Accountable.Runs.Qpp;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Aco;

/// <summary>QP facts and status of an ACO whose run has its people already: the ACO is the APM Entity, its track the model.</summary>
/// <param name="Facts">Lists and scores with what each TIN and clinician is of them.</param>
/// <param name="Run">The determinations.</param>
/// <param name="Unverified">Parameters that nobody verified and on which facts and status rest.</param>
public sealed record AcoQp(StoreFacts Facts, QpRun Run, IReadOnlyList<string> Unverified)
{
    /// <summary>Reads the claims of the run's performance year.</summary>
    /// <param name="result">The run.</param>
    /// <exception cref="FileRefusedException">The store has no list of clinicians, no track or no claims of the QP Performance
    /// Period.</exception>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static AcoQp Of(AcoResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var request = result.Request;
        var law = request.Book.For(request.Year, request.AsOf);
        using var store = ClaimStore.OpenToRead(request.Store);
        using var engine = store.OpenCore(ClaimLaw.Of(request.Book));
        try
        {
            // Relations of a run are its own: in a shared database nobody else sees them.
            if (engine.IsShared)
                engine.Execute("begin");
            var agreement = AcoAgreement.Of(request, request.Agreements ?? Agreements.OfStore(engine));
            var performance = result.Years[^1];
            var facts = StoreFacts.Of(engine, request.Aco, $"mssp-{AcoSettlement.TrackOf(agreement).Name()}", law,
                performance.Assigned.ToHashSet(), AssignedYears.HeldElsewhere(engine, request, performance));
            var run = QpRun.Over(facts.ToQpFacts(), request.Book, request.Year, asOf: request.AsOf);
            return new AcoQp(facts, run, [.. law.Unverified.Union(run.Unverified).Order(StringComparer.Ordinal)]);
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }
}
