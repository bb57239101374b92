using Accountable.Data.Claims;
using Accountable.Data.Store;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>The relations of core are made once, kept, and made anew when and only when what they are made from changes.</summary>
public sealed class KeptRelationTests(ITestOutputHelper output) : IDisposable
{
    private static readonly DatedLaw Law = new([new DatedRate(new(2020, 1, 1), new(2021, 12, 31), 0.02m)]);
    private static readonly DatedLaw OtherLaw = new([new DatedRate(new(2020, 1, 1), new(2021, 12, 31), 0.01m)]);
    private readonly Scratch _scratch = new();

    private static int Kept => CoreModels.All.Count(relation => relation.IsKept);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Relations_know_from_their_text_what_they_are_made_from()
    {
        var lines = CoreModels.All.Single(relation => relation.Name == "part_b_lines");
        Assert.True(lines.IsKept && lines.ReadsLaw);
        Assert.Equal(["cclf1", "cclf2", "cclf5", "cclf6", "cclf9", "cclfb", "files"], lines.Inputs);
        var history = CoreModels.All.Single(relation => relation.Name == "mbi_history");
        Assert.False(history.ReadsLaw);
        Assert.Equal(["cclf9", "files"], history.Inputs);
        // Each stands behind those that it needs.
        var names = CoreModels.All.Select(relation => relation.Name).ToList();
        Assert.True(names.IndexOf("mbi_history") < names.IndexOf("part_b_versions"));
        Assert.True(names.IndexOf("part_b_lines") < names.IndexOf("expenditures"));
    }

    [Fact]
    public void A_folder_keeps_them_until_their_files_or_their_law_change()
    {
        Import(ImportTests.Plain());
        var first = Files();
        Assert.Equal(Kept, first.Count);
        Import(ImportTests.Plain());
        using (var reader = ClaimStore.OpenToRead(_scratch["store"]))
            reader.OpenCore(Law).Dispose();
        Assert.Equal(first, Files());
        // A new CCLF8 touches no relation here; a new CCLF9 touches all.
        Import(new Delivery(day: "210215").With('8', 549, Claims.Rows.Of('8', 549, ("BENE_MBI_ID", "1AA0AA0AA00"))).With('9', 55));
        Assert.Equal(first.Where(file => !Needs(file, "cclf9")), Files().Where(first.Contains));
        var second = Files();
        Assert.Equal(Kept, second.Count);
        using (var writer = ClaimStore.OpenToWrite(_scratch["store"]))
            writer.OpenCore(OtherLaw).Dispose();
        Assert.Equal(Kept, Files().Count);
        Assert.Equal(second.Where(file => !ReadsLaw(file)), Files().Where(second.Contains));
    }

    [Fact]
    public void What_was_forgotten_is_in_no_kept_relation_and_a_reader_keeps_what_it_makes()
    {
        Import(ImportTests.Plain());
        using (var writer = ClaimStore.OpenToWrite(_scratch["store"]))
            Assert.True(CclfImport.Forget(ImportTests.Plain().Name('1'), writer)!.Value.Deleted);
        Assert.DoesNotContain(Files(), file => Needs(file, "cclf1"));
        using (var reader = ClaimStore.OpenToRead(_scratch["store"]))
        {
            using var engine = reader.OpenCore(Law);
            Assert.Equal(0, Count(engine, "institutional_claims"));
            Assert.Equal(1, Count(engine, "part_b_lines"));
        }
        Assert.Equal(Kept, Files().Count);
        Assert.False(Directory.EnumerateFileSystemEntries(_scratch["store/staging"]).Any());
    }

    [Fact]
    public void While_another_writes_a_reader_makes_them_for_itself()
    {
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
        {
            CclfImport.Import(ImportTests.Plain().WriteTo(_scratch["in"]), store, acceptCounts: false);
            using var reader = ClaimStore.OpenToRead(_scratch["store"]);
            using var engine = reader.OpenCore(Law);
            Assert.Equal(2, Count(engine, "institutional_claims"));
            Assert.Empty(Files());
        }
    }

    [Fact]
    public void A_database_keeps_them_until_their_files_or_their_law_change()
    {
        if (Postgres.Store(output.WriteLine) is not { } location)
            return;
        Import(ImportTests.Plain(), location);
        var first = Made(location);
        Assert.Equal(CoreModels.All.Count, first.Count);
        using (var reader = ClaimStore.OpenToRead(location))
        {
            using var engine = reader.OpenCore(Law);
            Assert.Equal(2, Count(engine, "institutional_claims"));
        }
        Assert.Equal(first, Made(location));
        // A reader makes anew what hangs on another law, and only that.
        using (var reader = ClaimStore.OpenToRead(location))
            reader.OpenCore(OtherLaw).Dispose();
        var second = Made(location);
        Assert.Equal(CoreModels.All.Where(relation => !relation.ReadsLaw).Select(relation => relation.Name).Order(StringComparer.Ordinal),
            first.Intersect(second).Select(made => made.Split(' ')[0]));
        using (var writer = ClaimStore.OpenToWrite(location))
            CclfImport.Forget(ImportTests.Plain().Name('1'), writer);
        using var last = ClaimStore.OpenToRead(location);
        using var after = last.OpenCore(Law);
        Assert.Equal(0, Count(after, "institutional_claims"));
    }

    [Fact]
    public void A_reader_of_a_database_sees_one_moment_and_two_writers_are_one_too_many()
    {
        if (Postgres.Store(output.WriteLine) is not { } location)
            return;
        Import(ImportTests.Plain(), location);
        using (var reader = ClaimStore.OpenToRead(location))
        {
            using var engine = reader.OpenInput();
            Assert.Equal(2, Rows(engine, "input.cclf1"));
            using (var writer = ClaimStore.OpenToWrite(location))
            {
                var refused = Assert.Throws<FileRefusedException>(() => ClaimStore.OpenToWrite(location));
                Assert.Contains("another process writes to the store", refused.Message, StringComparison.Ordinal);
                CclfImport.Forget(ImportTests.Plain().Name('1'), writer);
            }
            Assert.Equal(2, Rows(engine, "input.cclf1"));
        }
        using var later = ClaimStore.OpenToRead(location);
        using var now = later.OpenInput();
        Assert.Equal(0, Rows(now, "input.cclf1"));
    }

    private static bool Needs(string file, string table) => Relation(file).Inputs.Contains(table);

    private static bool ReadsLaw(string file) => Relation(file).ReadsLaw;

    private static CoreRelation Relation(string file) => CoreModels.All.Single(relation => relation.Name == file.Split('-')[0]);

    private static long Count(Accountable.Data.Engines.IEngine engine, string relation) => Rows(engine, $"core.{relation}");

    private static long Rows(Accountable.Data.Engines.IEngine engine, string table)
    {
        using var reader = engine.Query($"select count(*) from {table}");
        Assert.True(reader.Read());
        return reader.GetInt64(0);
    }

    private static List<string> Made(string location)
    {
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenInput();
        using var reader = engine.Query("select name, key from ledger.core order by name");
        var made = new List<string>();
        while (reader.Read())
            made.Add($"{reader.GetString(0)} {reader.GetString(1)}");
        return made;
    }

    private void Import(Delivery delivery, string? location = null)
    {
        using var store = ClaimStore.OpenToWrite(location ?? _scratch["store"]);
        Assert.False(CclfImport.Import(delivery.WriteTo(_scratch[Guid.NewGuid().ToString("N")]), store, acceptCounts: false).Single().IsRefused);
        store.OpenCore(Law).Dispose();
    }

    private List<string> Files() => !Directory.Exists(_scratch["store/core"]) ? []
        : [.. Directory.EnumerateFiles(_scratch["store/core"]).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
