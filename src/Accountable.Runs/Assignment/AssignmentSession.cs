using Accountable.Data;
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

    /// <summary>The engine with the store's relations, for what else is added up of the assigned people.</summary>
    internal IEngine Engine => _engine;

    /// <summary>What was asked for.</summary>
    public AssignmentRequest Request { get; }

    /// <summary>The run.</summary>
    public AssignmentRun Run { get; }

    /// <summary>The method of an ACO in a year as the store's list of methods says it; null when it says none.</summary>
    public static AssignmentMethod? MethodOf(string location, string aco, int year)
    {
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenInput();
        return Methods(engine, year).TryGetValue(aco, out var method) ? method : null;
    }

    /// <summary>The ACOs with prospective assignment in a year, as the store's list of methods says it.</summary>
    public static IReadOnlySet<string> Prospective(string location, int year)
    {
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenInput();
        return Prospective(engine, year);
    }

    /// <summary>The same from an engine with the schema <c>input</c>.</summary>
    internal static IReadOnlySet<string> Prospective(IEngine engine, int year) => Methods(engine, year)
        .Where(aco => aco.Value == AssignmentMethod.Prospective).Select(aco => aco.Key).ToHashSet(StringComparer.Ordinal);

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
                if (engine.IsShared)
                    engine.Execute("begin");
                var list = participants is null ? ParticipantList.OfStore(engine, request.Year.Value)
                    : ParticipantList.OfFile(participants, request.Year.Value);
                var held = HeldInAdvance(engine, request, list);
                return new AssignmentSession(store, engine, request, new AssignmentRun(engine, request, list, held));
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

    /// <summary>Whom ACOs with prospective assignment have before this one looks: each in turn, as far as the store holds their claims
    /// and lists. Who named a clinician is where that clinician is, and is held by nobody.</summary>
    internal static HeldPeople HeldInAdvance(IEngine engine, AssignmentRequest request, ParticipantList list)
    {
        var (held, findings) = (new HashSet<long>(), new List<Finding>());
        foreach (var (aco, method) in Methods(engine, request.Year.Value).OrderBy(aco => aco.Key, StringComparer.Ordinal))
        {
            if (method != AssignmentMethod.Prospective || aco == request.Aco
                || (request.Method == AssignmentMethod.Prospective && string.CompareOrdinal(aco, request.Aco) > 0))
                continue;
            var other = request with { Aco = aco, Method = method };
            if (list.Participants.All(participant => participant.Aco != aco) || !HasClaims(engine, other))
            {
                findings.Add(new Finding(Severity.Warning, "store", 0, "",
                    $"{aco} has prospective assignment in {request.Year} and the store lacks its participants or its claims of "
                    + $"{other.Window.From:yyyy-MM-dd} to {other.Window.To:yyyy-MM-dd}: whom it holds already is not known",
                    "Import them, or read the result with that in mind"));
                continue;
            }
            var run = new AssignmentRun(engine, other, list, new HeldPeople(held, []));
            held.UnionWith(run.Determine()
                .Where(person => person.Determination is { IsAssigned: true, Step: not AssignmentStep.Voluntary })
                .Select(person => person.Key).ToList());
        }
        return new HeldPeople(held, findings);
    }

    private static bool HasClaims(IEngine engine, AssignmentRequest request)
    {
        using var reader = engine.Query(
            "select 1 from core.professional_lines where aco_id = $aco and clm_line_thru_dt between $first and $last limit 1",
            ("aco", request.Aco), ("first", request.Window.From), ("last", request.Window.To));
        return reader.Read();
    }

    internal static Dictionary<string, AssignmentMethod> Methods(IEngine engine, int year)
    {
        var methods = new Dictionary<string, AssignmentMethod>(StringComparer.Ordinal);
        using var reader = engine.Query(
            "select aco_id, method from input.assignment_methods where performance_year = $year order by file_id, line", ("year", year));
        while (reader.Read())
        {
            methods[reader.GetString(0)] = reader.GetString(1) switch
            {
                "prospective" => AssignmentMethod.Prospective,
                "retrospective" => AssignmentMethod.Retrospective,
                var other => throw new FileRefusedException(new Finding(Severity.FileRefused, "methods.csv", 0, "method",
                    $"'{other}' of {reader.GetString(0)} in {year} is no assignment method",
                    "Write prospective or retrospective, forget the file and import it again")),
            };
        }
        return methods;
    }

    /// <summary>The newest identifier of each person by key.</summary>
    public IReadOnlyDictionary<long, string> PersonIds()
    {
        var ids = new Dictionary<long, string>();
        using var reader = _engine.Query("select bene_key, person_id from core.person_identifiers");
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
                    ["aco"] = Request.Aco, ["year"] = Request.Year.ToString(), ["window"] = Request.Method.Word(),
                    ["seed"] = $"{Request.Seed}",
                })),
        ],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_engine.IsShared)
            _engine.Execute("rollback");
        _engine.Dispose();
        _store.Dispose();
    }
}
