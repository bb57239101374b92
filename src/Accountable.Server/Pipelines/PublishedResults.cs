using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.Runs.SharedSavings;
using Accountable.Server.Api;

namespace Accountable.Server.Pipelines;

/// <summary>The results that CMS published, computed anew and compared. They ship with the server; the law is that of its rule
/// book.</summary>
internal sealed class PublishedResults
{
    private readonly Lazy<IReadOnlyList<(string File, IReadOnlyList<ProvenRow> Rows)>> _proven = new(Prove);

    /// <summary>Every file with its compared rows. The first call takes a moment.</summary>
    public IReadOnlyList<(string File, IReadOnlyList<ProvenRow> Rows)> Files => _proven.Value;

    /// <summary>The derivation of one row's earned amount.</summary>
    /// <param name="file">The file's name without its ending, such as 2024.</param>
    /// <param name="row">The data row, from 1.</param>
    /// <param name="asOf">The day of knowledge; the rule book's own when null.</param>
    public static SettledRow Explain(string file, int row, DateOnly? asOf)
    {
        // Only a name that the folder has: nothing of the request becomes a path.
        var path = Paths().FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == file)
            ?? throw ApiProblem.NotFound("there are no published results of that name; GET /api/v1/prove lists them");
        var results = SharedSavingsResults.Read(path, null, withPublished: false);
        var found = results.Rows.FirstOrDefault(candidate => candidate.Row == row)
            ?? throw ApiProblem.NotFound($"the file has no readable row {row}");
        return new SettlementRun(RuleBook.Embedded, asOf, traced: true).Settle(results, found);
    }

    private static IEnumerable<string> Paths() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "locked", "shared-savings"), "*.csv").Order(StringComparer.Ordinal);

    private static IReadOnlyList<(string File, IReadOnlyList<ProvenRow> Rows)> Prove()
    {
        var run = new SettlementRun(RuleBook.Embedded);
        var proof = new SettlementProof(run);
        return [.. Paths().Select(path => (Path.GetFileNameWithoutExtension(path),
            proof.Compare(run.Settle(SharedSavingsResults.Read(path, null, withPublished: true))).Rows))];
    }
}
