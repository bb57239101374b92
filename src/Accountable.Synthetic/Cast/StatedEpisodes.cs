using System.Globalization;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.Truth;

namespace Accountable.Synthetic.Cast;

/// <summary>What a written part says must come out of it, service by service; loops over its claims must find the same.</summary>
internal sealed class StatedEpisodes(string part)
{
    private readonly List<string> _stated = [];

    /// <summary>An episode of a model that lasts from a day to another, of which these parts of claims count.</summary>
    public void Episode(string model, int start, int end, params (Claim Claim, decimal Part, decimal Whole)[] counted) =>
        State(model, end, Text(model, start, end, counted.Sum(each => each.Claim.Paid * each.Part / each.Whole)));

    /// <summary>An episode that is cancelled.</summary>
    public void Cancelled(string model, int start, int end, string reason) => State(model, end, Text(model, start, end, reason));

    /// <summary>Compares with what loops found.</summary>
    /// <exception cref="InvalidOperationException">They differ: the truth of every person is then in doubt.</exception>
    public void Check(IEnumerable<Episode> found)
    {
        var ours = found.Select(episode => episode.Reason is { } reason ? Text(episode.Bundle.Model, episode.Start, episode.End, reason)
            : Text(episode.Bundle.Model, episode.Start, episode.End, episode.Spending)).Order(StringComparer.Ordinal).ToList();
        var stated = _stated.Order(StringComparer.Ordinal).ToList();
        if (!ours.SequenceEqual(stated))
        {
            throw new InvalidOperationException(
                $"The part '{part}' says\n{string.Join('\n', stated)}\nand loops over its claims find\n{string.Join('\n', ours)}");
        }
    }

    /// <summary>Keeps what ends in the time of the model.</summary>
    private void State(string model, int end, string text)
    {
        var bundle = Bundle.All.Single(bundle => bundle.Model == model);
        if (end >= bundle.FirstDay && end <= bundle.LastDay)
            _stated.Add(text);
    }

    private static string Text(string model, int start, int end, decimal cents) =>
        Text(model, start, end, Math.Round(cents, 6).ToString("0.######", CultureInfo.InvariantCulture));

    private static string Text(string model, int start, int end, string what) => $"{model} {Days.Iso(start)} {Days.Iso(end)} {what}";
}
