using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Accountable.Data.Engines;

namespace Accountable.Data.Store;

/// <summary>A rate of law that holds from one day to another.</summary>
/// <param name="First">Its first day.</param>
/// <param name="Last">Its last day.</param>
/// <param name="Rate">The rate, as a share of one.</param>
public sealed record DatedRate(DateOnly First, DateOnly Last, decimal Rate);

/// <summary>The numbers of law that the core relations read, by the day of service. They come from the rule book, never from SQL.</summary>
/// <remarks>In an engine they are the table <c>law.days</c>, one row a day, so that a claim finds its own by an equal day. A day
/// without law has no row, and what depends on it is null.</remarks>
/// <param name="Sequestration">What sequestration takes from payments.</param>
public sealed record DatedLaw(IReadOnlyList<DatedRate> Sequestration)
{
    /// <summary>No law at all: rates are null.</summary>
    public static DatedLaw None { get; } = new([]);

    /// <summary>What tells two laws apart.</summary>
    internal string Key() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Sequestration.Select(rate =>
        string.Create(CultureInfo.InvariantCulture, $"{rate.First:O} {rate.Last:O} {rate.Rate}"))))));

    /// <summary>Makes the table.</summary>
    internal void CreateTable(IEngine engine)
    {
        engine.Execute("create schema if not exists law");
        engine.Execute("drop table if exists law.days");
        engine.Execute("create table law.days (day date, sequestration_rate decimal(9,6))");
        using var appender = engine.Append("law", "days");
        foreach (var rate in Sequestration)
        {
            for (var day = rate.First; day <= rate.Last; day = day.AddDays(1))
                appender.Add(day, rate.Rate);
        }
        appender.Complete();
    }
}
