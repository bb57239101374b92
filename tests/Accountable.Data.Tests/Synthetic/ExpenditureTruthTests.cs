using System.Globalization;
using Accountable.Data.Tests.Claims;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.Runs.Expenditures;
using Accountable.SharedSavings.Benchmark;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>Expenditures from a store equal, to the cent, those of plain loops over lists and claims; on both engines.</summary>
[Collection(GeneratedClaims.Collection)]
public sealed class ExpenditureTruthTests(GeneratedClaims claims, ITestOutputHelper output) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void Loops_over_the_files_find_the_same_cents(string engine)
    {
        if ((engine == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } location)
            return;
        ListedStore.Fill(location, claims);
        var declined = claims.Rows("truth/declined.csv").Select(row => row[0]).ToHashSet();
        var naive = new ExpendituresFromFiles(claims);
        var compared = 0;
        foreach (var aco in GeneratedClaims.Acos)
        {
            foreach (var year in new[] { 2021, 2022, 2024 })
            {
                var law = RuleBook.Embedded.For(new PerformanceYear(year));
                var method = AssignmentSession.MethodOf(location, aco, year)!.Value;
                using var session = AssignmentSession.Open(location, new AssignmentRequest(aco, law.Year, method, law, 1), null);
                var run = ExpenditureRun.Of(session, null, null);
                var thresholds = naive.Thresholds(aco, year);
                foreach (var type in EnrollmentTypes.All)
                {
                    Assert.Equal(thresholds.TryGetValue((int)type + 1, out var ours) ? Cents(ours) : null,
                        Cents(run.Thresholds[type]?.Amount));
                }
                Assert.Equal(naive.Of(aco, year, thresholds).Where(row => !declined.Contains(row.Split(',')[0])),
                    Rows(run, session.PersonIds()).Where(row => !declined.Contains(row.Split(',')[0])));
                compared += run.People.Count;
                Assert.Contains(run.People, person => person.IsTruncated);
            }
        }
        Assert.InRange(compared, 1_000, 10_000);
    }

    private static List<string> Rows(ExpenditureRun run, IReadOnlyDictionary<long, string> ids) =>
        [.. ExpenditureTables.Rows(run, ids).Select(row => string.Join(',', row.Select(Runs.Table.Text))).Order(StringComparer.Ordinal)];

    private static string? Cents(decimal? amount) => amount?.ToString("0.00", CultureInfo.InvariantCulture);
}
