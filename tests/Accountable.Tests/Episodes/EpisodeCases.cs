using System.Globalization;
using Accountable.Episodes.Arrangements;
using Accountable.Episodes.Settlement;
using Accountable.Episodes.Spending;
using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;
using Accountable.Tests.Cases;

namespace Accountable.Tests.Episodes;

/// <summary>What a case of episodes gives to the engine, and what comes out under the names of the steps.</summary>
internal static class EpisodeCases
{
    public static EpisodeModel Model(string name) =>
        EpisodeDocuments.Find(name) ?? EpisodeDocuments.Read(Repository.PathOf(name));

    /// <summary>One entity with one episode that holds the sums, settled traced and untraced; the traced one is replayed.</summary>
    public static IReadOnlyDictionary<string, object?> Settlement(CaseInput input)
    {
        var untraced = Run(input, traced: false);
        var traced = Run(input, traced: true);
        Assert.Equal(untraced.Result?.Amount, traced.Result?.Amount);
        if (traced.Result?.Derivation is { } root)
            Assert.Empty(Replay.Check(root));
        var results = new Dictionary<string, object?>(StringComparer.Ordinal) { ["unverified"] = (decimal)untraced.Unverified.Count };
        foreach (var record in untraced.Episodes.SelectMany(episode => episode.Records).Concat(untraced.Records))
            results[record.Step.As] = record.Value?.Amount;
        foreach (var (dimension, member) in untraced.Members)
            results[dimension] = member;
        return results;
    }

    /// <summary>The price of one stratum, as far as it is known.</summary>
    public static IReadOnlyDictionary<string, object?> Price(CaseInput input)
    {
        var model = Model(input.Text("model"));
        var (values, members) = Given(input, model, traced: true);
        var facts = new EpisodeFacts { Id = "stratum", Values = values, Members = members };
        var priced = Reconciliation.Price(model, model.Terms.PlaceOf(input.Text("period")), facts, members, traced: true);
        var results = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var record in priced.Records)
        {
            results[record.Step.As] = record.Value?.Amount;
            if (record.Value?.Derivation is { } root)
                Assert.Empty(Replay.Check(root));
        }
        return results;
    }

    /// <summary>A service over the edge of an episode.</summary>
    public static IReadOnlyDictionary<string, object?> Proration(CaseInput input)
    {
        var model = Model(input.Text("model"));
        var context = new StepContext(model.Terms, model.Terms.PlaceOf(input.Text("period")), traced: false);
        var weight = context[model.Definition!.FirstDayWeight!].To<Count>();
        var (payment, days) = (new Money(input.Number("payment")), new Count(input.Number("days")));
        var stay = input.NumberOrNull("geometric_mean_stay");
        var part = stay is { } mean ? EdgeOfEpisode.ByGeometricMeanStay(payment, days, new Count(mean), weight)
            : EdgeOfEpisode.ByDays(payment, days, new Count(input.Number("all_days")));
        return new Dictionary<string, object?> { ["counted"] = part.Amount };
    }

    /// <summary>The sum of all values of a figure.</summary>
    public static IReadOnlyDictionary<string, object?> FigureSum(CaseInput input) => new Dictionary<string, object?>
    {
        ["sum"] = Model(input.Text("model")).Terms.Figure(input.Text("figure"))!.Values.Sum(value => value.Value),
    };

    /// <summary>Two definitions of an episode on the same people.</summary>
    public static IReadOnlyDictionary<string, object?> Definitions(CaseInput input)
    {
        var compared = DefinitionComparison.Of(new Count(input.Number("first_episodes")), new Money(input.Number("first_mean")),
            new Count(input.Number("second_episodes")), new Money(input.Number("second_mean")));
        return new Dictionary<string, object?>
        {
            ["first_budget"] = compared.FirstBudget.Amount, ["second_budget"] = compared.SecondBudget.Amount,
            ["mean_ratio"] = Math.Round(compared.MeanRatio.Amount, 4), ["budget_ratio"] = Math.Round(compared.BudgetRatio.Amount, 4),
        };
    }

    /// <summary>The HCP-LAN category of a document, or what measured shares say.</summary>
    public static IReadOnlyDictionary<string, object?> Category(CaseInput input)
    {
        if (input.Has("three_and_four"))
        {
            var upside = CategoryShares.UpsideOnly(new Ratio(input.Number("three_and_four")), new Ratio(input.Number("three_b_and_four")));
            return new Dictionary<string, object?> { ["upside_only"] = upside.Amount };
        }
        var model = Model(input.Text("model"));
        var members = model.Terms.Dimensions.Where(dimension => input.Has(dimension.Id))
            .ToDictionary(dimension => dimension.Id, dimension => input.Text(dimension.Id));
        var category = PaymentCategory.Of(model, model.Terms.PlaceOf(input.Text("period")), members);
        return new Dictionary<string, object?> { ["category"] = category.Category, ["can_owe"] = category.CanOwe };
    }

    private static SettledEntity Run(CaseInput input, bool traced)
    {
        var model = Model(input.Text("model"));
        var (values, members) = Given(input, model, traced);
        bool OfEpisode(string name) => model.Inputs.Any(each => each.Name == name && each.Level != InputLevel.Entity)
            || model.Price.Concat(model.Episode).Any(step => step.As == name);
        var entity = new EntityFacts
        {
            Id = "one", Members = members,
            Values = values.Where(pair => !OfEpisode(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value),
        };
        var episode = new EpisodeFacts
        {
            Id = "all", Members = new Dictionary<string, string>(),
            Values = values.Where(pair => OfEpisode(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value),
        };
        return Reconciliation.Determine(model, model.Terms.PlaceOf(input.Text("period")), entity,
            model.Unit == PopulationUnit.Episode ? [episode] : [], traced);
    }

    private static (Dictionary<string, StepValue> Values, Dictionary<string, string> Members) Given(
        CaseInput input, EpisodeModel model, bool traced)
    {
        var values = new Dictionary<string, StepValue>(StringComparer.Ordinal);
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var units = model.Inputs.Select(each => (each.Name, each.Unit)).Concat(model.Quality.Concat(model.Price).Concat(model.Episode)
            .Concat(model.Settlement).Select(step => (Name: step.As, step.Unit))).DistinctBy(pair => pair.Name)
            .ToDictionary(pair => pair.Name, pair => pair.Unit);
        foreach (var (key, text) in input.All())
        {
            if (!input.Has(key) || key is "model" or "period")
                continue;
            if (model.Terms.Dimension(key) is not null)
                members[key] = text;
            else if (units.TryGetValue(key, out var unit))
                values[key] = StepValue.Input(unit, decimal.Parse(text, CultureInfo.InvariantCulture), key, "case", traced);
            else
                throw new InvalidOperationException($"'{key}' is neither a dimension, an input nor a step of {model.Id}");
        }
        return (values, members);
    }
}
