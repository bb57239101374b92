using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Randomness;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>A source of care: it adds the claims of one kind for a year. Further kinds, such as whole episodes, are added as further
/// sources in <see cref="Sources.All"/>.</summary>
internal interface ICareSource
{
    void Add(YearOfCare year);
}

/// <summary>The sources in the order in which they draw.</summary>
internal static class Sources
{
    // Stays come first, because visits happen during them.
    public static IReadOnlyList<ICareSource> All { get; } =
    [
        new HospitalStays(), new EndOfLife(), new OutpatientCare(), new ClinicCare(), new OfficeVisits(), new ProfessionalServices(),
        new EquipmentCare(), new DrugCare(), new HeldBackCare(), new EpisodeCare(),
    ];
}

/// <summary>A year of one person: who it is, what has happened so far, and how much care is due.</summary>
internal sealed class YearOfCare
{
    private const double ReferenceTrend = 1.075;
    private const int ReferenceYear = 2024;
    private const int LastMonths = 6;

    private readonly int _firstMonth;
    private readonly Dice _aside;
    private readonly double[] _acuteSums = new double[12];
    private readonly double[] _evenSums = new double[12];

    public YearOfCare(Person person, int year, Market market, Dice dice, Dice aside, Ledger ledger, List<(int From, int Thru)> stays,
        int lastDay)
    {
        (Person, Year, Market, Dice, Ledger, Stays, LastDay) = (person, year, market, dice, ledger, stays, lastDay);
        _aside = aside;
        _firstMonth = (year - person.FirstYear) * 12;
        Trend = Math.Pow(ReferenceTrend, year - ReferenceYear);
        var (acute, even, share) = (0.0, 0.0, 0.0);
        for (var i = 0; i < 12; i++)
        {
            if (person.IsFeeForService(_firstMonth + i))
            {
                var nearDeath = person.DeathDay > 0 && person.MonthOf(person.DeathDay) - (_firstMonth + i) < LastMonths;
                acute += TypeFactor(person.TypeIn(_firstMonth + i)) * (nearDeath ? 3.5 : 0.90) / 12;
                even += (nearDeath ? 1.5 : 1) / 12.0;
                share += 1 / 12.0;
            }
            (_acuteSums[i], _evenSums[i]) = (acute, even);
        }
        Share = share;
        Acute = acute * person.Risk;
        Even = even * Math.Pow(person.Risk, 0.35) * 1.04;
        Steady = acute * Math.Pow(person.Risk, 0.75) * 1.06;
    }

    public Person Person { get; }

    public int Year { get; }

    public Market Market { get; }

    public Dice Dice { get; }

    public Ledger Ledger { get; }

    /// <summary>The inpatient and nursing stays of all years so far.</summary>
    public List<(int From, int Thru)> Stays { get; }

    /// <summary>No care ends after this day.</summary>
    public int LastDay { get; }

    /// <summary>What a dollar of 2024 is in this year.</summary>
    public double Trend { get; }

    /// <summary>The share of the year under Parts A and B without a health plan.</summary>
    public double Share { get; }

    /// <summary>How many person-years of hospital care are due: years, times type, times risk, times nearness of death.</summary>
    public double Acute { get; }

    /// <summary>The same for visits, which differ far less between people.</summary>
    public double Even { get; }

    /// <summary>The same for what lies between.</summary>
    public double Steady { get; }

    /// <summary>The same year with numbers from a source of its own, so that what is drawn from it changes nothing for others.</summary>
    public YearOfCare Aside() => new(Person, Year, Market, _aside, _aside, Ledger, Stays, LastDay);

    public Practice[] Homes => Person.Homes[Year - Person.FirstYear];

    public int HomeMarket => Person.HomeMarkets[Year - Person.FirstYear];

    /// <summary>A day on which hospital care falls.</summary>
    public int AcuteDay() => DayIn(Dice.PickBySums(_acuteSums));

    /// <summary>A day on which other care falls.</summary>
    public int EvenDay() => DayIn(Dice.PickBySums(_evenSums));

    public bool IsIn(int month) => Person.IsFeeForService(_firstMonth + month);

    /// <summary>Whether the person lies in a hospital or a nursing facility.</summary>
    public bool IsAway(int day) => Stays.Exists(stay => stay.From <= day && day <= stay.Thru);

    public int EndBy(int day) => Math.Min(Math.Min(day, LastDay), Person.DeathDay > 0 ? Person.DeathDay : int.MaxValue);

    /// <summary>Cents of this year from dollars of 2024.</summary>
    public long Cents(double dollars) => (long)Math.Round(dollars * Trend * 100);

    public long Draw(double dollars, double spread) => Cents(Dice.LogNormal(dollars, spread));

    /// <summary>Diagnoses for a claim: a first one, then some of the lasting ones.</summary>
    public List<string> Diagnoses(string? first, int most)
    {
        var codes = new List<string>(most + 1);
        if (first is not null)
            codes.Add(first);
        var own = Person.Conditions;
        var from = own.Count > 0 ? Dice.Below(own.Count) : 0;
        for (var i = 0; i < own.Count && codes.Count < most; i++)
            codes.Add(Conditions.Code(own[(from + i) % own.Count], Year));
        if (codes.Count == 0)
            codes.Add(Dice.Pick(Conditions.Passing));
        return codes;
    }

    public Facility Place(FacilityKind kind)
    {
        var all = Market.Facilities[kind];
        // Most go where their neighbours go.
        return Dice.Chance(0.7) ? all[(HomeMarket * 2 + Person.Index % 2) % all.Count] : Dice.Pick(all);
    }

    private int DayIn(int month)
    {
        var from = Days.Of(Year, month + 1, 1);
        var to = from + DateTime.DaysInMonth(Year, month + 1) - 1;
        return Dice.Between(from, Math.Max(from, EndBy(to)));
    }

    private static double TypeFactor(EnrollmentType type) => type switch
    {
        EnrollmentType.Esrd => 6.0,
        EnrollmentType.Disabled => 1.04,
        EnrollmentType.AgedDual => 1.68,
        _ => 0.93,
    };
}
