using Accountable.Risk.Model;
using Accountable.Risk.Scoring;
using Accountable.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Risk;

public sealed class ScorePropertyTests
{
    public static TheoryData<string, int> ModelYears => new()
    {
        { "V22", 2017 }, { "V22", 2022 }, { "V22", 2025 }, { "V22", 2027 }, { "V23", 2019 }, { "V24", 2020 }, { "V24", 2025 },
        { "V28", 2024 }, { "V28", 2027 }, { "ESRDV21", 2019 }, { "ESRDV21", 2027 }, { "ESRDV24", 2025 }, { "ESRDV24", 2027 },
    };

    [Theory]
    [MemberData(nameof(ModelYears))]
    public void The_bulk_path_gives_the_numbers_of_the_readable_path(string model, int year)
    {
        var (readable, bulk) = (RiskModels.Of(model, year), RiskModels.Bulk(model, year));
        Prop.ForAll(RiskGen.People(model, year), one =>
        {
            var into = new ScoreColumns(1);
            bulk.Score(RiskModels.Columns([one]), 0, 1, into);
            if (HccScore.WhyNot(one.Person, readable) is not null)
                return !into.Scored[0];
            var score = HccScore.Determine(one.Person, one.Codes, readable);
            var terms = score.Terms.Where(term => term.Kind is TermKind.Interaction or TermKind.Count).Select(term => term.Variable).Order();
            var bits = bulk.TermNames.Where((_, bit) => (into.Terms[0] & (1ul << bit)) != 0).Order();
            return into.Scored[0] && into.Raw[0] == score.Raw.Amount && into.Demographic[0] == score.Demographic.Amount
                && into.Hccs[0].Places().Select(place => bulk.HccNumbers[place]).SequenceEqual(score.Hccs) && bits.SequenceEqual(terms, StringComparer.OrdinalIgnoreCase);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));
    }

    [Theory]
    [MemberData(nameof(ModelYears))]
    public void Order_and_repeats_of_diagnoses_do_not_matter(string model, int year)
    {
        var readable = RiskModels.Of(model, year);
        Prop.ForAll(RiskGen.People(model, year), one =>
        {
            if (HccScore.WhyNot(one.Person, readable) is not null)
                return true;
            var (forward, back) = (HccScore.Determine(one.Person, one.Codes, readable), HccScore.Determine(one.Person, one.Codes.Concat(one.Codes).Reverse(), readable));
            return forward.Raw == back.Raw && forward.Hccs.SequenceEqual(back.Hccs);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [MemberData(nameof(ModelYears))]
    public void Traced_equals_untraced_and_every_derivation_replays(string model, int year)
    {
        var untraced = RiskModels.Of(model, year);
        var traced = HccModel.For(model, RuleBook.Embedded.For(new PaymentYear(year), traced: true));
        Prop.ForAll(RiskGen.People(model, year), one =>
        {
            if (HccScore.WhyNot(one.Person, untraced) is not null)
                return true;
            var score = HccScore.Determine(one.Person, one.Codes, traced);
            return score.Raw == HccScore.Determine(one.Person, one.Codes, untraced).Raw && Replay.Check(score.Raw.Derivation!).Count == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [MemberData(nameof(ModelYears))]
    public void Nobody_who_is_scored_is_scored_without_a_coefficient_of_age_and_sex(string model, int year)
    {
        var readable = RiskModels.Of(model, year);
        Prop.ForAll(RiskGen.People(model, year), one =>
            HccScore.WhyNot(one.Person, readable) is not null
            || HccScore.Determine(one.Person, [], readable) is { Demographic.Amount: > 0, Terms.Count: > 0 }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Spans_scored_side_by_side_are_the_whole()
    {
        var bulk = RiskModels.Bulk("V28", 2026);
        var people = RiskModels.Columns([.. RiskGen.People("V28", 2026).Generator.Sample(2_000)]);
        var (whole, parts) = (new ScoreColumns(people.Count), new ScoreColumns(people.Count));
        bulk.Score(people, 0, people.Count, whole);
        Parallel.For(0, 8, span => new BulkScore(RiskModels.Of("V28", 2026)).Score(people, span * 250, (span + 1) * 250, parts));
        Assert.Equal(whole.Raw, parts.Raw);
        Assert.Equal(whole.Hccs, parts.Hccs);
        Assert.Contains(whole.Raw, raw => raw > 1);
    }
}
