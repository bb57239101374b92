using System.Globalization;
using System.Net;
using System.Text;

namespace Accountable.Runs.Episodes;

/// <summary>Episodes as one web page that needs no network. Counts from 1 to 10 are not shown: the page may be shared.</summary>
public static class EpisodePage
{
    private const int LeastShown = 11;
    private const string Style = """
        :root {
          color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #d6d7d9;
          --bar: #0b5394; --less: #b0561a; --more: #22703c;
        }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #eee; --paper: #16191d; --line: #444a52; --bar: #6fa8dc; --less: #e69f5b; --more: #7cc38f; }
        }
        body {
          font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
          max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
        }
        table { border-collapse: collapse; margin: 1rem 0; } caption { text-align: left; font-weight: 600; }
        td, th { border-bottom: 1px solid var(--line); padding: .3rem .8rem; text-align: left; }
        td.n { text-align: right; font-variant-numeric: tabular-nums; } .bar { height: .8rem; background: var(--bar); }
        .less { background: var(--less); } .more { background: var(--more); }
        """;

    /// <summary>What was found in claims: spending by setting and by week, post-acute care, readmissions.</summary>
    public static string OfClaims(BuildRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var page = Start($"{run.Model.Name}: episodes of {run.Label}", $"{run.Model.Id}, version {run.Model.Version}");
        foreach (var group in run.Episodes.Where(episode => episode.CancelledFor is null).GroupBy(episode => episode.Category)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var episodes = group.ToList();
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Escaped(group.Key)}</h2>\n");
            if (episodes.Count < LeastShown)
            {
                page.Append("<p>Under 11 episodes: not shown.</p>\n");
                continue;
            }
            var total = episodes.Sum(episode => episode.Spending);
            var readmitted = episodes.Count(episode => episode.Readmissions > 0);
            page.Append(CultureInfo.InvariantCulture,
                $"<p>{episodes.Count:N0} episodes, {Money(total)}, {Money(total / episodes.Count)} each; ");
            page.Append(readmitted is > 0 and < LeastShown || episodes.Count - readmitted is > 0 and < LeastShown
                ? "readmissions are not shown: under 11.</p>\n"
                : string.Create(CultureInfo.InvariantCulture, $"{(decimal)readmitted / episodes.Count:P1} with a readmission.</p>\n"));
            Bars(page, "Spending by setting", episodes.SelectMany(episode => episode.BySetting).GroupBy(pair => pair.Key)
                .Select(setting => (setting.Key, setting.Sum(pair => pair.Value))).OrderByDescending(pair => pair.Item2), total);
            var weeks = episodes.SelectMany(episode => episode.ByWeek).GroupBy(pair => pair.Key).OrderBy(week => week.Key)
                .Select(week => ($"week {week.Key + 1}", week.Sum(pair => pair.Value)));
            Bars(page, "Spending by week from the start", weeks, total);
            var after = episodes.Sum(episode => episode.PostAcute);
            Bars(page, "Post-acute care", episodes.SelectMany(episode => episode.BySetting)
                .Where(pair => Accountable.Rules.Episodes.CareSettings.PostAcute.Contains(pair.Key)).GroupBy(pair => pair.Key)
                .Select(setting => (setting.Key, setting.Sum(pair => pair.Value))).OrderByDescending(pair => pair.Item2), after);
        }
        return page.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>Who gains and who loses.</summary>
    public static string OfSettlement(SettleRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var page = Start($"{run.Model.Name}: settlement of {run.Period.Id}", $"{run.Model.Id}, version {run.Model.Version}");
        var ranked = run.Entities.Where(entity => entity.Result is not null)
            .OrderByDescending(entity => entity.Result!.Value.Amount).ToList();
        var greatest = ranked.Select(entity => Math.Abs(entity.Result!.Value.Amount)).DefaultIfEmpty(1).Max();
        page.Append("<table><caption>Winners and losers</caption>\n<tr><th>entity</th><th>episodes</th><th>result</th><th></th></tr>\n");
        foreach (var entity in ranked)
        {
            var (result, count) = (entity.Result!.Value, entity.Episodes.Count);
            var width = greatest == 0 ? 0 : Math.Abs(result.Amount) / greatest * 100;
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escaped(entity.Facts.Id)}</td>");
            var shown = count is > 0 and < LeastShown ? "under 11" : count.ToString("N0", CultureInfo.InvariantCulture);
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{shown}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Display.Of(result.Unit, result.Amount)}</td>");
            var sign = result.Amount < 0 ? "less" : "more";
            page.Append(CultureInfo.InvariantCulture,
                $"<td style=\"width:20rem\"><div class=\"bar {sign}\" style=\"width:{width:0}%\"></div></td></tr>\n");
        }
        page.Append("</table>\n");
        if (run.Unverified.Count > 0)
            page.Append("<p>Not verified: ").Append(Escaped(string.Join("; ", run.Unverified))).Append(".</p>\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static StringBuilder Start(string title, string under)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Escaped(title)}</title>\n<style>\n{Style}</style>\n</head>\n<body>\n");
        return page.Append(CultureInfo.InvariantCulture, $"<h1>{Escaped(title)}</h1>\n<p>{Escaped(under)}</p>\n");
    }

    private static void Bars(StringBuilder page, string caption, IEnumerable<(string Name, decimal Amount)> rows, decimal total)
    {
        page.Append(CultureInfo.InvariantCulture, $"<table><caption>{caption}</caption>\n");
        foreach (var (name, amount) in rows)
        {
            var share = total == 0 ? 0 : amount / total;
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escaped(name)}</td><td class=\"n\">{Money(amount)}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{share:P1}</td><td style=\"width:20rem\">");
            page.Append(CultureInfo.InvariantCulture,
                $"<div class=\"bar\" style=\"width:{Math.Max(0, share) * 100:0}%\"></div></td></tr>\n");
        }
        page.Append("</table>\n");
    }

    private static string Money(decimal amount) => Display.Of(Unit.Dollars, amount);

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
