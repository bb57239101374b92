using System.Diagnostics;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>What a store survives: death at any moment, a full disk, two writers, readers in the way. And what it never says.</summary>
public sealed class StoreTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 20;
    private const int ManyRows = 40_000;
    private const int Before = 4;
    private const int After = 7;
    private const string Mbi = "1AA0AA0AA00";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Killed_at_any_moment_the_store_is_as_before_or_whole()
    {
        var first = ImportTests.Plain().WriteTo(_scratch["first"]);
        var second = new Delivery(day: "210215").With('1', 437, Enumerable.Range(1, ManyRows).Select(ImportTests.Good)).With('8', 549)
            .With('9', 55, Rows.Cross(Mbi, "1CC0CC0CC00")).WriteTo(_scratch["second"]);
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", first, "--store", _scratch["store"]).ExitCode);
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", second, "--store", _scratch["measured"]).ExitCode);
        var whole = clock.Elapsed;
        var random = new Random(20);
        var (before, after) = (0, 0);
        for (var i = 0; i < Kills; i++)
        {
            // Each death finds the store as it was before, with what the death before it left lying.
            var killed = _scratch["killed"];
            if (!Directory.Exists(killed) || Files(killed) != Before)
                Copy(_scratch["store"], killed);
            using (var process = CommandLine.Start("claims", "import", "--cclf", second, "--store", killed))
            {
                if (!process.WaitForExit((int)(whole.TotalMilliseconds * random.NextDouble())))
                    process.Kill();
                process.WaitForExit();
            }
            using var store = ClaimStore.OpenToRead(killed);
            var rows = Count(store, "cclf1");
            Assert.True((store.Manifest.Files.Count, rows) is (Before, 2) or (After, 2 + ManyRows),
                $"{store.Manifest.Files.Count} files, {rows} rows");
            // The relations that a reader finds or makes belong to the claims that are there, and to no others.
            using (var engine = store.OpenCore(DatedLaw.None))
                Assert.Equal(rows == 2 ? 2 : ManyRows, RowsOf(engine, "core.institutional_versions"));
            if (rows == 2)
                before++;
            else
                after++;
        }
        output.WriteLine($"{Kills} kills within {whole.TotalSeconds:0.0} s: {before} left the store as before, {after} left it whole");
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", second, "--store", _scratch["killed"]).ExitCode);
        using var last = ClaimStore.OpenToRead(_scratch["killed"]);
        Assert.Equal(2 + ManyRows, Count(last, "cclf1"));
        using (var engine = last.OpenCore(DatedLaw.None))
            Assert.Equal(ManyRows, RowsOf(engine, "core.institutional_claims"));
        // Nothing of the dead imports is left lying.
        Assert.Equal(last.Manifest.Files.Count(file => file.Part is not null),
            Directory.EnumerateFiles(_scratch["killed/parts"], "*", SearchOption.AllDirectories).Count());
        Assert.False(Directory.Exists(_scratch["killed/staging"]) && Directory.EnumerateFiles(_scratch["killed/staging"]).Any());
    }

    [Fact]
    public void On_a_full_disk_the_store_stays_and_the_words_are_clear()
    {
        if (OperatingSystem.IsWindows())
            return;
        var first = ImportTests.Plain().WriteTo(_scratch["first"]);
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", first, "--store", _scratch["store"]).ExitCode);
        // Numbers that do not pack, so that the part outgrows the limit on a file's size.
        var random = new Random(3);
        var rows = Enumerable.Range(1, ManyRows)
            .Select(id => Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", $"{id}"), ("BENE_MBI_ID", $"{random.Next()}"), ("CLM_TYPE_CD", "60"),
            ("CLM_FROM_DT", "2021-01-01"), ("CLM_THRU_DT", "2021-01-02"),
            ("CLM_PMT_AMT", $"{random.Next()}.00"), ("CLM_ADJSMT_TYPE_CD", "0"),
                ("CLM_CNTL_NUM", $"{random.NextInt64()}{random.NextInt64()}")));
        var second = new Delivery(day: "210215").With('1', 437, rows).With('8', 549).With('9', 55).WriteTo(_scratch["second"]);
        const int Blocks = 512;
        using var process = Process.Start(CommandLine.Redirected("sh", "-c", $"trap '' XFSZ; ulimit -f {Blocks}; exec \"$0\" \"$@\"", CommandLine.Dotnet,
            CommandLine.Assembly, "claims", "import", "--cclf", second, "--store", _scratch["store"]))!;
        var said = CommandLine.Finish(process);
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("Nothing of the delivery was taken", said.Text, StringComparison.Ordinal);
        using var store = ClaimStore.OpenToRead(_scratch["store"]);
        Assert.Equal(2, Count(store, "cclf1"));
    }

    [Fact]
    public void Two_writers_at_once_are_one_too_many_and_readers_are_not_disturbed()
    {
        var folder = ImportTests.Plain().WriteTo(_scratch["in"]);
        using (var writer = ClaimStore.OpenToWrite(_scratch["store"]))
        {
            CclfImport.Import(folder, writer, acceptCounts: false);
            var second = CommandLine.Run("claims", "import", "--cclf", folder, "--store", _scratch["store"]);
            Assert.Equal(1, second.ExitCode);
            Assert.Contains("another process writes to the store", second.Text, StringComparison.Ordinal);
        }
        using (var reader = ClaimStore.OpenToRead(_scratch["store"]))
        {
            using (var writer = ClaimStore.OpenToWrite(_scratch["store"]))
                Assert.False(CclfImport.Forget(ImportTests.Plain().Name('1'), writer)!.Value.Deleted);
            Assert.Equal(2, Count(reader, "cclf1"));
        }
        // The next writer, with nobody reading, deletes what was forgotten.
        ClaimStore.OpenToWrite(_scratch["store"]).Dispose();
        Assert.False(Directory.EnumerateFiles(_scratch["store/parts/cclf1"]).Any());
    }

    [Fact]
    public void A_store_that_cannot_be_written_says_so_and_can_be_read()
    {
        var folder = ImportTests.Plain().WriteTo(_scratch["in"]);
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", folder, "--store", _scratch["store"]).ExitCode);
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            output.WriteLine("skipped: the rights of a folder do not bind this user");
            return;
        }
        foreach (var file in Directory.EnumerateFileSystemEntries(_scratch["store"], "*", SearchOption.AllDirectories)
            .Append(_scratch["store"]).Where(File.Exists))
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        var refused = CommandLine.Run("claims", "import", "--cclf", folder, "--store", _scratch["store"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("the store cannot be written", refused.Text, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("claims", "status", "--store", _scratch["store"]).ExitCode);
    }

    [Fact]
    public void A_folder_with_other_things_is_no_store()
    {
        Directory.CreateDirectory(_scratch["mine"]);
        File.WriteAllText(_scratch["mine/letter.txt"], "mine");
        Assert.Contains("other things than a store", Assert.Throws<FileRefusedException>(() => ClaimStore.OpenToWrite(_scratch["mine"]))
            .Message, StringComparison.Ordinal);
        Assert.Contains("no store here", Assert.Throws<FileRefusedException>(() => ClaimStore.OpenToRead(_scratch["mine"])).Message,
            StringComparison.Ordinal);
        Assert.True(File.Exists(_scratch["mine/letter.txt"]));
    }

    [Fact]
    public void The_store_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        ClaimStore.OpenToWrite(_scratch["store"]).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_scratch["store"]));
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void No_verb_prints_an_identifier_and_no_file_is_named_by_one(string kind)
    {
        if ((kind == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } place)
            return;
        const string Name = "SURNAMEX";
        const string Birth = "1941-02-30";
        string Person(int id, string birth) =>
            Rows.Of('8', 549, ("BENE_MBI_ID", $"9ZZ9ZZ9ZZ{id:00}"), ("BENE_LAST_NAME", Name), ("BENE_DOB", birth));
        var claims = Enumerable.Range(10, 80)
            .Select(id => Rows.Header(id, "110001", id % 3 == 0 ? "not a day" : "2021-01-01", "2021-01-02", $"9ZZ9ZZ9ZZ{id:00}",
            id % 5 == 0 ? "9ZZ9Z" : "1.00", "0", "2021-01-08"));
        var folder = new Delivery().With('1', 437, claims).With('8', 549, Person(10, Birth), Person(11, "1941-02-03"))
            .With('9', 55, Rows.Cross("9ZZ9ZZ9ZZ11", "9ZZ9ZZ9ZZ10")).WriteTo(_scratch["in"]);
        var said = new List<string>();
        foreach (var verb in new[] { new[] { "import", "--cclf", folder }, ["status"], ["status", "--netted"], ["findings"],
            ["check"], ["check", "--format", "json"], ["check", "--format", "html"], ["import", "--cclf", folder],
            ["forget", ImportTests.Plain().Name('1')] })
            said.Add(CommandLine.Run(["claims", .. verb, "--store", place]).Text);
        if (kind == "duckdb")
        {
            said.AddRange(Directory.EnumerateFileSystemEntries(place, "*", SearchOption.AllDirectories));
            said.Add(File.ReadAllText(_scratch["store/manifest.json"]));
        }
        Assert.DoesNotContain(said, text => text.Contains("internal error", StringComparison.Ordinal));
        Assert.Contains(said, text => text.Contains("is no day written YYYY-MM-DD", StringComparison.Ordinal));
        foreach (var secret in new[] { "9ZZ9Z", Name, Birth, "1941" })
            Assert.DoesNotContain(said, text => text.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void The_verbs_say_what_was_read_refused_and_forgotten()
    {
        var delivery = ImportTests.Plain().With('1', 437, ImportTests.Good(1), "too short");
        var folder = delivery.WriteTo(_scratch["in"]);
        var import = CommandLine.Run("claims", "import", "--cclf", folder, "--store", _scratch["store"], "--format", "csv");
        Assert.Equal(1, import.ExitCode);
        Assert.Contains($"A1234 2021-01-15 M2021,{delivery.Name('1')},loaded,2,2,1,1,matched", import.Text, StringComparison.Ordinal);
        Assert.Contains("all,,loaded,,5,4,1,", import.Text, StringComparison.Ordinal);
        var findings = CommandLine.Run("claims", "findings", "--store", _scratch["store"]);
        Assert.Equal(1, findings.ExitCode);
        Assert.Contains($"{delivery.Name('1')},2,,the line is too short", findings.Text, StringComparison.Ordinal);
        Assert.Contains("A1234,60,1,1,0,0,1234.56,1234.56,0.00,0.00", CommandLine.Run("claims", "status", "--netted", "--store", _scratch["store"])
            .Text, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("claims", "forget", "nothing", "--store", _scratch["store"]).ExitCode);
        Assert.Contains("1 rows and 1 refused rows", CommandLine.Run("claims", "forget", delivery.Name('1'), "--store", _scratch["store"]).Text,
            StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("claims", "findings", "--store", _scratch["store"]).ExitCode);
        Assert.Equal(1, CommandLine.Run("claims", "status", "--store", _scratch["elsewhere"]).ExitCode);
        Assert.Equal(2, CommandLine.Run("claims", "import", "--cclf", _scratch["elsewhere"], "--store", _scratch["store"]).ExitCode);
    }

    private static int Files(string store)
    {
        using var read = ClaimStore.OpenToRead(store);
        return read.Manifest.Files.Count;
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static long Count(ClaimStore store, string table)
    {
        using var engine = store.OpenInput();
        return RowsOf(engine, $"input.{table}");
    }

    private static long RowsOf(Data.Engines.IEngine engine, string table)
    {
        using var reader = engine.Query($"select count(*) from {table}");
        Assert.True(reader.Read());
        return reader.GetInt64(0);
    }
}
