using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Accountable.Rules.Yaml;

/// <summary>What no rule file may hold, found before its nodes are built: building them recurses.</summary>
internal static class YamlShape
{
    private const int Deepest = 32;

    /// <summary>
    /// The place and the words of the first key given twice, key that is no text, alias of what holds it, or nesting without end.
    /// </summary>
    public static (Mark Place, string Message)? Error(string text)
    {
        var parser = new Parser(new StringReader(text));
        var open = new Stack<Level>();
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            if (current is MappingEnd or SequenceEnd)
            {
                open.Pop();
                continue;
            }
            if (current is not NodeEvent and not AnchorAlias)
                continue;
            var isKey = open.TryPeek(out var level) && level.NextIsKey();
            if (isKey && current is not Scalar)
                return (current.Start, "a key must be a text");
            if (isKey && !level!.Keys!.Add(((Scalar)current).Value))
                return (current.Start, $"'{((Scalar)current).Value}' stands twice");
            if (current is AnchorAlias alias && open.Any(outer => outer.Anchor == alias.Value))
                return (current.Start, $"'*{alias.Value}' stands for something that holds itself");
            if (current is MappingStart or SequenceStart)
                open.Push(new Level(((NodeEvent)current).Anchor, current is MappingStart ? [] : null));
            if (open.Count > Deepest)
                return (current.Start, "nested too deeply");
        }
        return null;
    }

    /// <summary>A mapping or list whose end has not come yet; only a mapping has keys.</summary>
    private sealed class Level(AnchorName anchor, HashSet<string>? keys)
    {
        private int _nodes;

        public AnchorName Anchor { get; } = anchor;

        public HashSet<string>? Keys { get; } = keys;

        /// <summary>Keys and values of a mapping take turns.</summary>
        public bool NextIsKey() => Keys is not null && _nodes++ % 2 == 0;
    }
}
