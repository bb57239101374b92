using System.Text;

namespace Accountable.Tests.Architecture;

/// <summary>C# source with comments, texts and preprocessor lines blanked out, so that what is left is code. Lines keep their places.</summary>
internal static class CodeOnly
{
    public static string Of(string source) => new Reader(source).Read();

    private sealed class Reader(string source)
    {
        private readonly StringBuilder _code = new(source.Length);
        private int _at;

        public string Read()
        {
            Code(untilBrace: false);
            return _code.ToString();
        }

        private char Peek(int ahead = 0) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

        private bool Starts(string text) => string.CompareOrdinal(source, _at, text, 0, text.Length) == 0;

        private void Keep() => _code.Append(source[_at++]);

        private void Blank(int count)
        {
            for (; count > 0 && _at < source.Length; count--, _at++)
                _code.Append(source[_at] == '\n' ? '\n' : ' ');
        }

        /// <summary>Code up to the end, or up to the brace that closes a hole of an interpolated text.</summary>
        private void Code(bool untilBrace)
        {
            var depth = 0;
            while (_at < source.Length)
            {
                if (untilBrace && depth == 0 && Peek() is '}')
                    return;
                if (untilBrace && depth == 0 && Peek() is ':' && Peek(1) is not ':')
                {
                    // The format of a hole is text.
                    while (_at < source.Length && Peek() is not '}')
                        Blank(1);
                    return;
                }
                if (Peek() is '{' or '(' or '[')
                    depth++;
                if (Peek() is '}' or ')' or ']')
                    depth--;
                if (!Text() && !Comment())
                    Keep();
            }
        }

        private bool Comment()
        {
            if (Starts("//") || (Peek() is '#' && source[..(_at)].LastIndexOf('\n') is var line && source[(line + 1).._at].All(char.IsWhiteSpace)))
            {
                while (_at < source.Length && Peek() is not '\n')
                    Blank(1);
                return true;
            }
            if (!Starts("/*"))
                return false;
            while (_at < source.Length && !Starts("*/"))
                Blank(1);
            Blank(2);
            return true;
        }

        private bool Text()
        {
            if (Peek() is '\'')
            {
                Blank(1);
                while (_at < source.Length && Peek() is not '\'')
                    Blank(Peek() is '\\' ? 2 : 1);
                Blank(1);
                return true;
            }
            var start = 0;
            while (Peek(start) is '$' or '@')
                start++;
            if (Peek(start) is not '"')
                return false;
            var dollars = source[_at..(_at + start)].Count(c => c == '$');
            var verbatim = source[_at..(_at + start)].Contains('@');
            var quotes = 0;
            while (Peek(start + quotes) is '"')
                quotes++;
            Blank(start);
            if (quotes == 2)
                Blank(2);
            else
                Quoted(quotes >= 3 ? quotes : 1, dollars, verbatim);
            return true;
        }

        private void Quoted(int quotes, int dollars, bool verbatim)
        {
            var raw = quotes >= 3;
            var end = new string('"', quotes);
            var hole = new string('{', Math.Max(1, raw ? dollars : 1));
            Blank(quotes);
            while (_at < source.Length)
            {
                if (verbatim && Starts("\"\""))
                    Blank(2);
                else if (Starts(end))
                {
                    Blank(quotes);
                    return;
                }
                else if (!raw && !verbatim && Peek() is '\\')
                    Blank(2);
                else if (dollars > 0 && !raw && Starts("{{"))
                    Blank(2);
                else if (dollars > 0 && Starts(hole))
                {
                    Blank(hole.Length);
                    Code(untilBrace: true);
                    Blank(hole.Length);
                }
                else
                    Blank(1);
            }
        }
    }
}
