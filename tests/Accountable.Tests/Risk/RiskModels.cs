using System.Collections.Concurrent;
using Accountable.Risk.Model;
using Accountable.Risk.Scoring;
using Accountable.Rules;

namespace Accountable.Tests.Risk;

/// <summary>Models and their compiled forms, made once for all tests.</summary>
internal static class RiskModels
{
    private static readonly ConcurrentDictionary<(string, int), HccModel> Models = new();
    private static readonly ConcurrentDictionary<(string, int), BulkScore> Compiled = new();

    public static HccModel Of(string model, int year) =>
        Models.GetOrAdd((model, year), key => HccModel.For(key.Item1, RuleBook.Embedded.For(new PaymentYear(key.Item2))));

    public static BulkScore Bulk(string model, int year) => Compiled.GetOrAdd((model, year), key => new BulkScore(Of(key.Item1, key.Item2)));

    public static EnrolleeColumns Columns(IReadOnlyList<(Accountable.Risk.Enrollee Person, IReadOnlyList<Icd10Code> Codes)> people)
    {
        var first = new int[people.Count + 1];
        for (var i = 0; i < people.Count; i++)
            first[i + 1] = first[i] + people[i].Codes.Count;
        var columns = new EnrolleeColumns(first, [.. people.SelectMany(person => person.Codes).Select(code => code.Packed)]);
        for (var i = 0; i < people.Count; i++)
            columns[i] = people[i].Person;
        return columns;
    }

    public static DirectoryInfo Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return folder ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }

    public static string? Shared(string path)
    {
        // A worktree stands elsewhere than a clone: look beside every folder on the way up.
        for (var folder = Root(); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", path);
            if (File.Exists(candidate))
                return candidate;
        }
        return Environment.GetEnvironmentVariable("ACCOUNTABLE_SHARED") is { } shared && File.Exists(Path.Combine(shared, path)) ? Path.Combine(shared, path) : null;
    }
}
