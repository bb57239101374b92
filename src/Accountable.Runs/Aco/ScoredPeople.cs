using System.Runtime.InteropServices;

namespace Accountable.Runs.Aco;

/// <summary>A person's scores of one year.</summary>
/// <param name="Score">The CMS-HCC score, normalized where the law has a factor, without coding adjustment.</param>
/// <param name="Demographic">The part of age, sex and status.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonScores(decimal Score, decimal Demographic);

/// <summary>Scores by person. A year has them of everybody in an ACO's files, so they stand in columns, sorted by key.</summary>
public sealed class ScoredPeople
{
    private readonly List<long> _keys = [];
    private readonly List<PersonScores> _scores = [];

    /// <summary>How many people have a score.</summary>
    public int Count => _keys.Count;

    /// <summary>Adds a person.</summary>
    /// <param name="key">A key above the last one.</param>
    /// <param name="scores">The scores.</param>
    /// <exception cref="ArgumentOutOfRangeException">The keys do not ascend.</exception>
    public void Add(long key, PersonScores scores)
    {
        if (Count > 0)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(key, _keys[^1]);
        _keys.Add(key);
        _scores.Add(scores);
    }

    /// <summary>The scores of a person, when there are any.</summary>
    public bool TryGet(long key, out PersonScores scores)
    {
        var place = _keys.BinarySearch(key);
        scores = place < 0 ? default : _scores[place];
        return place >= 0;
    }
}

/// <summary>A mean of scores, weighted by months.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct MonthlyMean
{
    private decimal _score;
    private decimal _demographic;

    /// <summary>The months that were added.</summary>
    public long Months { get; private set; }

    /// <summary>The mean; null when nobody was added.</summary>
    public readonly PersonScores? Mean => Months == 0 ? null : new PersonScores(_score / Months, _demographic / Months);

    /// <summary>Adds a person's months.</summary>
    public void Add(PersonScores scores, long months)
    {
        _score += scores.Score * months;
        _demographic += scores.Demographic * months;
        Months += months;
    }
}
