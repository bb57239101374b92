using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;

namespace Accountable.Episodes.Settlement;

/// <summary>Settles the episodes of an entity as its model's document says: quality, prices, episodes, then the entity.</summary>
/// <remarks>The code knows the order of these four and no model: which steps they have and what they cite is the document's.</remarks>
public static class Reconciliation
{
    /// <summary>Settles an entity for a period.</summary>
    /// <param name="model">The document.</param>
    /// <param name="period">The place of the period in it.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="episodes">Its episodes that belong to the period.</param>
    /// <param name="traced">Whether values carry their derivation; facts must then be traced as well.</param>
    /// <exception cref="MissingValueException">A step needs a value that no file gives.</exception>
    /// <exception cref="LawGapException">A step needs a figure that has no value in the period.</exception>
    public static SettledEntity Determine(
        EpisodeModel model, int period, EntityFacts entity, IReadOnlyList<EpisodeFacts> episodes, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(episodes);
        var context = new StepContext(model.Terms, period, traced);
        Give(context, model, entity.Values, entity.Members, InputLevel.Entity);

        // Quality comes first: where it shifts the discount, prices depend on its band.
        var records = new List<StepRecord>(SettlementPipeline.Run(model.Quality, context));
        var settled = episodes.Select(episode => Settle(model, context, episode)).ToList();
        context.Totals = name => Total(settled, name, model);
        records.AddRange(SettlementPipeline.Run(model.Settlement, context));
        var members = model.Terms.Dimensions.Select(dimension => (dimension.Id, Member: context.Member(dimension.Id)))
            .Where(pair => pair.Member is not null).ToDictionary(pair => pair.Id, pair => pair.Member!, StringComparer.Ordinal);
        var result = context.Find(model.Result);
        // A last step that is for other members passes its value on; the explanation still begins with what it is called.
        if (records.LastOrDefault(record => record.Step.As == model.Result) is { Taken: false } last)
            result = result?.As(last.Step.Label, last.Step.Citation);
        var parties = PartyShares.Divide(model, context, entity.Id, result);
        return new SettledEntity(entity, records, settled, result, members, context.Unverified) { Parties = parties };
    }

    /// <summary>The price of one stratum as far as the values at hand carry it; what a file cannot know yet is left out.</summary>
    /// <exception cref="LawGapException">A step needs a figure that has no value in the period.</exception>
    public static SettledEpisode Price(
        EpisodeModel model, int period, EpisodeFacts stratum, IReadOnlyDictionary<string, string> members, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stratum);
        var context = new StepContext(model.Terms, period, traced);
        Give(context, model, stratum.Values, stratum.Members, InputLevel.Episode);
        foreach (var (dimension, member) in members)
            context.Set(dimension, member);
        // The price before the year ends rests on fewer values than the one behind it.
        var records = SettlementPipeline.Run(model.Price, context, asFarAsKnown: true);
        return Settled(stratum, records);
    }

    private static SettledEpisode Settle(EpisodeModel model, StepContext entity, EpisodeFacts episode)
    {
        var context = entity.Inner();
        Give(context, model, episode.Values, episode.Members, InputLevel.Episode);
        // A file that gives the target gives the price: what lies before it need not be known.
        var given = model.Price.Where(step => IsGiven(model, context, step)).ToList();
        var records = new List<StepRecord>(given.Where(step => context.Find(step.As) is not null)
            .Select(step => new StepRecord(step, context.Find(step.As), false)));
        records.AddRange(SettlementPipeline.Run([.. model.Price.Except(given)], context));
        records.AddRange(SettlementPipeline.Run(model.Episode, context));
        return Settled(episode, records);
    }

    /// <summary>Whether a step of the price need not be taken, because its result or every target that it serves is given.</summary>
    private static bool IsGiven(EpisodeModel model, StepContext context, SettlementStep step)
    {
        if (context.Find(step.As) is not null)
            return true;
        var users = model.Price
            .Where(other => other.As != step.As && other.Operands.Values.Any(names => names.Contains(step.As))).ToList();
        if (users.Count > 0)
            return users.All(user => IsGiven(model, context, user));
        var isForPeriod = step.From <= context.Period && context.Period <= step.To;
        return !isForPeriod
            || (model.Target is { } target && step.As != target && context.Find(target) is not null && !IsUsed(model, step.As));
    }

    private static bool IsUsed(EpisodeModel model, string name) => model.Episode.Concat(model.Settlement)
        .Any(step => step.Operands.Values.Any(names => names.Contains(name)));

    private static SettledEpisode Settled(EpisodeFacts facts, IReadOnlyList<StepRecord> records)
    {
        var values = new Dictionary<string, StepValue>(facts.Values, StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (record.Value is { } value)
                values[record.Step.As] = value;
        }
        return new SettledEpisode(facts, records, values);
    }

    /// <summary>Sets what files give, and for inputs that they lack what the document says stands in their place.</summary>
    private static void Give(StepContext context, EpisodeModel model, IReadOnlyDictionary<string, StepValue> values,
        IReadOnlyDictionary<string, string> members, InputLevel level)
    {
        foreach (var (dimension, member) in members)
            context.Set(dimension, member);
        foreach (var (name, value) in values)
            context.Set(name, value);
        foreach (var input in model.Inputs.Where(input => input.Otherwise is not null && !values.ContainsKey(input.Name)
            && input.Level == InputLevel.Entity == (level == InputLevel.Entity)))
        {
            var stand = input.Otherwise!;
            var id = $"{model.Id}.{input.Name}";
            if (stand.Verified == Verified.No)
                context.Unverified.Add($"{id} (not given)");
            context.Set(input.Name, new StepValue(input.Unit, stand.Value, context.Traced
                ? Derivation.Parameter(input.Unit, stand.Value, $"{input.Label}, not given", id, stand.Citation, stand.Verified) : null));
        }
    }

    private static StepValue Total(List<SettledEpisode> episodes, string name, EpisodeModel model)
    {
        var unit = model.Price.Concat(model.Episode).LastOrDefault(step => step.As == name)?.Unit
            ?? model.Inputs.FirstOrDefault(input => input.Name == name)?.Unit ?? throw new MissingValueException(model.Id, name);
        return episodes.Select(episode => episode.Values.TryGetValue(name, out var value)
                ? value : throw new MissingValueException(model.Id, name))
            .Aggregate(StepValue.Zero(unit), (sum, value) => sum.Amount == 0 && sum.Derivation is null ? value : sum.Plus(value));
    }
}
