using Accountable.Risk;
using Accountable.Risk.Model;
using Accountable.Risk.Scoring;
using Accountable.Rules;
using Accountable.Tests.SharedSavings;

namespace Accountable.Data.Tests.Aco;

/// <summary>From the rows of a small ACO to the inputs of a benchmark by plain loops: no SQL, no code of the run.</summary>
internal static class NaiveAcoRun
{
    private static readonly string[] Types = ["esrd", "disabled", "aged_dual", "aged_non_dual"];

    public static bool IsAssigned(SmallAco aco, int person, int year)
    {
        decimal own = 0, other = 0;
        foreach (var visit in aco.Visits)
        {
            if (visit.Person != person || visit.IsStay || visit.Day.Year != year)
                continue;
            if (visit.IsAtAco)
                own += visit.Allowed;
            else
                other += visit.Allowed;
        }
        return own > other;
    }

    public static decimal Withheld(DateOnly day) => day < new DateOnly(2020, 5, 1) ? 0.02m : day < new DateOnly(2022, 4, 1) ? 0
        : day < new DateOnly(2022, 7, 1) ? 0.01m : 0.02m;

    /// <summary>The ACO as plain numbers, with scores from claims or from the formula.</summary>
    public static NaiveAco Of(SmallAco aco, int period, int times, decimal minimumRate, bool scoresFromClaims)
    {
        decimal[][] Years(Func<int, int, decimal> value) => [.. aco.Years.Select(year =>
            Enumerable.Range(0, 4).Select(type => value(year, type)).ToArray())];
        var months = Years((year, type) => Of(aco, year, type).Sum(person => SmallAco.Months(person, year)));
        return new NaiveAco
        {
            Start = aco.Start, Period = period, Times = times, Year = aco.Year,
            PersonYears = [.. months.Select(year => year.Select(count => count / 12).ToArray())],
            PerCapita = Years((year, type) => PerCapita(aco, year, type)),
            Risk = Years((year, type) => scoresFromClaims ? Mean(aco, year, type, false) : SmallAco.Score(type, year).Risk),
            Demographic = Years((year, type) => scoresFromClaims ? Mean(aco, year, type, true) : SmallAco.Score(type, year).Demographic),
            National = Years((year, type) => SmallAco.National(type, year)),
            NationalRisk = Years((year, type) => SmallAco.MeanRisk(type, year)),
            NationalDemographic = Years((year, type) => SmallAco.MeanDemographic(type, year)),
            Counties = [.. Enumerable.Range(0, 2).Select(place => aco.Years.Select(year => Enumerable.Range(0, 4).Select(type =>
            {
                var (perCapita, risk, years) = SmallAco.CountyOf(place, type, year);
                var own = Of(aco, year, type).Where(person => SmallAco.County(person) == (place == 0 ? "01000" : "01010"))
                    .Sum(person => SmallAco.Months(person, year)) / 12m;
                return new[] { own, years, perCapita, risk };
            }).ToArray()).ToArray())],
            Dual = [.. Enumerable.Range(0, 4).Select(type => Dual(aco, type))],
            LowIncome = [.. Enumerable.Range(0, 4).Select(type => Dual(aco, type))],
            Continuity = [.. Enumerable.Range(0, 4).Select(SmallAco.Continuity)],
            Growth = [0.06m, 0.08m, 0.08m, 0.08m],
            RegionalCap = [1, 1, 1, 1],
            Prior = [null, null, null], PriorYears = [0, 0, 0], Forfeited = [false, false, false],
            MinimumRate = minimumRate,
        };
    }

    public static List<int> Of(SmallAco aco, int year, int type) => [.. Enumerable.Range(0, SmallAco.People)
        .Where(person => SmallAco.TypeOf(person) == type && IsAssigned(aco, person, year))];

    private static decimal Dual(SmallAco aco, int type) =>
        Of(aco, aco.Start.Year - 1, type).Sum(person => SmallAco.DualYears(person, aco.Start.Year - 1));

    private static decimal PerCapita(SmallAco aco, int year, int type)
    {
        decimal dollars = 0, months = 0;
        foreach (var person in Of(aco, year, type))
        {
            var paid = 0m;
            var enrolled = SmallAco.Months(person, year);
            foreach (var visit in aco.Visits)
            {
                if (visit.Person == person && visit.Day.Year == year && visit.Day.Month <= enrolled)
                    paid += (visit.Paid / (1 - Withheld(visit.Day))) - visit.Teaching;
            }
            var annual = Math.Min(SmallAco.Threshold(type, year), paid * 12 / enrolled);
            dollars += annual * 1.013m * enrolled / 12;
            months += enrolled;
        }
        return dollars * 12 / months;
    }

    /// <summary>The mean of 2025's models: a third of V24 and two thirds of V28 over their factors; ESRD V24 as it is.</summary>
    private static decimal Mean(SmallAco aco, int year, int type, bool isDemographic)
    {
        decimal sum = 0, months = 0;
        foreach (var person in Of(aco, year, type))
        {
            var codes = aco.Visits.Where(visit => visit.Person == person && visit.Day.Year == year - 1)
                .Select(visit => visit.Diagnosis).Distinct().Select(Icd10Code.Parse).ToList();
            var weight = SmallAco.Months(person, year);
            sum += weight * (type == 0
                ? Score("ESRDV24", 2025)
                : (Score("V24", year) / 1.153m * 0.33m) + (Score("V28", Math.Max(2024, year)) / 1.045m * 0.67m));
            months += weight;

            decimal Score(string name, int map)
            {
                var model = HccModel.For(name, RuleBook.Embedded.For(new PaymentYear(map)));
                var score = HccScore.Determine(Enrollee(person, year), codes, model);
                return isDemographic ? score.Demographic.Amount : score.Raw.Amount;
            }
        }
        return sum / months;
    }

    private static Enrollee Enrollee(int person, int year)
    {
        var birth = SmallAco.Birth(person);
        var age = year - birth.Year - (birth > new DateOnly(birth.Year, 2, 1) ? 1 : 0);
        var sex = SmallAco.IsFemale(person) ? Sex.Female : Sex.Male;
        return SmallAco.TypeOf(person) switch
        {
            0 => new Enrollee(age, sex, EntitlementReason.Age, Segment.Dial),
            1 => new Enrollee(age, sex, EntitlementReason.Disability, Segment.Cnd),
            2 => new Enrollee(age, sex, EntitlementReason.Age, Segment.Cfa, true),
            _ => new Enrollee(age, sex, EntitlementReason.Age, Segment.Cna),
        };
    }
}
