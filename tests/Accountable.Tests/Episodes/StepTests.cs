using Accountable.Episodes.Settlement;
using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Episodes;

/// <summary>Each kind of step on its edges, and what holds for every amount.</summary>
public sealed class StepTests
{
    private const string Document = """
        model: steps
        name: Every kind of step
        version: "1"
        citation: this document
        unit: entity
        payment: retrospective_budget
        periods: [ { id: Y1, year: 2026, from: 2026-01-01, to: 2026-12-31, citation: this document, verified: primary } ]
        figures:
          rate: { label: rate, unit: ratio, values: [ { for: all, value: 0.02, citation: this document, verified: primary } ] }
          half: { label: half, unit: ratio, values: [ { for: all, value: 0.5, citation: this document, verified: primary } ] }
          tenth: { label: tenth, unit: ratio, values: [ { for: all, value: 0.1, citation: this document, verified: primary } ] }
          least: { label: least, unit: points, values: [ { for: all, value: 60, citation: this document, verified: primary } ] }
          scale: { label: scale, unit: points, values: [ { for: all, value: 100, citation: this document, verified: primary } ] }
        tables:
          - id: bands
            label: bands
            score: ratio
            unit: ratio
            citation: this document
            verified: primary
            rows: [ { below: 0.02, value: 0 }, { at_least: 0.02, below: 0.05, value: 0.5 }, { at_least: 0.05, value: 1 } ]
        inputs:
          - { name: amount, label: amount, unit: dollars, at: entity }
          - { name: whole, label: whole, unit: dollars, at: entity }
          - { name: score, label: score, unit: points, at: entity }
          - { name: prior, label: prior, unit: dollars, at: entity }
        settlement:
          - { step: threshold, as: first_dollar, label: a, of: amount, whole: whole, gain_rate: rate, loss_rate: rate, mode: first_dollar, citation: this document, verified: primary }
          - { step: threshold, as: excess, label: b, of: amount, whole: whole, gain_rate: rate, loss_rate: rate, mode: excess, citation: this document, verified: primary }
          - { step: threshold, as: gain_only, label: b, of: amount, whole: whole, gain_rate: rate, mode: excess, citation: this document, verified: primary }
          - { step: share, as: shared, label: c, of: amount, gain_rate: half, loss_rate: tenth, citation: this document, verified: primary }
          - { step: corridor, as: banded, label: d, of: amount, whole: whole, table: bands, citation: this document, verified: primary }
          - { step: clip, as: clipped, label: e, of: amount, whole: whole, gain_limit: tenth, loss_limit: tenth, citation: this document, verified: primary }
          - { step: gate, as: gated, label: f, of: amount, score: score, at_least: least, citation: this document, verified: primary }
          - { step: quality_adjust, as: adjusted, label: g, of: amount, score: score, scale: scale, gain_at_most: tenth, loss_at_most: tenth, citation: this document, verified: primary }
          - { step: sequester, as: sequestered, label: h, of: amount, rate: rate, citation: this document, verified: primary }
          - { step: net_prior, as: netted, label: i, from: amount, amount: prior, citation: this document, verified: primary }
          - { step: offset_payment, as: offset, label: j, from: netted, amount: prior, citation: this document, verified: primary }
          - { step: floor_zero, as: floored, label: k, of: offset, citation: this document, verified: primary }
          - { step: ceiling_zero, as: result, label: l, of: offset, citation: this document, verified: primary }
        result: result
        """;

    private static readonly EpisodeModel Model = EpisodeDocuments.Parse(Document, "steps.yaml");

    [Theory]
    [InlineData(20000.00, 20000.00, 0.00)]
    [InlineData(19999.99, 0, 0)]
    [InlineData(20000.01, 20000.01, 0.01)]
    [InlineData(-20000.00, -20000.00, 0)]
    [InlineData(-19999.99, 0, 0)]
    [InlineData(-20000.01, -20000.01, -0.01)]
    [InlineData(0, 0, 0)]
    public void A_threshold_lets_through_all_or_the_excess(double amount, double firstDollar, double excess)
    {
        var settled = Settle((decimal)amount, 1000000);
        Assert.Equal(((decimal)firstDollar, (decimal)excess), (settled["first_dollar"]!.Value.Amount, settled["excess"]!.Value.Amount));
        Assert.Equal((decimal)(amount < 0 ? amount : excess), settled["gain_only"]!.Value.Amount);
    }

    [Theory]
    [InlineData(20000, 0)]
    [InlineData(20001, 0.5)]
    [InlineData(50000, 15000)]
    [InlineData(50001, 15001)]
    [InlineData(-50001, -15001)]
    [InlineData(0, 0)]
    public void A_corridor_shares_band_by_band(double amount, double expected) =>
        Assert.Equal((decimal)expected, Settle((decimal)amount, 1000000)["banded"]!.Value.Amount);

    [Theory]
    [InlineData(100000, 60, 50000, 100000, 100000, 96000, 98000)]
    [InlineData(100000.01, 59.99, 50000.005, 100000, 0, 95999.0095999, 98000.0098)]
    [InlineData(-100000.01, 0, -10000.001, -100000, -100000.01, -100000.01, -100000.01)]
    public void Shares_limits_gates_quality_and_sequestration(
        double amount, double score, double shared, double clipped, double gated, double adjusted, double sequestered)
    {
        var settled = Settle((decimal)amount, 1000000, (decimal)score);
        string[] steps = ["shared", "clipped", "gated", "adjusted", "sequestered"];
        Assert.Equal(new[] { shared, clipped, gated, adjusted, sequestered }.Select(each => (decimal)each),
            steps.Select(step => Math.Round(settled[step]!.Value.Amount, 8)));
    }

    [Fact]
    public void What_was_paid_before_and_during_comes_off()
    {
        var settled = Settle(1000, 100, prior: 300);
        Assert.Equal((700m, 400m, 400m, 0m), (settled["netted"]!.Value.Amount, settled["offset"]!.Value.Amount,
            settled["floored"]!.Value.Amount, settled.Result!.Value.Amount));
    }

    [Fact]
    public void Traced_and_untraced_give_the_same_and_each_sum_can_be_done_again() => Prop.ForAll(Amounts(), amount =>
    {
        var (untraced, traced) = (Settle(amount, 1000000), Settle(amount, 1000000, traced: true));
        foreach (var record in untraced.Records)
        {
            var other = traced[record.Step.As]!.Value;
            if (record.Value!.Value.Amount != other.Amount || Replay.Check(other.Derivation!).Count > 0)
                return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_savings_never_pay_less() => Prop.ForAll(Amounts(), Amounts(), (first, second) =>
    {
        var (low, high) = (Settle(Math.Min(first, second), 1000000), Settle(Math.Max(first, second), 1000000));
        return low.Records.All(record =>
            record.Value!.Value.Amount <= high[record.Step.As]!.Value.Amount);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_that_no_file_gives_is_named()
    {
        var entity = new EntityFacts { Id = "one", Values = new Dictionary<string, StepValue>(), Members = new Dictionary<string, string>() };
        Assert.Equal("amount", Assert.Throws<MissingValueException>(() => Reconciliation.Determine(Model, 0, entity, [])).Name);
    }

    [Fact]
    public void Money_is_never_multiplied_by_money()
    {
        Assert.Null(StepUnits.Product(Unit.Dollars, Unit.Dollars));
        Assert.Equal(Unit.Ratio, StepUnits.Quotient(Unit.Dollars, Unit.Dollars));
        var dollars = new StepValue(Unit.Dollars, 5, null);
        Assert.Throws<InvalidOperationException>(() => dollars.Times(dollars));
        Assert.Throws<InvalidOperationException>(() => dollars.Plus(StepValue.One));
    }

    private static Arbitrary<decimal> Amounts() => Arb.From(Gen.Choose(-20000000, 20000000).Select(cents => cents / 100m));

    private static SettledEntity Settle(decimal amount, decimal whole, decimal score = 80, decimal prior = 0, bool traced = false)
    {
        StepValue Value(Unit unit, decimal number, string name) => StepValue.Input(unit, number, name, "test", traced);
        return Reconciliation.Determine(Model, 0, new EntityFacts
        {
            Id = "one", Members = new Dictionary<string, string>(),
            Values = new Dictionary<string, StepValue>
            {
                ["amount"] = Value(Unit.Dollars, amount, "amount"), ["whole"] = Value(Unit.Dollars, whole, "whole"),
                ["score"] = Value(Unit.Points, score, "score"), ["prior"] = Value(Unit.Dollars, prior, "prior"),
            },
        }, [], traced);
    }
}
