using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.Randomness;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.People;

/// <summary>Makes people: age, sex, race, enrolment by month, deaths, moves, practices, conditions, identifiers.</summary>
internal sealed class Population(Market market, GeneratorOptions options)
{
    /// <summary>Shares and rates that make the published mix of people; each is a knob.</summary>
    public static class Knobs
    {
        public const double Esrd = 0.0028;
        public const double EsrdStartsAYear = 0.0005;
        public const double DisabledAtStart = 0.067;
        public const double DualOfDisabled = 0.45;
        public const double DualOfAged = 0.055;
        public const double DualGainAYear = 0.001;
        public const double DualLossAYear = 0.03;
        public const double Female = 0.565;
        public const double HealthPlanAYear = 0.035;
        public const double OnePartOnly = 0.012;
        public const double AbroadAYear = 0.002;
        public const double DeathScale = 3.0;
        public const double RiskSpread = 0.8;
        public const double MovesAYear = 0.06;
        public const double MovesCountyAYear = 0.03;
        public const double SeesNobody = 0.06;
        public const double SpecialistsOnly = 0.028;
        public const double Clinic = 0.092;
        public const double CriticalAccess = 0.015;
        public const double Declined = 0.02;
        public const double SubstanceUse = 0.07;
        public const double DrugPlan = 0.75;
        public const double NewIdentifierAYear = 0.01;
        public const double Designates = 0.0085;
        public const double DesignatesElsewhere = 0.25;
    }

    private const ulong Stream = 2;
    private static readonly double[] Races = Market.Running([0.872, 0.055, 0.016, 0.011, 0.002, 0.015, 0.027]);
    private static readonly string[] FirstNames =
        ["ALDORA", "BRENNEK", "CALYSTO", "DORVIN", "ELMIRAE", "FENWICKA", "GALDREN", "HESTRINE", "ISOLDEN", "JORVALL", "KESTRIDGE",
            "LUMINA",
            "MARROWEN", "NELVIRA", "ORSINDA", "PELLAMOR", "QUILLON", "ROSAVIE", "SYNTHIA", "TAMSINEL"];

    private readonly int _years = options.LastYear - options.FirstYear + 1;

    public Dice DiceOf(int person) => new(options.Seed, Stream, (ulong)person);

    public Person Make(int index, Dice dice)
    {
        var disabled = dice.Chance(Knobs.DisabledAtStart);
        var months = new Month[_years * 12];
        var birth = Birth(dice, disabled);
        // Who is not 65 yet and not disabled enters with the month of that birthday.
        var turns = Days.Date(birth).AddYears(65);
        var start = disabled ? 0 : Math.Clamp((turns.Year - options.FirstYear) * 12 + turns.Month - 1, 0, months.Length - 1);
        var person = new Person
        {
            Index = index, BirthDay = birth, IsFemale = dice.Chance(Knobs.Female),
            Race = "1245630"[dice.PickBySums(Races)],
            Counties = Places(dice), FirstName = dice.Pick(FirstNames), Months = months, FirstYear = options.FirstYear,
        };
        person.Risk = dice.LogNormal(1, Knobs.RiskSpread);
        Enrol(person, disabled, start, dice);
        Die(person, dice);
        Conditions.Draw(person, dice);
        person.SeesNobody = dice.Chance(Knobs.SeesNobody);
        person.SeesSpecialistsOnly = dice.Chance(Knobs.SpecialistsOnly);
        var clinic = dice.Unit();
        person.ClinicKind = clinic < Knobs.Clinic * 0.6 ? FacilityKind.HealthCenter : clinic < Knobs.Clinic ? FacilityKind.RuralClinic
            : clinic < Knobs.Clinic + Knobs.CriticalAccess ? FacilityKind.CriticalAccess : null;
        Settle(person, dice);
        person.Declined = dice.Chance(Knobs.Declined);
        person.HasSubstanceUse = dice.Chance(Knobs.SubstanceUse);
        person.HasDrugPlan = dice.Chance(Knobs.DrugPlan);
        Rename(person, dice);
        Designate(person, dice);
        return person;
    }

    /// <summary>Ages have their published mix on the first of January of the middle year, whatever the number of years; those a few years
    /// younger come in as they turn 65. The oldest are drawn more often, because more of them die before the middle.</summary>
    private int Birth(Dice dice, bool disabled)
    {
        var first = Days.Of(options.FirstYear, 1, 1);
        if (disabled)
            return first - (int)(365.25 * (64.5 - dice.Exponential(9) % 40));
        var before = (_years - 1) / 2.0;
        var bands = Market.Running([0.028 * (before + 1), 0.468, 0.330 * (1 + 0.02 * before), 0.122 * (1 + 0.10 * before)]);
        var age = dice.PickBySums(bands) switch
        {
            0 => 65 - (before + 1) * dice.Unit(),
            1 => 65 + 10 * Math.Pow(dice.Unit(), 1.05),
            2 => 75 + 10 * Math.Pow(dice.Unit(), 1.2),
            _ => 85 + dice.Exponential(4.2) % 14,
        };
        return first - (int)(365.25 * (age - before));
    }

    private void Enrol(Person person, bool disabled, int start, Dice dice)
    {
        var months = person.Months;
        Array.Fill(months, Month.PartA | Month.PartB, start, months.Length - start);
        if (dice.Chance(disabled ? Knobs.DualOfDisabled : Knobs.DualOfAged))
            Set(months, start, months.Length, Month.Dual);
        if (dice.Chance(disabled ? Knobs.Esrd * 3 : Knobs.Esrd * 0.8))
            Set(months, start, months.Length, Month.Esrd);
        for (var year = 0; year < _years; year++)
        {
            var any = year * 12 + dice.Below(12);
            var flip = dice.Unit();
            if (months[any].HasFlag(Month.Dual) ? flip < Knobs.DualLossAYear : flip < Knobs.DualGainAYear)
                Flip(months, any, Month.Dual);
            if (dice.Chance(Knobs.EsrdStartsAYear))
                Set(months, any, months.Length, Month.Esrd);
            if (dice.Chance(Knobs.HealthPlanAYear))
                // Most who join a plan stay; the others come back after a year.
                Set(months, year * 12, dice.Chance(0.8) ? months.Length : Math.Min(months.Length, year * 12 + 12), Month.HealthPlan);
            if (dice.Chance(Knobs.AbroadAYear))
                Set(months, any, Math.Min(months.Length, any + 6), Month.Abroad);
        }
        if (dice.Chance(Knobs.OnePartOnly) && start + 1 < months.Length)
        {
            var from = dice.Between(start, months.Length - 1);
            var lost = dice.Chance(0.5) ? Month.PartA : Month.PartB;
            for (var month = from; month < Math.Min(months.Length, from + 1 + dice.Below(8)); month++)
                months[month] &= ~lost;
        }
    }

    private static void Set(Month[] months, int from, int to, Month flag)
    {
        for (var month = from; month < to; month++)
        {
            if ((months[month] & (Month.PartA | Month.PartB)) != Month.None)
                months[month] |= flag;
        }
    }

    private static void Flip(Month[] months, int from, Month flag)
    {
        for (var month = from; month < months.Length; month++)
            months[month] ^= (months[month] & (Month.PartA | Month.PartB)) != Month.None ? flag : Month.None;
    }

    /// <summary>Deaths rise by nine percent with each year of age, and with risk.</summary>
    private static void Die(Person person, Dice dice)
    {
        for (var month = 0; month < person.MonthCount; month++)
        {
            if ((person.Months[month] & (Month.PartA | Month.PartB)) == Month.None)
                continue;
            var age = Math.Max(60, person.AgeIn(month));
            var yearly = 0.005 * Math.Pow(1.09, age - 65) * Knobs.DeathScale * Math.Sqrt(person.Risk);
            if (!dice.Chance(Math.Min(0.6, yearly) / 12))
                continue;
            var year = person.FirstYear + month / 12;
            person.DeathDay = Days.Of(year, month % 12 + 1, 1 + dice.Below(28));
            Array.Fill(person.Months, Month.None, month + 1, person.MonthCount - month - 1);
            return;
        }
    }

    /// <summary>Chooses practices for each year; who moves changes all of them.</summary>
    private void Settle(Person person, Dice dice)
    {
        person.Homes = new Practice[_years][];
        person.HomeMarkets = new int[_years];
        for (var year = 0; year < _years; year++)
        {
            if (year > 0 && !dice.Chance(Knobs.MovesAYear))
            {
                (person.Homes[year], person.HomeMarkets[year]) = (person.Homes[year - 1], person.HomeMarkets[year - 1]);
                continue;
            }
            var home = dice.PickBySums(market.Sums);
            var share = dice.Unit();
            var places = share < 0.65 ? 1 : share < 0.90 ? 2 : 3;
            var practices = new Practice[places];
            for (var i = 0; i < places; i++)
            {
                var of = i == 0 || dice.Chance(0.5) ? home : dice.PickBySums(market.Sums);
                do
                {
                    practices[i] = dice.Pick(market.Homes[of]);
                }
                while (practices[i].Physicians.Count == 0);
            }
            (person.Homes[year], person.HomeMarkets[year]) = (practices, home);
        }
    }

    /// <summary>The county of each year; one in thirty moves to another each year.</summary>
    private County[] Places(Dice dice)
    {
        var places = new County[_years];
        for (var year = 0; year < _years; year++)
            places[year] = year == 0 || dice.Chance(Knobs.MovesCountyAYear) ? dice.Pick(market.Counties) : places[year - 1];
        return places;
    }

    private void Rename(Person person, Dice dice)
    {
        // Who declined is in no claim file, so nothing could say what became of an old identifier.
        for (var year = 0; year < _years && !person.Declined; year++)
        {
            if (dice.Chance(Knobs.NewIdentifierAYear) && person.NewIdentifiers.Count < Identifiers.MbisAPerson - 1)
                person.NewIdentifiers.Add(Days.Of(options.FirstYear + year, 1 + dice.Below(12), 1 + dice.Below(28)));
        }
    }

    private void Designate(Person person, Dice dice)
    {
        if (!dice.Chance(Knobs.Designates))
            return;
        var of = dice.Chance(Knobs.DesignatesElsewhere) ? dice.PickBySums(market.Sums) : person.HomeMarkets[0];
        var practice = market.Homes[of].First(home => home.Physicians.Count > 0);
        // Most choices are older than the first year.
        var day = dice.Chance(0.6) ? person.FirstDay - 500 + dice.Below(400) : person.FirstDay - 100 + dice.Below(_years * 365);
        if (person.IsAliveOn(day))
            person.Designations.Add(new Designation(day, practice, practice.Physicians[0]));
    }
}
