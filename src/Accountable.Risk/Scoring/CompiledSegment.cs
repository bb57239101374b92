using Accountable.Risk.Model;

namespace Accountable.Risk.Scoring;

/// <summary>Scores in whole thousandths: coefficients have three decimals, so that sums of integers are exact.</summary>
internal static class Thousandths
{
    private const byte Decimals = (byte)To.Thousandths;
    private static readonly decimal One = new(1, 0, 0, isNegative: false, Decimals);

    public static int Of(decimal coefficient)
    {
        var thousandths = coefficient / One;
        return thousandths == decimal.Truncate(thousandths)
            ? (int)thousandths
            : throw new NotSupportedException($"The coefficient {coefficient} has more than {Decimals} decimals.");
    }

    public static decimal ToDecimal(int thousandths) => new(Math.Abs(thousandths), 0, 0, thousandths < 0, Decimals);
}

/// <summary>The part of a score that age, sex and status decide, and what the rest needs to know of them.</summary>
/// <param name="Segment">The coefficients; null when the person cannot be scored.</param>
/// <param name="Demographic">The score of age, sex and status.</param>
/// <param name="Disabled">Under 65 and entitled by other than age.</param>
/// <param name="UnderAged">Under 65.</param>
internal sealed record PersonPart(CompiledSegment? Segment, decimal Demographic, bool Disabled, bool UnderAged)
{
    private const int Ages = sbyte.MaxValue + 1;
    private const int Reasons = (int)EntitlementReason.DisabilityAndEsrd + 1;
    private const int Sexes = (int)Sex.Male + 1;
    private const int Flags = 1 + 1;
    private const int SegmentCount = (int)Accountable.Risk.Segment.Snpne + 1;

    /// <summary>How many places there are.</summary>
    public static int Places => SegmentCount * Ages * Reasons * Sexes * Flags;

    /// <summary>The place of a person of the CMS-HCC models in an array; -1 for ESRD, which has more to tell apart.</summary>
    public static int Place(Enrollee person)
    {
        var more = person.Dual != DualStatus.None || person.Institutional || person.GraftMonths != 0;
        if (more || person.Segment.IsEsrd() || person.Age >= Ages)
            return -1;
        var place = ((int)person.Segment * Ages) + person.Age;
        place = (((place * Reasons) + (int)person.Reason) * Sexes) + (int)person.Sex;
        return (place * Flags) + (person.Medicaid ? 1 : 0);
    }
}

/// <summary>The coefficients of a segment by place, for sums over bit sets.</summary>
internal sealed class CompiledSegment
{
    private readonly int[] _hccs;
    private readonly CompiledTerm[] _interactions;
    private readonly CompiledTerm?[] _counts;
    private readonly CompiledTerm? _countBeyond;

    public CompiledSegment(
        SegmentCoefficients segment, HccModel model, IReadOnlyList<int> hccNumbers, IReadOnlyList<string> termNames,
        Func<IEnumerable<int>, HccSet> setOf)
    {
        _hccs = [.. hccNumbers.Select(hcc => segment.Values.TryGetValue($"HCC{hcc}", out var value) ? Thousandths.Of(value) : 0)];
        var names = termNames.ToList();
        ulong BitOf(string variable) => 1ul << names.FindIndex(name => name.Equals(variable, StringComparison.OrdinalIgnoreCase));
        var used = model.Interactions.Where(interaction => segment.Has(interaction.Variable));
        _interactions = [.. used.Select(interaction => new CompiledTerm(
            Thousandths.Of(segment.Values[interaction.Variable]), BitOf(interaction.Variable), [.. interaction.Groups.Select(setOf)],
            interaction.Disabled, interaction.UnderAged))];
        var counts = segment.PaymentCounts.ToDictionary(
            count => count.From,
            count => new CompiledTerm(Thousandths.Of(segment.Values[count.Variable]), BitOf(count.Variable), [], false, false));
        _countBeyond = segment.PaymentCounts.Where(count => count.OrMore).Select(count => counts[count.From]).FirstOrDefault();
        _counts = [.. Enumerable.Range(0, counts.Count == 0 ? 0 : counts.Keys.Max() + 1).Select(count => counts.GetValueOrDefault(count))];
    }

    /// <summary>The thousandths of HCCs, interactions and the count.</summary>
    public int Sum(HccSet hccs, bool disabled, bool underAged, out ulong terms)
    {
        terms = 0;
        if (hccs.IsEmpty)
            return 0;
        var sum = hccs.Sum(_hccs);
        foreach (var interaction in _interactions)
        {
            if (!interaction.Holds(hccs, disabled, underAged))
                continue;
            sum += interaction.Coefficient;
            terms |= interaction.Bit;
        }
        var count = hccs.Count;
        if ((count < _counts.Length ? _counts[count] : _countBeyond) is { } term)
        {
            sum += term.Coefficient;
            terms |= term.Bit;
        }
        return sum;
    }
}

/// <summary>An interaction or count of a segment.</summary>
internal sealed record CompiledTerm(int Coefficient, ulong Bit, HccSet[] Groups, bool Disabled, bool UnderAged)
{
    public bool Holds(HccSet hccs, bool disabled, bool underAged)
    {
        foreach (var group in Groups)
        {
            if (!hccs.Overlaps(group))
                return false;
        }
        return (disabled || !Disabled) && (underAged || !UnderAged);
    }
}
