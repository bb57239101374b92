using Accountable.Data.Risk;
using Accountable.Risk;
using Accountable.Risk.Model;
using Accountable.Risk.Scoring;
using Accountable.Rules;
using Accountable.Runs.Risk;

namespace Accountable.Runs.Aco;

/// <summary>A model of a blend.</summary>
/// <param name="Model">The model with the map of the year.</param>
/// <param name="Bulk">The compiled model.</param>
/// <param name="Share">Its share.</param>
/// <param name="FactorOf">The normalization factor of a segment.</param>
internal sealed record RiskPart(HccModel Model, BulkScore Bulk, Ratio Share, Func<Segment, decimal> FactorOf);

/// <summary>Scores people as they come, some thousands at a time: only their scores are kept.</summary>
/// <param name="parts">The models.</param>
/// <param name="law">The law of the scored year.</param>
/// <param name="codes">The diagnoses of the year before.</param>
internal sealed class RiskPeople(IReadOnlyList<RiskPart> parts, RuleYear law, YearCodes codes)
{
    private const int PeopleAtOnce = 1 << 16;

    private readonly IReadOnlyList<HccModel> _models = [.. parts.Select(part => part.Model)];
    private readonly Dictionary<Segment, decimal>[] _factors = [.. parts.Select(_ => new Dictionary<Segment, decimal>())];
    private readonly ScoredPeople _scored = new();
    private readonly List<long> _keys = [];
    private readonly List<Enrollee> _people = [];
    private readonly List<int> _starts = [0];
    private readonly List<ulong> _diagnoses = [];
    private int _place;

    /// <summary>Adds a person.</summary>
    /// <param name="key">A key above the last one.</param>
    /// <param name="row">What the store says. Who cannot be scored has no score.</param>
    public void Add(long key, PersonRow row)
    {
        if (Enrollment.Read(row, _models, law, out var person) is not null)
            return;
        _keys.Add(key);
        _people.Add(person);
        codes.CopyTo(key, ref _place, _diagnoses);
        _starts.Add(_diagnoses.Count);
        if (_keys.Count == PeopleAtOnce)
            Score();
    }

    /// <summary>The scores of all who were added.</summary>
    public ScoredPeople End()
    {
        Score();
        return _scored;
    }

    private void Score()
    {
        var columns = new EnrolleeColumns([.. _starts], [.. _diagnoses]);
        for (var i = 0; i < _people.Count; i++)
            columns[i] = _people[i];
        var scores = parts.Select(part =>
        {
            var into = new ScoreColumns(columns.Count);
            ScoreRun.ScoreAll(part.Bulk, columns, into);
            return into;
        }).ToList();
        for (var i = 0; i < _people.Count; i++)
        {
            if (scores.TrueForAll(score => score.Scored[i]))
                _scored.Add(_keys[i], ScoresOf(i, scores));
        }
        _keys.Clear();
        _people.Clear();
        _diagnoses.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
    }

    private PersonScores ScoresOf(int person, List<ScoreColumns> scores)
    {
        var (score, demographic) = (0m, 0m);
        for (var i = 0; i < parts.Count; i++)
        {
            var segment = _people[person].Segment;
            if (!_factors[i].TryGetValue(segment, out var factor))
                _factors[i].Add(segment, factor = parts[i].FactorOf(segment));
            score += scores[i].Raw[person] / factor * parts[i].Share.Amount;
            demographic += scores[i].Demographic[person] / factor * parts[i].Share.Amount;
        }
        return new PersonScores(score, demographic);
    }
}
