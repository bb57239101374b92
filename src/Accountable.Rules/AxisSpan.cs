using System.Globalization;
using System.Runtime.InteropServices;

namespace Accountable.Rules;

/// <summary>From one place on an axis to another, both included. Years on year axes, day numbers on date axes.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AxisSpan(int From, int To)
{
    /// <summary>The open end of <c>2027..</c>.</summary>
    public const int Open = int.MaxValue;

    /// <summary>Whether a place lies within.</summary>
    public bool Contains(int place) => place >= From && place <= To;

    /// <summary>Whether two spans share a place.</summary>
    public bool Overlaps(AxisSpan other) => From <= other.To && other.From <= To;

    /// <summary>What is left of the span when another is taken out: nothing, one piece or two.</summary>
    public IEnumerable<AxisSpan> Without(AxisSpan other)
    {
        if (!Overlaps(other))
            return [this];
        var pieces = new List<AxisSpan>();
        if (From < other.From)
            pieces.Add(new AxisSpan(From, other.From - 1));
        if (To > other.To)
            pieces.Add(new AxisSpan(other.To + 1, To));
        return pieces;
    }

    /// <summary>Reads <c>2026</c>, <c>2014..2020</c>, <c>2027..</c> or the same with days, <c>2024-01-01..</c>.</summary>
    /// <returns>Null when the text is no span of that axis or ends before it begins.</returns>
    public static AxisSpan? Parse(string text, Axis axis)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split("..");
        var from = Place(parts[0], axis);
        var to = parts.Length switch
        {
            1 => from,
            2 when parts[1].Length == 0 => Open,
            2 => Place(parts[1], axis),
            _ => null,
        };
        return from is { } f && to is { } t && f <= t ? new AxisSpan(f, t) : null;
    }

    /// <summary>A year or a day as a place on the axis; a bare year on a date axis is its first of January.</summary>
    public static int? Place(string text, Axis axis)
    {
        var isYear = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and <= 2999;
        if (axis is Axis.PerformanceYear or Axis.PaymentYear)
            return isYear ? year : null;
        if (isYear)
            return new DateOnly(year, 1, 1).DayNumber;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.DayNumber
            : null;
    }

    /// <summary>The text of one place.</summary>
    public static string Text(int place, Axis axis) => axis is Axis.PerformanceYear or Axis.PaymentYear
        ? place.ToString(CultureInfo.InvariantCulture)
        : DateOnly.FromDayNumber(place).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The span as it is written in rule files.</summary>
    public string Text(Axis axis) =>
        From == To ? Text(From, axis)
        : To == Open ? $"{Text(From, axis)}.."
        : $"{Text(From, axis)}..{Text(To, axis)}";
}
