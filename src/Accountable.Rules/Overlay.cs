namespace Accountable.Rules;

/// <summary>Something that an overlay's source says and that the overlay does not carry, with the reason.</summary>
public sealed record NotCarried(string What, string Why);

/// <summary>Values laid over the rule book: a proposed rule, a what-if, a payer's contract.</summary>
public sealed class Overlay
{
    /// <summary>The short name.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>What a reader must know before using its results.</summary>
    public string? Note { get; init; }

    /// <summary>Values by parameter.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<LawValue>> Values { get; init; }

    /// <summary>What its source says that it does not carry.</summary>
    public IReadOnlyList<NotCarried> NotCarried { get; init; } = [];

    /// <summary>The text of tables that it brings, by path.</summary>
    public IReadOnlyDictionary<string, string> Tables { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256 of the file and its tables.</summary>
    public required string Hash { get; init; }

    /// <summary>Where each parameter stands in the file, for errors.</summary>
    internal IReadOnlyDictionary<string, RuleError> Places { get; init; } = new Dictionary<string, RuleError>();

    /// <summary>An overlay must match something: each parameter, member and span.</summary>
    internal void CheckAgainst(RuleBook book)
    {
        var errors = new List<RuleError>();
        if (Values.Count == 0)
            errors.Add(new RuleError(Id, 0, 0, "the overlay has no values"));
        foreach (var (id, values) in Values)
        {
            var place = Places.GetValueOrDefault(id) ?? new RuleError(Id, 0, 0, "");
            var parameter = book.Parameters.FirstOrDefault(candidate => candidate.Id == id);
            if (parameter is null)
            {
                errors.Add(place with { Message = $"'{id}' matches no parameter of the rule book; 'rules list' shows them all" });
                continue;
            }
            foreach (var (value, index) in values.Select((value, index) => (value, index)))
            {
                if (values.Take(index).FirstOrDefault(other => other.Of == value.Of && other.For.Overlaps(value.For)) is { } twice)
                {
                    var spans = $"{value.For.Text(parameter.Axis)} overlaps {twice.For.Text(parameter.Axis)}";
                    errors.Add(place with { Message = $"'{id}': {spans} in the same overlay" });
                }
                if (parameter.By is null ? value.Of is not null : !parameter.Members.Contains(value.Of ?? ""))
                {
                    var members = string.Join(", ", parameter.Members);
                    errors.Add(place with { Message = $"'{id}': '{value.Of}' is no {parameter.By ?? "member"} of it ({members})" });
                }
                if (!value.For.Overlaps(parameter.Covers))
                    errors.Add(place with
                    {
                        Message = $"'{id}': {value.For.Text(parameter.Axis)} lies outside what the rule book covers, "
                        + $"{parameter.Covers.Text(parameter.Axis)}"
                    });
            }
        }
        if (errors.Count > 0)
            throw new RulesInvalidException(errors);
    }
}
