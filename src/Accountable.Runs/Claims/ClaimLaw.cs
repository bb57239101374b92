using Accountable.Data.Store;
using Accountable.Rules;

namespace Accountable.Runs.Claims;

/// <summary>The numbers of law that relations over claims read, taken from the rule book.</summary>
public static class ClaimLaw
{
    /// <summary>Sequestration by day of service, as the book knows it on its own day.</summary>
    public static DatedLaw Of(RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var parameter = book[Keys.SharedSavings.Claims.SequestrationRate.Id];
        var rates = new List<DatedRate>();
        for (var place = parameter.Covers.From; place <= parameter.Covers.To; place++)
        {
            var rate = parameter.At(null, place, book.AsOf).Number!.Value;
            var day = DateOnly.FromDayNumber(place);
            if (rates is [.., var last] && last.Rate == rate)
                rates[^1] = last with { Last = day };
            else
                rates.Add(new DatedRate(day, day, rate));
        }
        return new DatedLaw(rates);
    }
}
