using Accountable.Data.Tests.Claims;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>Assignment from a store equals the generator's truth for every person, ACO and year, on both
/// engines.</summary>
[Collection(GeneratedClaims.Collection)]
public sealed class AssignmentTruthTests(GeneratedClaims claims, ITestOutputHelper output) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void Everybody_is_where_the_truth_has_them(string engine)
    {
        if ((engine == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } location)
            return;
        ListedStore.Fill(location, claims);
        var truth = claims.Rows("truth/assignment.csv").ToDictionary(row => (Person: row[0], Aco: row[1], Year: row[2]), row => row[3] == "1");
        var declined = claims.Rows("truth/declined.csv").Select(row => row[0]).ToHashSet();
        var assigned = 0;
        foreach (var aco in GeneratedClaims.Acos)
        {
            for (var year = 2021; year <= 2024; year++)
            {
                var law = RuleBook.Embedded.For(new PerformanceYear(year));
                var method = AssignmentSession.MethodOf(location, aco, year)!.Value;
                using var session = AssignmentSession.Open(location, new AssignmentRequest(aco, law.Year, method, law, 1), null);
                var ids = session.PersonIds();
                var found = session.Run.Determine().ToDictionary(person => ids[person.Key], person => person.Determination);
                foreach (var ((person, _, _), isAssigned) in truth.Where(row => row.Key.Aco == aco && row.Key.Year == $"{year}"))
                {
                    Assert.True((found.TryGetValue(person, out var ours) && ours.IsAssigned) == isAssigned,
                        $"{aco} {year}: the truth says {isAssigned}, we say {ours}");
                    assigned += isAssigned ? 1 : 0;
                }
                Assert.All(found.Where(person => person.Value.IsAssigned), person =>
                    Assert.True(truth.ContainsKey((person.Key, aco, $"{year}")) || declined.Contains(person.Key)));
            }
        }
        Assert.InRange(assigned, 1_000, 10_000);
    }
}
