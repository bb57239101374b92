namespace Accountable.Rules.Settlement;

/// <summary>One line of the record that a settlement leaves: a step and its result.</summary>
/// <param name="Step">The step.</param>
/// <param name="Value">Its result; null when an optional input was missing and there is nothing to say.</param>
/// <param name="Taken">Whether it was taken; a step for other periods or members passes its value on.</param>
public sealed record StepRecord(SettlementStep Step, StepValue? Value, bool Taken);

/// <summary>Takes the steps of a document in their order. The order is the document's; the sums are here.</summary>
public static class SettlementPipeline
{
    /// <summary>Takes each step and sets its result in the context. A result that a file gives is not computed again.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="context">What they work on.</param>
    /// <param name="asFarAsKnown">Whether a step that needs a value which no file gives is left out instead of an error.</param>
    /// <exception cref="MissingValueException">A step needs a value that no file gives.</exception>
    /// <exception cref="LawGapException">A step needs a figure that has no value here.</exception>
    public static IReadOnlyList<StepRecord> Run(IReadOnlyList<SettlementStep> steps, StepContext context, bool asFarAsKnown = false)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(context);
        var records = new List<StepRecord>(steps.Count);
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            if (!made.Contains(step.As) && context.Find(step.As) is { } given)
            {
                records.Add(new StepRecord(step, given, false));
                continue;
            }
            var taken = Applies(step, context);
            if (!taken && made.Contains(step.As))
                continue; // Another step of the same name was for this period and these members.
            var value = taken ? Take(step, context, asFarAsKnown) : context.FindIfAny(step.One(StepVocabulary.Subject(step.Kind)));
            if (taken && step.Verified == Verified.No)
                context.Unverified.Add($"{context.Terms.Document}: {step.Label}");
            if (taken && value is { } result)
                value = result.As(step.Label, step.Citation);
            if (value is { } known)
                context.Set(step.As, known);
            made.Add(step.As);
            records.Add(new StepRecord(step, value, taken));
        }
        return records;
    }

    /// <summary>Whether a step is for this period and these members.</summary>
    public static bool Applies(SettlementStep step, StepContext context)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(context);
        return step.From <= context.Period && context.Period <= step.To
            && step.When.All(pair => pair.Value.Contains(context.Member(pair.Key)
                ?? throw new MissingValueException(context.Terms.Document, pair.Key)));
    }

    private static StepValue? Take(SettlementStep step, StepContext context, bool asFarAsKnown)
    {
        if (asFarAsKnown && step.Kind is not (StepKind.Sum or StepKind.Least or StepKind.Greatest or StepKind.WeightedMean)
            && step.Operands.Values.SelectMany(names => names).Any(name => context.FindIfAny(name) is null))
            return null;
        StepValue Of(string operand) => context[step.One(operand)];
        StepValue? May(string operand) => step.Has(operand) ? context[step.One(operand)] : null;
        return step.Kind switch
        {
            StepKind.Sum => Fold(step, context, (sum, next) => sum.Plus(next)),
            StepKind.Least => Fold(step, context, (least, next) => least.Least(next)),
            StepKind.Greatest => Fold(step, context, (greatest, next) => greatest.Greatest(next)),
            StepKind.Total => (context.Totals ?? throw new MissingValueException(context.Terms.Document, step.One("of")))(step.One("of")),
            StepKind.Subtract or StepKind.SubtractOutsideLimit or StepKind.NetPrior or StepKind.OffsetPayment =>
                Of("from").Minus(Of("amount")),
            StepKind.Multiply => step.Operands["by"].Select(name => context[name]).Aggregate(Of("of"), (product, by) => product.Times(by)),
            StepKind.Divide => Of("of").Over(Of("by")),
            StepKind.Blend => Blend(step, context),
            StepKind.WeightedMean => WeightedMean(step, context),
            StepKind.LimitAround => LimitAround(Of("of"), Of("around"), Of("within")),
            StepKind.Discount => Of("of").Times(StepValue.One.Minus(Of("rate"))),
            StepKind.LookUp => LookUp(step, context),
            StepKind.Band => Band(step, context),
            StepKind.QualityAdjust => QualityAdjust(Of("of"), Of("score"), Of("scale"), May("gain_at_most"), May("loss_at_most")),
            StepKind.Threshold => Threshold(Of("of"), Of("whole"), May("gain_rate"), May("loss_rate"), step.Mode),
            StepKind.Share => BySign(Of("of"), May("gain_rate"), May("loss_rate")),
            StepKind.Corridor => Corridor(step, context),
            StepKind.Clip => Clip(Of("of"), Of("whole"), May("gain_limit"), May("loss_limit")),
            StepKind.FloorZero => Of("of") is var floored ? floored.Greatest(StepValue.Zero(floored.Unit)) : default,
            StepKind.CeilingZero => Of("of") is var capped ? capped.Least(StepValue.Zero(capped.Unit)) : default,
            StepKind.Gate => Gate(Of("of"), Of("score"), Of("at_least")),
            StepKind.Sequester => Of("of") is var paid ? paid.Minus(Gain(paid).Times(Of("rate"))) : default,
            _ => throw new InvalidOperationException($"Unknown step {step.Kind}."),
        };
    }

    private static StepValue Gain(StepValue value) => value.Greatest(StepValue.Zero(value.Unit));

    private static StepValue Loss(StepValue value) => value.Least(StepValue.Zero(value.Unit));

    /// <summary>Optional values that no file gives are passed over; without any there is no result.</summary>
    private static StepValue? Fold(SettlementStep step, StepContext context, Func<StepValue, StepValue, StepValue> fold)
    {
        var values = step.Operands["of"].Select(context.FindAny).OfType<StepValue>().ToList();
        return values.Count == 0 ? null : values.Aggregate(fold);
    }

    private static StepValue Blend(SettlementStep step, StepContext context) => step.Operands["of"].Zip(step.Operands["weights"])
        .Select(pair => context[pair.First].Times(context[pair.Second])).Aggregate((sum, part) => sum.Plus(part));

    private static StepValue? WeightedMean(SettlementStep step, StepContext context)
    {
        var known = step.Operands["of"].Zip(step.Operands["weights"]).Where(pair => context.FindAny(pair.First) is not null).ToList();
        if (known.Count == 0)
            return null;
        var weights = known.Select(pair => context[pair.Second]).Aggregate((sum, weight) => sum.Plus(weight));
        // The division comes last, so that weights in thirds leave no remainder behind.
        return known.Select(pair => context[pair.First].Times(context[pair.Second]))
            .Aggregate((sum, part) => sum.Plus(part)).Over(weights);
    }

    private static StepValue LimitAround(StepValue value, StepValue around, StepValue within) =>
        value.Greatest(around.Times(StepValue.One.Minus(within))).Least(around.Times(StepValue.One.Plus(within)));

    private static StepValue LookUp(SettlementStep step, StepContext context)
    {
        var table = context.Terms.Table(step.Table!, context.Period);
        var row = Row(table, context[step.One("of")], context);
        return context.Cell(table, table.Unit, table.Rows[row].Value!.Value, row);
    }

    private static StepValue Band(SettlementStep step, StepContext context)
    {
        var table = context.Terms.Table(step.Table!, context.Period);
        var score = context[step.One("of")];
        var row = Row(table, score, context);
        if (table.Verified == Verified.No)
            context.Unverified.Add($"{context.Terms.Document}.{table.Id}");
        context.Set(step.Sets!, table.Rows[row].Member!);
        return score;
    }

    private static int Row(StepTable table, StepValue score, StepContext context)
    {
        for (var i = 0; i < table.Rows.Count; i++)
        {
            if (table.Rows[i].Holds(score.Amount))
                return i;
        }
        throw new LawGapException($"{context.Terms.Document}.{table.Id}", Display.Of(score.Unit, score.Amount));
    }

    /// <summary>A gain loses the share that quality did not earn; a loss shrinks by the share that quality earned.</summary>
    private static StepValue QualityAdjust(StepValue value, StepValue score, StepValue scale, StepValue? gainAtMost, StepValue? lossAtMost)
    {
        var earned = score.Over(scale);
        var adjusted = value;
        if (gainAtMost is { } gain)
            adjusted = adjusted.Minus(Gain(value).Times(gain.Times(StepValue.One.Minus(earned))));
        if (lossAtMost is { } loss)
            adjusted = adjusted.Minus(Loss(value).Times(loss.Times(earned)));
        return adjusted;
    }

    private static StepValue Threshold(StepValue value, StepValue whole, StepValue? gainRate, StepValue? lossRate, ThresholdMode mode)
    {
        var zero = StepValue.Zero(value.Unit);
        StepValue Through(StepValue amount, StepValue least) => mode == ThresholdMode.Excess
            ? Gain(amount.Minus(least)) : StepValue.Choose(amount.MeetsOrExceeds(least), amount, zero);
        var gain = gainRate is { } up ? Through(Gain(value), whole.Times(up)) : Gain(value);
        var loss = lossRate is { } down ? Through(Gain(value.Negated()), whole.Times(down)).Negated() : Loss(value);
        return gain.Plus(loss);
    }

    private static StepValue BySign(StepValue value, StepValue? gainRate, StepValue? lossRate)
    {
        var gain = gainRate is { } up ? Gain(value).Times(up) : Gain(value);
        return gain.Plus(lossRate is { } down ? Loss(value).Times(down) : Loss(value));
    }

    /// <summary>What lies between two bounds is shared at the row's rate; the same bands serve gains and losses.</summary>
    private static StepValue Corridor(SettlementStep step, StepContext context)
    {
        var table = context.Terms.Table(step.Table!, context.Period);
        var (value, whole) = (context[step.One("of")], context[step.One("whole")]);
        var shared = StepValue.Zero(value.Unit);
        var lost = StepValue.Zero(value.Unit);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = table.Rows[i];
            var rate = context.Cell(table, Unit.Ratio, row.Value!.Value, i);
            StepValue Within(StepValue amount)
            {
                StepValue? from = row.AtLeast is { } least and not 0 ? whole.Times(context.Cell(table, Unit.Ratio, least, i)) : null;
                var to = row.Below is { } below ? amount.Least(whole.Times(context.Cell(table, Unit.Ratio, below, i))) : amount;
                return from is { } start ? Gain(to.Minus(start)) : to;
            }
            shared = shared.Plus(Within(Gain(value)).Times(rate));
            lost = lost.Plus(Within(Gain(value.Negated())).Times(rate));
        }
        return shared.Minus(lost);
    }

    private static StepValue Clip(StepValue value, StepValue whole, StepValue? gainLimit, StepValue? lossLimit)
    {
        var clipped = gainLimit is { } up ? value.Least(whole.Times(up)) : value;
        return lossLimit is { } down ? clipped.Greatest(whole.Times(down).Negated()) : clipped;
    }

    private static StepValue Gate(StepValue value, StepValue score, StepValue atLeast) =>
        StepValue.Choose(score.MeetsOrExceeds(atLeast), value, Loss(value));
}
