using Accountable.Data.Claims;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Runs.Claims;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Runs.Assignment;

/// <summary>A store opened for one assignment. What it adds to the engine goes when it is closed.</summary>
public sealed class AssignmentSession : IDisposable
{
    private readonly ClaimStore _store;
    private readonly IEngine _engine;

    private AssignmentSession(ClaimStore store, IEngine engine, AssignmentRequest request, AssignmentRun run)
    {
        (_store, _engine, Request, Run) = (store, engine, request, run);
    }

    /// <summary>What was asked for.</summary>
    public AssignmentRequest Request { get; }

    /// <summary>The run.</summary>
    public AssignmentRun Run { get; }

    /// <summary>Opens a store for an assignment.</summary>
    /// <param name="location">A folder or a database.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="participants">A list in place of those in the store; null for those.</param>
    /// <exception cref="Data.FileRefusedException">The store, the list or the window cannot be used.</exception>
    public static AssignmentSession Open(string location, AssignmentRequest request, string? participants)
    {
        ArgumentNullException.ThrowIfNull(request);
        var store = ClaimStore.OpenToRead(location);
        try
        {
            var engine = store.OpenCore(ClaimLaw.Of(request.Law.Book));
            try
            {
                // Lists of law and participants are this run's own: in a shared database nobody else sees them.
                engine.Execute("begin transaction");
                var list = participants is null ? ParticipantList.OfStore(engine, request.Year.Value)
                    : ParticipantList.OfFile(participants, request.Year.Value);
                return new AssignmentSession(store, engine, request, new AssignmentRun(engine, request, list));
            }
            catch
            {
                engine.Dispose();
                throw;
            }
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The newest identifier of each person by key.</summary>
    public IReadOnlyDictionary<long, string> PersonIds()
    {
        var ids = new Dictionary<long, string>();
        using var reader = _engine.Query(ExportModels.Sql("person_identifiers"));
        while (reader.Read())
        {
            if (!reader.IsDBNull(1))
                ids[reader.GetInt64(0)] = reader.GetString(1);
        }
        return ids;
    }

    /// <summary>The facts of a person by any identifier; null when the run has none.</summary>
    public BeneficiaryFacts? Facts(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        var hash = BeneficiaryHash.Of(identifier.Trim());
        using (var reader = _engine.Query("select bene_key from core.mbi_history where mbi_hash = $hash", ("hash", hash)))
        {
            if (reader.Read())
                hash = reader.GetInt64(0);
        }
        return Run.Person(hash);
    }

    /// <summary>What the result depends on.</summary>
    public Manifest Manifest(string pipeline) => new()
    {
        Pipeline = pipeline, Book = Request.Law.Book, AsOf = Request.Law.AsOf,
        Inputs =
        [
            .. _store.Manifest.Files.Where(file => file.Aco == Request.Aco).Select(file => new ManifestInput(file.Name, file.Sha256,
                (int)Math.Min(file.RowsLoaded, int.MaxValue), new Dictionary<string, string>
                {
                    ["aco"] = Request.Aco, ["year"] = Request.Year.ToString(), ["window"] = Request.Method.Word(), ["seed"] = $"{Request.Seed}",
                })),
        ],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine.Execute("rollback");
        _engine.Dispose();
        _store.Dispose();
    }
}
