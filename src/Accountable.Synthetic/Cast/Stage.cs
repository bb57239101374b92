using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Processing;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Cast;

/// <summary>What a written part needs: its person, the practices around, and short ways to say what happens.</summary>
internal sealed class Stage
{
    private const int Hundred = 10_000;
    private const int LoadAfter = 20;

    public Stage(Market market, GeneratorOptions options, int index)
    {
        Market = market;
        Year = options.FirstYear;
        LastYear = options.LastYear;
        Own = market.Homes[0][0];
        Neighbours = market.Homes[^1];
        var years = options.LastYear - options.FirstYear + 1;
        var months = new Month[years * 12];
        Array.Fill(months, Month.PartA | Month.PartB);
        Person = new Person
        {
            Index = index, BirthDay = Days.Of(options.FirstYear - 72, 5, 1 + index % 28), IsFemale = index % 2 == 0, Race = '1',
            Counties = [market.Counties[index % market.Counties.Count]], FirstName = "SYNTHIA", Months = months,
                FirstYear = options.FirstYear,
            Homes = [.. Enumerable.Repeat(new[] { Own }, years)], HomeMarkets = new int[years], HasDrugPlan = true,
        };
        Sender = new Sender(index, 0);
    }

    public Market Market { get; }

    /// <summary>The first year, in which most parts play.</summary>
    public int Year { get; }

    public int LastYear { get; }

    public Person Person { get; }

    public Ledger Ledger { get; } = new();

    public Sender Sender { get; }

    /// <summary>A practice of the first ACO.</summary>
    public Practice Own { get; }

    /// <summary>Practices of no ACO.</summary>
    public IReadOnlyList<Practice> Neighbours { get; }

    /// <summary>A practice of the second ACO, or of none where there is only one.</summary>
    public Practice OfSecondAco => Market.Homes[1][0];

    public int Day(int month, int day, int year = 0) => Days.Of(year == 0 ? Year : year, month, day);

    public static Clinician Doctor(Practice practice) => practice.Physicians[0];

    public static Clinician Nurse(Practice practice) => practice.Practitioners[0];

    /// <summary>A specialist whom 42 CFR 425.402(c) names.</summary>
    public static Clinician Named(Practice practice) => practice.Specialists.First(clinician => clinician.Specialty is "06" or "13");

    /// <summary>A visit to the own physician in February of each year other than the one given, so that the person is assigned.</summary>
    public void Usual(int except = 0)
    {
        for (var year = Year; year <= LastYear; year++)
        {
            if (year != except)
                Visit(Own, Doctor(Own), Day(2, 10, year), Hundred);
        }
    }

    /// <summary>A visit with this allowed amount, sent once.</summary>
    public ClaimVersion Visit(Practice practice, Clinician clinician, int day, long allowed, string code = "99213") =>
        Send(Carrier(practice, clinician, day, (code, allowed)));

    /// <summary>A claim of a practice that is not sent yet.</summary>
    public Claim Carrier(Practice practice, Clinician clinician, int day, params (string Code, long Allowed)[] lines)
    {
        var claim = new Claim
        {
            Type = ClaimType.Carrier, Kind = EventKind.Other, From = day, Thru = day, Practice = practice, Clinician = clinician,
            PlaceOfService = "11", Diagnoses = ["I10"],
        };
        foreach (var (code, allowed) in lines)
        {
            var line = Professional.Line(code, day, allowed);
            Pricing.Price(line);
            claim.Lines.Add(line);
        }
        claim.Paid = claim.Lines.Sum(line => line.Paid);
        Ledger.Claims.Add(claim);
        return claim;
    }

    /// <summary>A claim of an institution that is not sent yet; a stay has a group, a department's first line a code.</summary>
    public Claim Institution(ClaimType type, FacilityKind kind, string bill, int from, int thru, long paid, string diagnosis = "J189",
        string? code = null, int place = 0, string? payer = null)
    {
        var isDepartment = type == ClaimType.Outpatient;
        var claim = new Claim
        {
            Type = type, From = from, Thru = thru, Facility = Market.Facilities[kind][place], Bill = bill, Diagnoses = [diagnosis, "I10"],
                Paid = paid,
            Charges = paid * 3, Drg = type == ClaimType.Inpatient ? code ?? "193" : null, Status = "01", PrimaryPayer = payer,
        };
        claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = isDepartment ? "0300" : "0120",
            Hcpcs = isDepartment ? code : null, Paid = isDepartment ? paid : 0, Charge = paid * 3 });
        claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = "0001" });
        claim.Sequestration = Sequestration.Behind(paid, thru);
        Ledger.Claims.Add(claim);
        return claim;
    }

    public ClaimVersion Send(Claim claim, int after = LoadAfter, string? control = null) =>
        Sender.Original(claim, Days.OnOrAfter(claim.Thru + after, DayOfWeek.Monday), control);

    /// <summary>The lines of a claim with other payments.</summary>
    public static List<ServiceLine> Paying(Claim claim, params long[] paid) =>
        [.. paid.Select((cents, index) => claim.Lines[index] with { Paid = cents })];

    public void Enrol(int fromMonth, int months, Func<Month, Month> change)
    {
        for (var month = fromMonth; month < Math.Min(Person.MonthCount, fromMonth + months); month++)
            Person.Months[month] = change(Person.Months[month]);
    }

    public void Die(int day)
    {
        Person.DeathDay = day;
        Array.Fill(Person.Months, Month.None, Person.MonthOf(day) + 1, Person.MonthCount - Person.MonthOf(day) - 1);
    }
}
