using System.Globalization;
using Accountable.Synthetic.Layouts;

namespace Accountable.Synthetic.Feeds;

/// <summary>A delivery of claim files.</summary>
/// <param name="Number">Its place among the deliveries, from 0.</param>
/// <param name="Cut">What was loaded by the end of this day is in it or in an earlier one.</param>
/// <param name="Day">The day that its name gives.</param>
/// <param name="Window">Y and the year, or R and the year of a run-out.</param>
/// <param name="Wave">The layout of its files.</param>
internal sealed record Delivery(int Number, int Cut, int Day, string Window, Wave Wave)
{
    private const string Time = "T0700000";

    public string FileName(string aco, char? file) => $"P.{aco}.ACO.ZC{file}{Window}.D{Stamp(Day)}.{Time}";

    private static string Stamp(int day) => Days.Date(day).ToString("yyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>When claims are delivered: each month or quarter of the years, then two run-outs.</summary>
internal static class Schedule
{
    private const int DayOfMonth = 15;

    public static IReadOnlyList<Delivery> Of(GeneratorOptions options)
    {
        var deliveries = new List<Delivery>();
        for (var year = options.FirstYear; year <= options.LastYear; year++)
        {
            for (var month = 2; month <= 12; month += options.Monthly ? 1 : 3)
                Add(year, month, $"Y{year % 100:00}");
            // The January after the year is part of the next one's deliveries.
            if (options.Monthly && year < options.LastYear)
                Add(year + 1, 1, $"Y{(year + 1) % 100:00}");
        }
        Add(options.LastYear + 1, 2, $"R{options.LastYear % 100:00}");
        Add(options.LastYear + 1, 4, $"R{options.LastYear % 100:00}");
        // Layouts that were asked for follow each other over the deliveries, the first one in the oldest.
        return options.Layouts.Count == 0 ? deliveries : [.. deliveries.Select(delivery => delivery with
        {
            Wave = Records.Waves.First(wave =>
                wave.Name == options.Layouts[delivery.Number * options.Layouts.Count / deliveries.Count]).Wave,
        })];

        void Add(int year, int month, string window)
        {
            var day = new DateOnly(year, month, DayOfMonth);
            deliveries.Add(new Delivery(deliveries.Count, new DateOnly(year, month, 1).DayNumber - 1, day.DayNumber, window,
                Records.On(day)));
        }
    }
}
