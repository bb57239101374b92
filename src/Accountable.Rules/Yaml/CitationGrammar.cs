using System.Text.RegularExpressions;

namespace Accountable.Rules.Yaml;

/// <summary>
/// The forms that a citation may take: the CFR, an act, a public law, the Federal Register, the U.S. Code,
/// or a document named in authorities.yaml.
/// </summary>
internal sealed partial class CitationGrammar(IReadOnlyList<string> documents)
{
    /// <summary>
    /// Parts are set apart by semicolons; a part that starts with a paragraph or section goes on with the source before it.
    /// </summary>
    public bool Accepts(string citation) => citation.Split(';', StringSplitOptions.TrimEntries).All(part =>
        Law().IsMatch(part) || documents.Any(document => part == document
            || part.StartsWith(document + " ", StringComparison.Ordinal)
            || part.StartsWith(document + ", ", StringComparison.Ordinal)));

    [GeneratedRegex(
        @"^(42 CFR \d{3}\.\d{1,4}(\([A-Za-z0-9]{1,5}\))*"
        + @"((, | and | to |-)(\d{3}\.\d{1,4})?(\([A-Za-z0-9]{1,5}\))+|(, | and | to )\d{3}\.\d{1,4})*"
        + @"|SSA \d{4}[A-Za-z]{0,2}(\([A-Za-z0-9]{1,4}\))*"
        + @"|Pub\. L\. \d{2,3}-\d{1,4}( (sec|section|div)\. ?[0-9A-Za-z()]+)?"
        + @"|\d{2,3} FR \d{1,6}(, \d{1,6})*"
        + @"|\d{1,2} U\.S\.C\. \d+[a-z]{0,2}(\([A-Za-z0-9]{1,4}\))*)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Law();
}
