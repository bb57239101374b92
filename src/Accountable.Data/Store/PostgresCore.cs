using Accountable.Data.Engines.Postgres;

namespace Accountable.Data.Store;

/// <summary>The relations of <see cref="CoreModels"/> in a PostgreSQL store, and what each was made from.</summary>
internal sealed class PostgresCore(PostgresEngine engine, StoreManifest manifest, DatedLaw law)
{
    /// <summary>Whether each is made from what the manifest names and with this law.</summary>
    public bool IsCurrent
    {
        get
        {
            var made = Made();
            return CoreModels.All.All(relation => made.GetValueOrDefault(relation.Name) == Key(relation));
        }
    }

    /// <summary>Makes those anew that are made from something else. Views hang on tables and are made anew all.</summary>
    public void Make()
    {
        var made = Made();
        foreach (var relation in CoreModels.All.Reverse().Where(relation => !relation.IsKept))
            engine.Execute($"drop view if exists core.{relation.Name}");
        foreach (var table in InputTable.All)
            engine.Execute($"analyze input.{table.Name}");
        law.CreateTable(engine);
        engine.Execute("analyze law.days");
        foreach (var relation in CoreModels.All)
        {
            if (!relation.IsKept)
                engine.Execute($"create view core.{relation.Name} as\n{relation.Sql}");
            else if (made.GetValueOrDefault(relation.Name) != Key(relation))
                engine.Execute($"""
                    drop table if exists core.{relation.Name};
                    create table core.{relation.Name} as
                    {relation.Sql};
                    analyze core.{relation.Name}
                    """);
            engine.Execute("delete from ledger.core where name = $name", ("name", relation.Name));
            engine.Execute("insert into ledger.core values ($name, $key)", ("name", relation.Name), ("key", Key(relation)));
        }
    }

    private string Key(CoreRelation relation) => $"{relation.Key(manifest)}-{relation.LawKey(law)}";

    private Dictionary<string, string> Made()
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = engine.Query("select name, key from ledger.core");
        while (reader.Read())
            made.Add(reader.GetString(0), reader.GetString(1));
        return made;
    }
}
