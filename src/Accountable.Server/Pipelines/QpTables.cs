using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Aco;
using Accountable.Runs.Qpp;

namespace Accountable.Server.Pipelines;

/// <summary>QP scores and status of a run, and the facts from which the server determines and explains them again.</summary>
internal static class QpTables
{
    public const string Entities = "qp-entities";
    public const string Participants = "qp-participants";
    public const string Facts = QpFactsTables.ScoresName;
    public const string Leaving = "qp-leaving";

    /// <param name="store">The store.</param>
    /// <param name="request">The ACO and the year.</param>
    /// <param name="result">The run to the benchmark, whose assignment is taken; null where it could not be made.</param>
    public static RunPart Of(string store, RunRequest request, AcoResult? result) => RunPart.Of("QP status", () =>
    {
        var qp = AcoQp.Of(new AcoRequest
        {
            Store = store, Aco = request.Aco, Year = new PerformanceYear(request.PerformanceYear), Book = RuleBook.Embedded,
            AsOf = request.AsOf, Seed = request.Seed,
        }, result?.Years[^1]);
        var status = new Table([.. QpRun.Columns]);
        foreach (var row in qp.Run.Rows())
            status.Add(row);
        return new RunPart(
            [
                new RunTable("qp-scores", "QP threshold scores", StoreFactsTables.Summary(qp.Facts)),
                new RunTable("qp", "QP status", status),
                new RunTable("qp-drivers", "What each TIN and clinician is of the QP scores", QpFactsTables.Drivers(qp.Facts)),
                new RunTable(Entities, "APM Entities", StoreFactsTables.Entities(qp.Facts)),
                new RunTable(Participants, "Participation Lists", StoreFactsTables.Participants(qp.Facts)),
                new RunTable(Facts, "QP facts: sums of entities and clinicians", StoreFactsTables.Scores(qp.Facts), PersonLevel: true),
                new RunTable(Leaving, "What an entity loses with a clinician", QpFactsTables.Leaving(qp.Facts), PersonLevel: true),
            ],
            [
                .. RunPart.Counted(qp.Findings),
                new RunWarning("note",
                    "A-526: QP scores rest on the people whose claims are in the store, so they are higher than CMS's", ""),
            ],
            qp.Unverified);
    });
}
