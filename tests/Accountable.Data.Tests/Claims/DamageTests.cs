using System.Diagnostics;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>What a database survives, and what a folder does on a disk that is full or cannot be written.</summary>
public sealed class DamageTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 10;
    private const int ManyRows = 20_000;
    private const string Mbi = "1AA0AA0AA00";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Killed_at_any_moment_a_database_is_as_before_or_whole()
    {
        if (Postgres.Store(output.WriteLine) is not { } location || Postgres.Store(output.WriteLine) is not { } measured)
            return;
        var first = ImportTests.Plain().WriteTo(_scratch["first"]);
        var later = Later(Enumerable.Range(1, ManyRows).Select(ImportTests.Good));
        var second = later.WriteTo(_scratch["second"]);
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", first, "--store", location).ExitCode);
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", second, "--store", measured).ExitCode);
        var whole = clock.Elapsed;
        var random = new Random(21);
        var (before, after) = (0, 0);
        for (var i = 0; i < Kills; i++)
        {
            using (var process = CommandLine.Start("claims", "import", "--cclf", second, "--store", location))
            {
                if (!process.WaitForExit((int)(whole.TotalMilliseconds * random.NextDouble())))
                    process.Kill();
                process.WaitForExit();
            }
            using (var store = Free(location))
            {
                using (var engine = store.OpenCore(DatedLaw.None))
                {
                    var rows = Count(engine, "input.cclf1");
                    Assert.True((store.Manifest.Files.Count, rows) is (4, 2) or (7, 2 + ManyRows), $"{store.Manifest.Files.Count} files, {rows} rows");
                    // The second delivery brings the two claims of the first again.
                    Assert.Equal(Math.Max(2, rows - 2), Count(engine, "core.institutional_versions"));
                    Assert.Equal(store.Manifest.Files.Count, Count(engine, "input.files"));
                    if (rows == 2)
                        before++;
                    else
                        after++;
                }
                foreach (var file in new[] { '1', '8', '9' })
                    CclfImport.Forget(later.Name(file), store);
            }
        }
        output.WriteLine($"{Kills} kills within {whole.TotalSeconds:0.0} s: {before} left the database as before, {after} left it whole");
        Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", second, "--store", location).ExitCode);
    }

    [Fact]
    public void On_a_full_disk_the_store_stays_and_says_so()
    {
        if (Mount("3m") is not { } disk)
            return;
        try
        {
            var store = Path.Combine(disk, "store");
            Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", ImportTests.Plain().WriteTo(_scratch["first"]), "--store", store).ExitCode);
            // Numbers that do not pack, so that the part outgrows the disk.
            var random = new Random(3);
            var rows = Enumerable.Range(1, 100_000).Select(id => Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", $"{id}"), ("BENE_MBI_ID", $"{random.Next()}"),
                ("CLM_TYPE_CD", "60"), ("CLM_FROM_DT", "2021-01-01"), ("CLM_THRU_DT", "2021-01-02"), ("CLM_PMT_AMT", $"{random.Next()}.00"),
                ("CLM_ADJSMT_TYPE_CD", "0"), ("CLM_CNTL_NUM", $"{random.NextInt64()}{random.NextInt64()}"), ("CLM_ORG_CNTL_NUM", $"{random.NextInt64()}{random.NextInt64()}")));
            var said = CommandLine.Run("claims", "import", "--cclf", Later(rows).WriteTo(_scratch["second"]), "--store", store);
            Assert.Equal(1, said.ExitCode);
            Assert.Contains("Nothing of the delivery was taken", said.Text, StringComparison.Ordinal);
            using var read = ClaimStore.OpenToRead(store);
            using var engine = read.OpenCore(DatedLaw.None);
            Assert.Equal((4, 2L), (read.Manifest.Files.Count, Count(engine, "core.institutional_claims")));
        }
        finally
        {
            Unmount(disk);
        }
    }

    [Fact]
    public void On_a_disk_that_is_read_only_it_is_read_and_not_written()
    {
        if (Mount("32m") is not { } disk)
            return;
        try
        {
            var store = Path.Combine(disk, "store");
            var folder = ImportTests.Plain().WriteTo(_scratch["first"]);
            Assert.Equal(0, CommandLine.Run("claims", "import", "--cclf", folder, "--store", store).ExitCode);
            // Without the kept relations, so that the reader has to make them and cannot keep them.
            Directory.Delete(Path.Combine(store, "core"), recursive: true);
            Assert.True(Shell("mount", "-o", "remount,ro", disk));
            var refused = CommandLine.Run("claims", "import", "--cclf", folder, "--store", store);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("the store cannot be written", refused.Text, StringComparison.Ordinal);
            var netted = CommandLine.Run("claims", "status", "--netted", "--store", store);
            Assert.Equal(0, netted.ExitCode);
            Assert.Contains("1234.49", netted.Text, StringComparison.Ordinal);
            Assert.Equal(0, CommandLine.Run("claims", "check", "--store", store).ExitCode);
        }
        finally
        {
            Unmount(disk);
        }
    }

    [Fact]
    public void Of_two_imports_at_once_one_is_told_to_wait_and_nothing_is_mixed()
    {
        var first = Later(Enumerable.Range(1, ManyRows).Select(ImportTests.Good)).WriteTo(_scratch["first"]);
        var second = Later(Enumerable.Range(ManyRows + 1, ManyRows).Select(ImportTests.Good), "210315").WriteTo(_scratch["second"]);
        foreach (var location in new[] { _scratch["store"], Postgres.Store(output.WriteLine) }.OfType<string>())
        {
            // An empty store first, so that both find it.
            ClaimStore.OpenToWrite(location).Dispose();
            using var one = CommandLine.Start("claims", "import", "--cclf", first, "--store", location);
            using var other = CommandLine.Start("claims", "import", "--cclf", second, "--store", location);
            var ends = new[] { CommandLine.Finish(one), CommandLine.Finish(other) };
            using var store = Free(location);
            using var engine = store.OpenInput();
            var done = ends.Count(end => end.ExitCode == 0);
            Assert.InRange(done, 1, 2);
            Assert.Equal((long)done * ManyRows, Count(engine, "input.cclf1"));
            Assert.All(ends.Where(end => end.ExitCode != 0),
                end => Assert.Contains("another process writes to the store", end.Text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_address_that_is_wrong_is_said_without_its_password()
    {
        foreach (var address in new[] { "postgres://me:hunter2@127.0.0.1:1/claims", "postgres://me:hunter2@127.0.0.1:port/claims",
            "postgres://me:hunter2@127.0.0.1/claims?nonsense=1" })
        {
            var said = CommandLine.Run("claims", "status", "--store", address);
            Assert.InRange(said.ExitCode, 1, 2);
            Assert.DoesNotContain("hunter2", said.Text, StringComparison.Ordinal);
        }
    }

    private static Delivery Later(IEnumerable<string> rows, string day = "210215") => new Delivery(day: day).With('1', 437, rows).With('8', 549)
        .With('9', 55, Rows.Cross(Mbi, "1CC0CC0CC00"));

    /// <summary>Opens the store to write as soon as the server has noticed that the last writer is dead.</summary>
    private static ClaimStore Free(string location)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return ClaimStore.OpenToWrite(location);
            }
            catch (FileRefusedException) when (i < 100)
            {
                Thread.Sleep(50);
            }
        }
    }

    private static long Count(Data.Engines.IEngine engine, string table)
    {
        using var reader = engine.Query($"select count(*) from {table}");
        Assert.True(reader.Read());
        return reader.GetInt64(0);
    }

    /// <summary>A disk of a size in memory; null where mounting is not allowed.</summary>
    private string? Mount(string size)
    {
        Directory.CreateDirectory(_scratch["disk"]);
        if (OperatingSystem.IsLinux() && Environment.UserName == "root" && Shell("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", _scratch["disk"]))
            return _scratch["disk"];
        output.WriteLine("skipped: nothing may be mounted here; a limit on the size of files stands in for a full disk in another test");
        return null;
    }

    private static void Unmount(string disk) => Assert.True(Shell("umount", disk));

    private static bool Shell(string program, params string[] arguments)
    {
        using var process = Process.Start(CommandLine.Redirected(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
