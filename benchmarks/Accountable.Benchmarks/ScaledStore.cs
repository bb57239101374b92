using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Engines;
using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Claims;
using Accountable.Synthetic;

namespace Accountable.Benchmarks;

/// <summary>A generated store, and engines over copies of it: every person several times, each copy with keys of its own, laid out as a
/// store lays out its parts. So that a million people need no hundred gigabytes of files to import.</summary>
internal sealed class ScaledStore : IDisposable
{
    private static readonly string[] Keys = ["bene_key", "bene_mbi_id_hash", "mbi_hash"];
    private static readonly string[] Lists =
        ["participants", "clinicians", "assignment_methods", "eta_hospitals", "agreements", "newest_specialties"];
    private static readonly string[] Inputs =
        ["cclf1", "cclf2", "cclf4", "cclf5", "cclf8", "files", "eligibility", "beneficiary_months", "designations", "assignment_list",
            "underserved", .. Lists.SkipLast(1)];

    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-bench-").FullName;
    private readonly IEngine _base;
    private readonly string _queries = Queries();

    public ScaledStore(int people, int firstYear, int lastYear)
    {
        var generated = Path.Combine(_folder, "generated");
        Generator.Run(new GeneratorOptions
        {
            People = people, Acos = 1, FirstYear = firstYear, LastYear = lastYear, Seed = 1, Folder = generated,
        });
        var location = Path.Combine(_folder, "store");
        using (var store = ClaimStore.OpenToWrite(location))
        {
            foreach (var aco in Directory.EnumerateDirectories(generated, "A*"))
                CclfImport.Import(aco, store, acceptCounts: false);
            ReportImport.Import(generated, store);
        }
        Store = ClaimStore.OpenToRead(location);
        Factors = Path.Combine(generated, "factors");
        _base = Store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
    }

    /// <summary>The store of every person once.</summary>
    public ClaimStore Store { get; }

    /// <summary>The folder of factors that was generated with it.</summary>
    public string Factors { get; }

    /// <summary>An engine over every person so many times, with the memory that a store's reader has.</summary>
    public IEngine Times(int copies)
    {
        var parts = Directory.CreateDirectory(Path.Combine(_folder, $"times{copies}")).FullName;
        var engine = new DuckDbEngine(null, ("threads", $"{Environment.ProcessorCount}"), ("memory_limit", ClaimStore.ReaderMemory),
            ("temp_directory", Path.Combine(parts, "spill")), ("preserve_insertion_order", "false"));
        engine.Execute("create schema input");
        foreach (var name in Inputs)
            Copy(engine, "input", name, parts, copies);
        engine.Execute("create schema core");
        foreach (var relation in CoreModels.All)
        {
            if (relation.IsKept && relation.Name is not ("netted_dollars" or "header_line_differences"))
                Copy(engine, "core", relation.Name, parts, copies);
            else if (relation.Name is "professional_lines" or "institutional_versions" or "expenditures")
                engine.Execute($"create view core.{relation.Name} as\n{relation.Sql}");
        }
        return engine;
    }

    public void Dispose()
    {
        _base.Dispose();
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Queries()
    {
        var texts = new StringBuilder();
        foreach (var assembly in new[] { typeof(FactModels).Assembly, typeof(CoreModels).Assembly }.Distinct())
        {
            foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                texts.Append(reader.ReadToEnd());
            }
        }
        return texts.ToString();
    }

    private void Copy(DuckDbEngine engine, string schema, string name, string parts, int copies)
    {
        var columns = new List<string>();
        using (var reader = _base.Query(
            "select column_name from information_schema.columns where table_schema = $schema and table_name = $name order by ordinal_position",
            ("schema", schema), ("name", name)))
        {
            while (reader.Read())
            {
                // What no query names need not be written a million times.
                if (!name.StartsWith("cclf", StringComparison.Ordinal) || _queries.Contains(reader.GetString(0), StringComparison.Ordinal))
                    columns.Add(reader.GetString(0));
            }
        }
        var cells = columns.Select(column => column switch
        {
            _ when Lists.Contains(name) => column,
            _ when Keys.Contains(column) => $"case when {column} is null then null else cast(hash({column}, i) >> 1 as bigint) end as {column}",
            "cur_clm_uniq_id" => $"{column} + i * 100000000000000 as {column}",
            "file_id" => $"{column} + i * 100000 as {column}",
            _ => column,
        });
        var part = Path.Combine(parts, $"{schema}.{name}.parquet");
        _base.Execute($"copy (select {string.Join(", ", cells)} from {schema}.{name}, range({(Lists.Contains(name) ? 1 : copies)}) t(i)) "
            + $"to '{part}' (format parquet)");
        engine.Execute($"create view {schema}.{name} as select * from read_parquet('{part}')");
    }
}
