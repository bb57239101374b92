using System.Text.Json;
using Accountable.Explanations;
using Accountable.Runs.SharedSavings;
using Accountable.Server.Access;
using Accountable.Server.Pipelines;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Server.Api;

/// <summary>Why a published row comes to what it does.</summary>
/// <param name="AcoId">The ACO; empty where the file names none.</param>
/// <param name="Row">The data row of the file.</param>
/// <param name="PerformanceYear">The year.</param>
/// <param name="Track">The track.</param>
/// <param name="Earned">What was earned or is owed, dollars.</param>
/// <param name="Notes">What was taken for granted.</param>
/// <param name="Derivation">The tree: nodes with operands by id, and the root.</param>
internal sealed record ProofExplanation(string AcoId, int Row, int PerformanceYear, string Track, decimal Earned,
    IReadOnlyList<string> Notes, DerivationView Derivation);

/// <summary>A derivation: shared nodes stand once, operands are ids.</summary>
internal sealed record DerivationView(IReadOnlyList<DerivationNode> Nodes, int Root);

/// <summary>A node of a derivation.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">input, parameter, assumption, step, operation or constant.</param>
/// <param name="Unit">The unit of its value.</param>
/// <param name="Value">Its value; 1 or 0 for a yes or no.</param>
/// <param name="Operation">The sum done.</param>
/// <param name="Name">Its name in the regulation's words.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Source">The file and row of a fact, the key of a parameter, the id of an assumption.</param>
/// <param name="Verified">How far a parameter was checked.</param>
/// <param name="Operands">The nodes it was made from.</param>
/// <param name="Formula">The sum with its numbers, for people.</param>
/// <param name="Display">The value for people.</param>
/// <param name="Parts">The named nodes that it rests on, for a tree.</param>
internal sealed record DerivationNode(int Id, string Kind, string Unit, decimal Value, string? Operation = null, string? Name = null,
    string? Citation = null, string? Source = null, string? Verified = null, IReadOnlyList<int>? Operands = null, string? Formula = null,
    string? Display = null, IReadOnlyList<int>? Parts = null);

/// <summary>How a derivation is written: as the command line does, with what a tree on a screen needs besides.</summary>
internal static class DerivationViews
{
    public static DerivationView Of(Derivation root)
    {
        var index = new Dictionary<Derivation, int>(ReferenceEqualityComparer.Instance);
        foreach (var node in root.Nodes())
            index.Add(node, index.Count);
        return new DerivationView([.. index.OrderBy(pair => pair.Value).Select(pair => View(pair.Key, index))], index[root]);
    }

    private static DerivationNode View(Derivation node, Dictionary<Derivation, int> index) => new(index[node], Word(node.Kind),
        Word(node.Unit), node.Value, node.Operation is { } operation ? Word(operation) : null, node.Name, node.Citation, node.Source,
        node.Verified is { } verified ? Word(verified) : null, [.. node.Operands.Select(operand => index[operand])], Formula.Of(node),
        Accountable.Display.Of(node.Unit, node.Value), [.. Outline.Parts(node).Select(part => index[part])]);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>CMS's published results, recomputed.</summary>
internal static class ProveApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/prove").WithTags("prove");
        group.MapGet("/", (HttpContext http, PublishedResults results) => SettlementTables.Summary(results.Files).Answer(http, "prove"))
            .WithName("prove").Produces<TablePage>().For(Role.Viewer);
        group.MapGet("/rows", Rows).WithName("prove_rows").Produces<TablePage>().For(Role.Viewer);
        group.MapGet("/{file}/rows/{row:int}", Explain).WithName("prove_row").For(Role.Viewer);
    }

    private static IResult Rows(HttpContext http, PublishedResults results) => SettlementTables.Of(results.Files).Answer(http,
        "prove-rows");

    private static ProofExplanation Explain(string file, int row, DateOnly? as_of)
    {
        var settled = PublishedResults.Explain(file, row, as_of);
        return new ProofExplanation(settled.Row.AcoId, settled.Row.Row, settled.Row.Year.Value, settled.Facts.Track.Name(),
            settled.Result.Earned.Amount, settled.Notes, DerivationViews.Of(settled.Result.Earned.Derivation!));
    }
}
