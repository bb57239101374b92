using System.Globalization;
using Accountable.Data.Tests.TieOut;

namespace Accountable.Data.Tests.Accruals;

/// <summary>An accrual by plain loops: claims netted as of a day, a table of dollars by month and age, shares and rates written out once
/// more.</summary>
internal sealed class NaiveAccrual
{
    private readonly NaiveTieOut _year;
    private readonly int _through;
    private readonly DateOnly _seen;
    private readonly Dictionary<(int Month, int Age), decimal> _table = [];
    private readonly Dictionary<(int Month, int Year), decimal> _growth = [];
    private readonly Dictionary<int, decimal> _perCapita = [];
    private readonly Dictionary<int, decimal> _years = [];

    public NaiveAccrual(Func<int, NaiveTieOut> years, int year, int through, DateOnly seen)
    {
        (_year, _through, _seen) = (years(year), through, seen);
        var before = years(year - 1);
        foreach (var each in Enumerable.Range(2021, 4))
        {
            foreach (var (month, sight, paid) in years(each).Seen(seen))
            {
                var key = (Index(month), Math.Max(0, Index(sight) - Index(month)));
                _table[key] = _table.GetValueOrDefault(key) + paid;
            }
        }
        var standing = _year.Standing(seen).Where(claim => _year.Type(claim) > 0 && Index(claim.Month) % 12 < through).ToList();
        for (var type = 1; type <= 4; type++)
        {
            var months = _year.Months.Where(month => month.Value == type && Index(month.Key.Month) % 12 < through).ToList();
            if (months.Count == 0)
                continue;
            var spent = standing.Where(claim => _year.Type(claim) == type).Sum(claim => claim.Counted * Growth(Index(claim.Month), year));
            var share = through == 12 ? Share(_year, year, type) : Share(before, year - 1, type);
            _perCapita[type] = spent * share * NaiveTieOut.Completion * 12 / months.Count;
            var last = months.Count(month => Index(month.Key.Month) % 12 == through - 1);
            _years[type] = (months.Count + ((12 - through) * last)) / 12m;
        }
    }

    public decimal Expected => _perCapita.Sum(type => type.Value * _years[type.Key]) / _years.Values.Sum();

    public decimal PerCapita(int type) => _perCapita.GetValueOrDefault(type);

    private static int Index(string month) =>
        (int.Parse(month[..4], CultureInfo.InvariantCulture) * 12) + int.Parse(month[5..], CultureInfo.InvariantCulture) - 1;

    /// <summary>From a month's age to that of March after its year.</summary>
    private decimal Growth(int month, int year) =>
        _growth.TryGetValue((month, year), out var known) ? known : _growth[(month, year)] = Computed(month, year);

    private decimal Computed(int month, int year)
    {
        var now = (_seen.Year * 12) + _seen.Month - 1;
        var growth = 1m;
        for (var age = now - month; age < (year * 12) + 14 - month; age++)
        {
            var (younger, older) = (0m, 0m);
            foreach (var other in _table.Keys.Select(key => key.Month).Distinct().Where(other => now - other > age))
            {
                var upTo = _table.Where(cell => cell.Key.Month == other && cell.Key.Age <= age).Sum(cell => cell.Value);
                if (upTo <= 0)
                    continue;
                younger += upTo;
                older += upTo + _table.GetValueOrDefault((other, age + 1));
            }
            growth *= older / younger;
        }
        return growth;
    }

    private decimal Share(NaiveTieOut of, int year, int type)
    {
        var claims = of.Standing(_seen).Where(claim => of.Type(claim) == type).ToList();
        var seen = claims.Sum(claim => claim.Counted);
        var growth = seen == 0 ? 1 : claims.GroupBy(claim => claim.Month).Sum(month =>
            month.Sum(claim => claim.Counted) * Growth(Index(month.Key), year)) / seen;
        var (left, all) = (0m, 0m);
        var paid = claims.GroupBy(claim => claim.Person).ToDictionary(person => person.Key, person => person.Sum(claim => claim.Counted));
        foreach (var person in of.Months.Where(month => month.Value == type).GroupBy(month => month.Key.Key))
        {
            var dollars = paid.GetValueOrDefault(person.Key) * growth;
            var limit = NaiveTieOut.Thresholds[type] * person.Count() / 12;
            left += Math.Clamp(dollars, -limit, limit);
            all += dollars;
        }
        return all > 0 ? left / all : 1;
    }
}
