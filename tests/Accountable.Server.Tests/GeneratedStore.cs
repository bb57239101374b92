using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Runs.Claims;
using Accountable.Synthetic;

namespace Accountable.Server.Tests;

/// <summary>Generated claims of two ACOs, as files and as a store. Made once.</summary>
public sealed class GeneratedStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;

    public GeneratedStore()
    {
        Generator.Run(new GeneratorOptions { People = 1000, Acos = 2, FirstYear = 2023, LastYear = 2024, Seed = 11, Folder = Files,
            Zip = true });
        using var store = ClaimStore.OpenToWrite(Store);
        CclfImport.Import(Files, store, acceptCounts: false);
        ReportImport.Import(Files, store);
        KeptRelations.Keep(store);
    }

    public string Files => Path.Combine(_folder, "files");

    public string Store => Path.Combine(_folder, "store");

    /// <summary>The zips of claims of an ACO, oldest first.</summary>
    public IReadOnlyList<string> Zips(string aco) =>
        [.. Directory.EnumerateFiles(Path.Combine(Files, aco), "*.zip").Order(StringComparer.Ordinal)];

    /// <summary>Identifiers of generated people.</summary>
    public IReadOnlyList<string> People => [.. Directory.EnumerateFiles(Files, "eligibility.csv", SearchOption.AllDirectories)
        .SelectMany(file => File.ReadLines(file).Skip(1)).Select(line => line.Split(',')[0])];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

[CollectionDefinition("store")]
public sealed class StoreCollection : ICollectionFixture<GeneratedStore>;

internal static class Repository
{
    public static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return Path.Combine([folder!.FullName, .. parts]);
    }
}
