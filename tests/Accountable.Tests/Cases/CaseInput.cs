using System.Globalization;
using Accountable.Rules;
using YamlDotNet.RepresentationModel;

namespace Accountable.Tests.Cases;

/// <summary>What a case gives to its rule. What nobody asks for is an unknown key, and the case fails.</summary>
public sealed class CaseInput(Case given)
{
    private readonly HashSet<string> _asked = [];

    /// <summary>The law of the case's year as known on its day.</summary>
    public RuleYear Law(bool traced = false) => RuleBook.Embedded.For(
        new PerformanceYear(given.PerformanceYear ?? given.PaymentYear - 2 ?? throw new CaseFormatException(given.File, given.Line, "'performance_year' or 'payment_year' is missing")),
        given.AsOf, traced);

    public int Year => given.PerformanceYear ?? throw new CaseFormatException(given.File, given.Line, "'performance_year' is missing");

    public DateOnly? AsOf => given.AsOf;

    /// <summary>Everything given, for a rule that reads it like a file.</summary>
    public IReadOnlyDictionary<string, string> All() => given.Given.Keys.ToDictionary(key => key, key => Scalar(key) ?? "");

    public bool Has(string key)
    {
        _asked.Add(key);
        return given.Given.ContainsKey(key);
    }

    public string Text(string key) => Scalar(key) ?? throw Missing(key);

    public string? TextOrNull(string key) => Scalar(key);

    public decimal Number(string key) => NumberOrNull(key) ?? throw Missing(key);

    public decimal? NumberOrNull(string key) => Scalar(key) is { } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public bool Flag(string key) => Scalar(key) switch
    {
        null or "no" or "false" => false,
        "yes" or "true" => true,
        var other => throw new CaseFormatException(given.File, given.Line, $"'{key}: {other}' is neither yes nor no"),
    };

    public IReadOnlyList<CaseInput> Items(string key)
    {
        _asked.Add(key);
        return given.Given.TryGetValue(key, out var node)
            ? [.. ((YamlSequenceNode)node).Select(item => new CaseInput(given with
            {
                Given = ((YamlMappingNode)item).Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => pair.Value),
            }))]
            : [];
    }

    /// <summary>Fails when the case gives something that its rule never asked for.</summary>
    public void Done()
    {
        if (given.Given.Keys.FirstOrDefault(key => !_asked.Contains(key)) is { } unknown)
            throw new CaseFormatException(given.File, given.Line, $"unknown key '{unknown}' in 'given'; the rule asks for {string.Join(", ", _asked)}");
    }

    private string? Scalar(string key)
    {
        _asked.Add(key);
        return given.Given.TryGetValue(key, out var node) ? ((YamlScalarNode)node).Value : null;
    }

    private CaseFormatException Missing(string key) => new(given.File, given.Line, $"'{key}' is missing in 'given'");
}
