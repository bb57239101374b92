using Accountable.Data.Claims;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Synthetic;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>The tests that share one generation.</summary>
[CollectionDefinition(GeneratedClaims.Collection)]
public sealed class GeneratedClaimsCollection : ICollectionFixture<GeneratedClaims>
{
}

/// <summary>Further tests that share a generation of their own, so that both halves run at once.</summary>
[CollectionDefinition(GeneratedClaims.SecondCollection)]
public sealed class SecondGeneratedClaimsCollection : ICollectionFixture<GeneratedClaims>
{
}

/// <summary>Generated claims of 2,000 people over four years in a store, made once for the tests that look at them.</summary>
public sealed class GeneratedClaims : IDisposable
{
    public const string Collection = "generated claims";
    public const string SecondCollection = "generated claims, once more";

    private readonly Scratch _scratch = new();

    public GeneratedClaims()
        : this(Options)
    {
    }

    private GeneratedClaims(Func<string, GeneratorOptions> options)
    {
        Folder = _scratch["generated"];
        Result = Generator.Run(options(Folder));
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
        {
            foreach (var aco in Acos)
                Imported.AddRange(CclfImport.Import(Path.Combine(Folder, aco), store, acceptCounts: false));
        }
        Store = ClaimStore.OpenToRead(_scratch["store"]);
        Engine = Store.OpenCore(DatedLaw.None);
    }

    public static IReadOnlyList<string> Acos { get; } = ["A0001", "A0002"];

    public string Folder { get; }

    public GeneratorResult Result { get; }

    public List<ImportedDelivery> Imported { get; } = [];

    public ClaimStore Store { get; }

    public IEngine Engine { get; }

    public static GeneratorOptions Options(string folder) => new()
    {
        People = 2_000, Acos = 2, FirstYear = 2021, LastYear = 2024, Seed = 7, Folder = folder,
    };

    /// <summary>Another generation, for a test that needs other years.</summary>
    public static GeneratedClaims Of(Func<string, GeneratorOptions> options) => new(options);

    /// <summary>The rows of a file between commas, without its header.</summary>
    public IEnumerable<string[]> Rows(string path) =>
        File.ReadLines(Path.Combine(Folder, path)).Skip(1).Select(line => line.Split(','));

    /// <summary>The rows of a query, cells joined by bars.</summary>
    public List<string> Query(string sql)
    {
        using var reader = Engine.Query(sql);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|',
                Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString())));
        return rows;
    }

    public string NewScratch(string name) => _scratch[name];

    public void Dispose()
    {
        Engine.Dispose();
        Store.Dispose();
        _scratch.Dispose();
    }
}
