using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;

namespace Accountable.Episodes.Arrangements;

/// <summary>The category of the HCP-LAN framework that a document comes to, read off its steps and not declared by it.</summary>
/// <param name="Category">Such as 3B.</param>
/// <param name="QualityLinked">Whether quality moves the money.</param>
/// <param name="CanOwe">Whether the entity can owe.</param>
/// <param name="Why">In a sentence.</param>
public sealed record PaymentCategory(string Category, bool QualityLinked, bool CanOwe, string Why)
{
    /// <summary>The category in a period for an entity with these members.</summary>
    /// <remarks>The framework's text is recalled; the decision rule is the assumption A-308.</remarks>
    public static PaymentCategory Of(EpisodeModel model, int period, IReadOnlyDictionary<string, string> members)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(members);
        var steps = model.Quality.Concat(model.Price).Concat(model.Episode).Concat(model.Settlement)
            .Where(step => Applies(step, period, members)).ToList();
        var quality = steps.Any(step => StepVocabulary.IsQualityLink(step.Kind)) || model.Quality.Count > 0;
        var canOwe = CanBeNegative(model, period, members, model.Result);
        var (category, why) = model.Payment switch
        {
            PaymentForm.RetrospectiveBudget => (OfBudget(quality, canOwe).Category, OfBudget(quality, canOwe).Why),
            PaymentForm.PopulationPayment => quality ? ("4B", "a payment ahead of time for most care, linked to quality")
                : ("4N", "a payment ahead of time without a link to quality"),
            PaymentForm.ConditionPayment => quality ? ("4A", "a payment ahead of time for a condition, linked to quality")
                : ("4N", "a payment ahead of time without a link to quality in the steps"),
            _ => ("2C", "fees adjusted by results"),
        };
        return new PaymentCategory(category, quality, canOwe, why);
    }

    /// <summary>The category of an arrangement that compares spending with a budget afterwards.</summary>
    /// <param name="qualityLinked">Whether quality moves the money.</param>
    /// <param name="canOwe">Whether the entity can owe.</param>
    public static PaymentCategory OfBudget(bool qualityLinked, bool canOwe) => (qualityLinked, canOwe) switch
    {
        (false, _) => new PaymentCategory("3N", false, canOwe, "a budget settled afterwards without a link to quality"),
        (true, true) => new PaymentCategory("3B", true, true, "savings and losses against a budget, linked to quality"),
        (true, false) => new PaymentCategory("3A", true, false, "savings alone against a budget, linked to quality"),
    };

    private static bool Applies(SettlementStep step, int period, IReadOnlyDictionary<string, string> members) =>
        step.From <= period && period <= step.To
        && step.When.All(pair => !members.TryGetValue(pair.Key, out var member) || pair.Value.Contains(member));

    /// <summary>Whether a value can be below zero, by the signs of what it is made of. Inputs and figures are not.</summary>
    private static bool CanBeNegative(EpisodeModel model, int period, IReadOnlyDictionary<string, string> members, string name)
    {
        var pipelines = model.Quality.Concat(model.Price).Concat(model.Episode).Concat(model.Settlement).ToList();
        bool Of(string value, int before)
        {
            var at = pipelines.FindLastIndex(before, step => step.As == value && Applies(step, period, members));
            if (at < 0)
            {
                var passed = pipelines.FindLastIndex(before, step => step.As == value);
                return passed > 0 && Of(pipelines[passed].One(StepVocabulary.Subject(pipelines[passed].Kind)), passed - 1);
            }
            var step = pipelines[at];
            bool Any(string operand) => at > 0 && step.Operands[operand].Any(each => Of(each, at - 1));
            return step.Kind switch
            {
                StepKind.Subtract or StepKind.SubtractOutsideLimit or StepKind.NetPrior or StepKind.OffsetPayment => true,
                StepKind.FloorZero => false,
                StepKind.Multiply or StepKind.Divide => Any("of") || Any("by"),
                StepKind.LookUp or StepKind.Band or StepKind.LimitAround => false,
                StepKind.Greatest => step.Operands["of"].All(each => Of(each, at - 1)),
                _ => Any("of"),
            };
        }
        return Of(name, pipelines.Count - 1);
    }
}
