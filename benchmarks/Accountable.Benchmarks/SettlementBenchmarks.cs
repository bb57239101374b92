using System.Globalization;
using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.Runs.SharedSavings;
using BenchmarkDotNet.Attributes;
using CsvHelper;

namespace Accountable.Benchmarks;

/// <summary>Settling a whole year of public results, 482 ACOs. The floor is a bare parse of the same file.</summary>
[MemoryDiagnoser]
public class SettlementBenchmarks
{
    private static readonly string FilePath = Path.Combine("cases", "locked", "shared-savings", "2022.csv");
    private ResultsFile _file = null!;

    [GlobalSetup]
    public void Setup() => _file = SharedSavingsResults.Read(FilePath, null, withPublished: true);

    [Benchmark(Baseline = true)]
    public int Parse_only()
    {
        using var parser = new CsvParser(new StreamReader(FilePath), CultureInfo.InvariantCulture);
        var cells = 0;
        while (parser.Read())
            cells += parser.Record!.Length;
        return cells;
    }

    [Benchmark]
    public int Read() => SharedSavingsResults.Read(FilePath, null, withPublished: false).Rows.Count;

    [Benchmark]
    public int Settle() => new SettlementRun(RuleBook.Embedded).Settle(_file).Rows.Count;

    [Benchmark]
    public int Settle_with_derivations() => new SettlementRun(RuleBook.Embedded, traced: true).Settle(_file).Rows.Count;

    [Benchmark]
    public int Settle_and_prove()
    {
        var run = new SettlementRun(RuleBook.Embedded);
        return new SettlementProof(run).Compare(run.Settle(_file)).Rows.Count;
    }
}
