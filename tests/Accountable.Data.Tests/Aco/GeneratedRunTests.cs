using System.Globalization;
using System.Text;
using Accountable.Data.Factors;
using Accountable.Data.Reports;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Data.Tests.Synthetic;
using Accountable.Risk;
using Accountable.Rules;
using Accountable.Runs.Aco;
using Accountable.Runs.Assignment;
using Accountable.Runs.Claims;
using Accountable.Runs.Expenditures;
using Accountable.Runs.TieOut;
using Accountable.SharedSavings.Assignment;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Data.Tests.Aco;

/// <summary>The run over generated claims, with all the turns that claims take, beside the verbs for one year and the truth.</summary>
[Collection(GeneratedClaims.SecondCollection)]
public sealed class GeneratedRunTests(GeneratedClaims claims) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Generated_claims_and_factors_reach_the_settlement_and_agree_with_the_verbs_of_one_year()
    {
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
        {
            foreach (var aco in GeneratedClaims.Acos)
                CclfImport.Import(Path.Combine(claims.Folder, aco), store, acceptCounts: false);
            ReportImport.Import(claims.Folder, store);
        }
        foreach (var file in Directory.GetFiles(Path.Combine(claims.Folder, "factors")))
        {
            Directory.CreateDirectory(_scratch["factors"]);
            File.Copy(file, Path.Combine(_scratch["factors"], Path.GetFileName(file)));
        }

        // The first generated year has no year before it, so that scores come from a file.
        var scores = new StringBuilder("year,enrollment_type,risk_score,demographic_score\n");
        for (var year = 2021; year <= 2024; year++)
        {
            foreach (var type in EnrollmentTypes.All)
                scores.Append(CultureInfo.InvariantCulture, $"{year},{type.Name()},1.0{year % 7},1.0{year % 3}\n");
        }
        File.WriteAllText(Path.Combine(_scratch["factors"], "risk.csv"), scores.ToString());
        var result = AcoRun.Run(new AcoRequest
        {
            Store = _scratch["store"], Aco = "A0001", Year = new PerformanceYear(2024), Book = RuleBook.Embedded,
            Factors = FactorFolder.Read(_scratch["factors"]), QualityScore = 0.85m,
        });
        Assert.Empty(result.Missing);
        Assert.NotNull(result.Settlement);

        // Whom the truth has assigned in the performance year; nobody else but those who declined.
        var truth = claims.Rows("truth/assignment.csv").Where(row => row[1] == "A0001" && row[2] == "2024" && row[3] == "1").Count();
        var declined = claims.Rows("truth/declined.csv").Count(row => row[1] == "A0001" && row[2] == "2024" && row[3] == "1");
        Assert.InRange(result.Years[^1].Assigned.Count, truth, truth + declined);

        // Dollars and months of the performance year are those of 'mssp expenditures'.
        var law = RuleBook.Embedded.For(new PerformanceYear(2024));
        var method = AssignmentSession.MethodOf(_scratch["store"], "A0001", 2024)!.Value;
        using var session = AssignmentSession.Open(_scratch["store"], new AssignmentRequest("A0001", law.Year, method, law, 1), null);
        var one = ExpenditureRun.Of(session, null, null).People.ToDictionary(person => (person.Spending.Key, person.Spending.Type));
        var many = result.Expenditures[^1].People.ToDictionary(person => (person.Key, person.Type));
        Assert.True(one.Count > 200);
        foreach (var (key, person) in one)
        {
            Assert.Equal(person.Spending.Months, many[key].Months);
            Assert.Equal(Math.Round(person.Spending.Paid.Amount, 8), Math.Round(many[key].Paid.Amount, 8));
        }

        // Services add up to what was paid.
        var spent = result.Expenditures[^1];
        Assert.Equal(Math.Round(spent.People.Sum(person => person.Paid.Amount), 6),
            Math.Round(spent.Services.Sum(service => service.Paid.Amount), 6));

        // The report that came with the claims is the one in its file.
        var report = Assert.Single(Directory.GetFiles(Path.Combine(claims.Folder, "reports"), "P.A0001.ACO.AEXPU.Y2024.*.csv"));
        var expected = TieOutRun.Of(session, new TieOutRequest(session.Request, ReportFigures.Read([report], "A0001", 2024)));
        var tied = AcoTieOut.AddTo(result);
        Assert.Empty(tied.Missing);
        Assert.Equal(TieOutTables.Bridge(expected).ToCsv(), tied[AcoTieOut.Name]!.ToCsv());
        Assert.Contains("Tie-out to CMS", AcoPage.Html(tied), StringComparison.Ordinal);
        Assert.Equal(expected.Lines.Single(line => line.Key == "unexplained").Total, TieOutRun.Of(session,
            new TieOutRequest(session.Request, StoredTieOut.Report(session))).Lines.Single(line => line.Key == "unexplained").Total);
    }

    [Fact]
    public void Without_a_report_in_the_store_a_run_says_so_and_a_tie_out_asks_for_one()
    {
        using (var store = ClaimStore.OpenToWrite(_scratch["bare"]))
        {
            CclfImport.Import(Path.Combine(claims.Folder, "A0001"), store, acceptCounts: false);
            ReportImport.Import(Path.Combine(claims.Folder, "A0001"), store);
        }
        var law = RuleBook.Embedded.For(new PerformanceYear(2024));
        using var session = AssignmentSession.Open(_scratch["bare"], new AssignmentRequest("A0001", law.Year,
            AssignmentMethod.Retrospective, law, 1), null);
        var refused = Assert.Throws<FileRefusedException>(() => StoredTieOut.Report(session));
        Assert.Contains("--report", refused.Finding.Do, StringComparison.Ordinal);
        Assert.Null(StoredTieOut.Of(session));
    }

    [Fact]
    public void Diagnoses_of_all_years_in_one_pass_are_those_of_each_year()
    {
        using var store = ClaimStore.OpenToRead(claims.Store.Location);
        using var engine = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        var filters = new[] { 2022, 2023, 2024 }
            .ToDictionary(year => year, year => new DiagnosisFilter(RuleBook.Embedded.For(new PerformanceYear(Math.Max(2023, year)))));
        var each = new List<string>();
        foreach (var (year, filter) in filters)
        {
            LawRelations.ForDiagnoses(engine, filter);
            using var reader = engine.Query(FactModels.Sql("risk_diagnoses"), ("aco", "A0001"),
                ("service_from", new DateOnly(year, 1, 1)), ("service_to", new DateOnly(year, 12, 31)));
            while (reader.Read())
                each.Add($"{year} {reader.GetInt64(0)} {reader.GetString(1).Trim()}");
        }
        LawRelations.ForDiagnoses(engine, filters);
        engine.Execute("create schema if not exists facts");
        engine.Execute("create table facts.run_assigned (year integer, bene_key bigint)");
        var wanted = each.Where(row => row.StartsWith("2023", StringComparison.Ordinal)).Select(row => row.Split(' ')[1]).Distinct()
            .Where((_, at) => at % 3 == 0).ToHashSet();
        using (var appender = engine.Append("facts", "run_assigned"))
        {
            foreach (var key in wanted)
                appender.Add(2024, long.Parse(key, CultureInfo.InvariantCulture));
            appender.Complete();
        }
        foreach (var everybody in new[] { true, false })
        {
            var all = new List<string>();
            using var reader = engine.Query(FactModels.Sql("run_diagnoses"), ("aco", "A0001"),
                ("first_day", new DateOnly(2022, 1, 1)), ("last_day", new DateOnly(2024, 12, 31)), ("everybody", everybody));
            while (reader.Read())
                all.Add($"{reader.GetInt32(0)} {reader.GetInt64(1)} {reader.GetString(2).Trim()}");
            Assert.Equal(each
                .Where(row => everybody || (row.StartsWith("2023", StringComparison.Ordinal) && wanted.Contains(row.Split(' ')[1])))
                .Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
            Assert.True(all.Count > 100);
        }
    }
}
