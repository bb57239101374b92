using System.Text;

namespace Accountable.Data.Engines;

/// <summary>Turns parameters written <c>$name</c> into <c>$1, $2, ...</c> for an engine that knows only numbers.</summary>
public static class NamedParameters
{
    /// <summary>The text with numbers, and the names in the order of their numbers. One name has one number however often it
    /// occurs.</summary>
    /// <remarks>A dollar inside quotes, a comment or a dollar-quoted body is no parameter.</remarks>
    public static (string Sql, IReadOnlyList<string> Names) Number(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var text = new StringBuilder(sql.Length);
        var names = new List<string>();
        for (var i = 0; i < sql.Length;)
        {
            var end = Skipped(sql, i);
            if (end > i)
                text.Append(sql, i, end - i);
            else if (sql[i] == '$' && i + 1 < sql.Length && IsStart(sql[i + 1]) && (i == 0 || !IsPart(sql[i - 1])))
            {
                end = i + 1;
                while (end < sql.Length && IsPart(sql[end]))
                    end++;
                text.Append('$').Append(Place(names, sql[(i + 1)..end]));
            }
            else
            {
                text.Append(sql[i]);
                end = i + 1;
            }
            i = end;
        }
        return (text.ToString(), names);
    }

    private static int Place(List<string> names, string name)
    {
        var at = names.FindIndex(each => string.Equals(each, name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            names.Add(name);
            at = names.Count - 1;
        }
        return at + 1;
    }

    /// <summary>Where a quoted stretch or a comment that begins here ends; the same place when none begins.</summary>
    private static int Skipped(string sql, int at)
    {
        var rest = sql.AsSpan(at);
        if (rest[0] is '\'' or '"')
            return Behind(sql, at + 1, rest[0].ToString());
        if (rest.StartsWith("--", StringComparison.Ordinal))
            return Behind(sql, at, "\n");
        if (rest.StartsWith("/*", StringComparison.Ordinal))
            return Behind(sql, at + 2, "*/");
        if (rest[0] != '$' || (at > 0 && IsPart(sql[at - 1])))
            return at;
        var close = at + 1;
        while (close < sql.Length && IsPart(sql[close]))
            close++;
        return close < sql.Length && sql[close] == '$' && !(close > at + 1 && char.IsAsciiDigit(sql[at + 1]))
            ? Behind(sql, close + 1, sql[at..(close + 1)]) : at;
    }

    private static int Behind(string sql, int from, string close) =>
        sql.IndexOf(close, from, StringComparison.Ordinal) is var end and >= 0 ? end + close.Length : sql.Length;

    private static bool IsStart(char character) => char.IsAsciiLetter(character) || character == '_';

    private static bool IsPart(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
