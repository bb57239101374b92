using System.Collections.Concurrent;
using Accountable.Rules.Catalogue;

namespace Accountable.Rules;

/// <summary>How far a programme's section is built, for one span of years.</summary>
public sealed record CoverageEntry(string Programme, string Years, string Section, string What, string Status, string? Note);

/// <summary>A replaced value: what an overlay puts in the place of what.</summary>
public sealed record Replacement(string Overlay, string ParameterId, string? Of, string For, decimal? Before, decimal? After);

/// <summary>Every number of law that the system knows, on two clocks. Immutable; overlays make another book.</summary>
public sealed class RuleBook
{
    private readonly Dictionary<string, int> _byId;
    private readonly ConcurrentDictionary<string, RuleTable> _tables = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _readTable;

    internal RuleBook(RuleBookContent content, Func<string, string?> readTable)
    {
        Parameters = content.Parameters;
        AsOf = content.AsOf;
        Hash = content.Hash;
        Coverage = content.Coverage;
        TableMetas = content.Tables;
        Catalogues = content.Catalogues;
        _readTable = readTable;
        _byId = Parameters.Select((parameter, ordinal) => (parameter.Id, ordinal)).ToDictionary();
    }

    /// <summary>The book compiled into this assembly.</summary>
    public static RuleBook Embedded { get; } = RuleBookBinary.ReadEmbedded();

    /// <summary>Every parameter, by key.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The day up to which the book knows the law; the default of every look-up.</summary>
    public DateOnly AsOf { get; }

    /// <summary>SHA-256 over the rule files, lower-case hexadecimal; an overlay changes it.</summary>
    public string Hash { get; }

    /// <summary>What is built, by programme, years and section.</summary>
    public IReadOnlyList<CoverageEntry> Coverage { get; }

    /// <summary>The table files with their sources.</summary>
    public IReadOnlyList<TableMeta> TableMetas { get; }

    /// <summary>Models and terms.</summary>
    public Catalogues Catalogues { get; }

    /// <summary>The overlays in force, in the order in which they were laid.</summary>
    public IReadOnlyList<Overlay> Overlays { get; private init; } = [];

    /// <summary>The parameter with a key.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names similar keys.</exception>
    public Parameter this[string id] => Parameters[OrdinalOf(id)];

    /// <summary>Whether the generated keys were made with this book, so that their ordinals hold for it.</summary>
    internal bool IsCompiled { get; init; }

    /// <summary>The place of a key's parameter in <see cref="Parameters"/>. A book read from another folder has other places.</summary>
    internal int OrdinalOf(LawKey key) => IsCompiled ? key.Ordinal : OrdinalOf(key.Id);

    private int OrdinalOf(string id) => _byId.TryGetValue(id, out var ordinal)
        ? ordinal
        : throw new KeyNotFoundException($"No parameter '{id}'. {Similar(id)}");

    /// <summary>The law for a performance year, and for the payment year two years later.</summary>
    /// <param name="year">The performance year.</param>
    /// <param name="asOf">The day of knowledge; the book's own when null.</param>
    /// <param name="traced">Whether values carry their derivation.</param>
    public RuleYear For(PerformanceYear year, DateOnly? asOf = null, bool traced = false) => new(this, year, asOf ?? AsOf, traced);

    /// <summary>The law for a payment year, for programmes whose parameters run on payment years alone.</summary>
    /// <param name="year">The payment year.</param>
    /// <param name="asOf">The day of knowledge; the book's own when null.</param>
    /// <param name="traced">Whether values carry their derivation.</param>
    public RuleYear For(PaymentYear year, DateOnly? asOf = null, bool traced = false) =>
        For(new PerformanceYear(year.Value - RuleYear.YearsToPayment), asOf, traced);

    /// <summary>The same book with an overlay laid on top. The base is unchanged.</summary>
    /// <exception cref="RulesInvalidException">The overlay names something that the book does not have.</exception>
    public RuleBook With(Overlay overlay)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        overlay.CheckAgainst(this);
        var parameters = Parameters.Select(parameter => overlay.Values.TryGetValue(parameter.Id, out var values)
            ? parameter with
            {
                // A later overlay replaces an earlier one where they meet; elsewhere the earlier one stands.
                Values = [.. parameter.Values.SelectMany(old => old.Overlay is null ? [old] : Remains(old, values)), .. values],
            }
            : parameter).ToList();
        var content = new RuleBookContent(parameters, AsOf, RuleHash.Of(Hash + overlay.Hash), Coverage, TableMetas)
        {
            Catalogues = Catalogues,
        };
        return new RuleBook(content, path => overlay.Tables.GetValueOrDefault(path) ?? _readTable(path))
        {
            Overlays = [.. Overlays, overlay],
            IsCompiled = IsCompiled,
        };
    }

    /// <summary>A table file.</summary>
    /// <exception cref="KeyNotFoundException">The book has no such table.</exception>
    public RuleTable Table(string path) => _tables.GetOrAdd(path, key =>
        RuleTable.Read(key, _readTable(key) ?? throw new KeyNotFoundException($"No table '{key}'.")));

    /// <summary>What the overlays in force replace: one entry for each run of places on which the base had one number.</summary>
    public IEnumerable<Replacement> Replacements() =>
        from parameter in Parameters
        from value in parameter.Values
        where value.Overlay is not null
        from run in Runs(parameter, value)
        select new Replacement(value.Overlay!, parameter.Id, value.Of, run.Span.Text(parameter.Axis), run.Before, value.Number);

    private static IEnumerable<LawValue> Remains(LawValue old, IReadOnlyList<LawValue> replacing) =>
        replacing.Where(value => value.Of == old.Of)
            .Aggregate((IEnumerable<AxisSpan>)[old.For], (left, value) => left.SelectMany(span => span.Without(value.For)))
            .Select(span => old with { For = span });

    /// <summary>The span of an overlay's value, cut where the base's number changes.</summary>
    private List<(AxisSpan Span, decimal? Before)> Runs(Parameter parameter, LawValue value)
    {
        var bases = parameter.Values
            .Where(other => other.Overlay is null && other.Of == value.Of && other.Enacted <= AsOf && other.For.Overlaps(value.For))
            .ToList();
        var within = new AxisSpan(Math.Max(value.For.From, parameter.Covers.From), Math.Min(value.For.To, parameter.Covers.To));
        var starts = bases.SelectMany(other => new[] { (long)other.For.From, (long)other.For.To + 1 }).Append(within.From)
            .Where(place => place >= within.From && place <= within.To).Distinct().Order();
        var runs = new List<(AxisSpan Span, decimal? Before)>();
        foreach (var start in starts.Select(place => (int)place))
        {
            var before = bases.Where(other => other.For.Contains(start))
                .OrderByDescending(other => other.Authority).ThenByDescending(other => other.Enacted).FirstOrDefault()?.Number;
            if (runs.Count > 0 && runs[^1].Before == before)
                continue;
            if (runs.Count > 0)
                runs[^1] = (new AxisSpan(runs[^1].Span.From, start - 1), runs[^1].Before);
            runs.Add((new AxisSpan(runs.Count == 0 ? value.For.From : start, value.For.To), before));
        }
        return runs;
    }

    private string Similar(string id)
    {
        var last = id.Split('.')[^1];
        var similar = Parameters.Select(parameter => parameter.Id)
            .Where(other => other.Contains(last, StringComparison.OrdinalIgnoreCase)
                || last.Contains(other.Split('.')[^1], StringComparison.OrdinalIgnoreCase))
            .Take(3).ToList();
        return similar.Count > 0 ? $"Did you mean {string.Join(", ", similar)}?" : "'rules list' shows them all.";
    }
}

internal sealed record RuleBookContent(
    IReadOnlyList<Parameter> Parameters,
    DateOnly AsOf,
    string Hash,
    IReadOnlyList<CoverageEntry> Coverage,
    IReadOnlyList<TableMeta> Tables)
{
    public Catalogues Catalogues { get; init; } = Catalogues.Empty;
}
