namespace Accountable.Episodes.Arrangements;

/// <summary>What two definitions of an episode make of the same people: the choice moves the budget before any care changes.</summary>
/// <param name="FirstBudget">Episodes times mean spending under the first definition, in dollars.</param>
/// <param name="SecondBudget">The same under the second.</param>
/// <param name="MeanRatio">The second mean over the first.</param>
/// <param name="BudgetRatio">The second budget over the first.</param>
public sealed record DefinitionComparison(Money FirstBudget, Money SecondBudget, Ratio MeanRatio, Ratio BudgetRatio)
{
    /// <summary>Compares two definitions.</summary>
    /// <exception cref="DivideByZeroException">The first definition found nothing.</exception>
    public static DefinitionComparison Of(Count firstEpisodes, Money firstMean, Count secondEpisodes, Money secondMean)
    {
        var (first, second) = (firstMean * firstEpisodes, secondMean * secondEpisodes);
        return new DefinitionComparison(first, second, secondMean / firstMean, second / first);
    }
}
