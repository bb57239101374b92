using Accountable.Synthetic.Care;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Truth;

namespace Accountable.Synthetic.Calibration;

/// <summary>What is counted over the person-years of assigned people, to be set beside published figures.</summary>
internal enum Counter
{
    PersonYears,
    Assigned,
    EsrdYears,
    DisabledYears,
    AgedDualYears,
    AgedNonDualYears,
    Female,
    Under65,
    To74,
    To84,
    Over84,
    White,
    Chosen,
    StepTwo,
    Inpatient,
    Outpatient,
    Physicians,
    Nursing,
    HomeHealth,
    Equipment,
    Hospice,
    Ambulance,
    All,
    Admissions,
    ShortStays,
    Rehabilitation,
    Psychiatric,
    LongTerm,
    NursingStays,
    NursingDays,
    Emergencies,
    EmergenciesAtHome,
    PrimaryVisits,
    SpecialistVisits,
    PractitionerVisits,
    ClinicVisits,
    Scans,
    Resonances,
    InstitutionalClaims,
    ProfessionalClaims,
    ProfessionalLines,
    DrugEvents,
    DrugYears,
    EsrdDollars,
    DisabledDollars,
    AgedDualDollars,
    AgedNonDualDollars,
    Deaths,
    Last,
}

/// <summary>Sums over person-years, and sums of squares to know what chance leaves.</summary>
internal sealed class Tally
{
    private readonly double[] _sums = new double[(int)Counter.Last];
    private readonly double[] _squares = new double[(int)Counter.Last];
    private readonly double[] _own = new double[(int)Counter.Last];
    private readonly long[] _dollarsByLag = new long[Lags.Length];
    private long _dollarsInAll;

    /// <summary>Months after the last day of service at which the share of dollars that has come is published.</summary>
    public static double[] Lags { get; } = [0.5, 1, 1.5, 2, 3, 6, 12];

    public double this[Counter counter] => _sums[(int)counter];

    public double SquaresOf(Counter counter) => _squares[(int)counter];

    public double ShareBy(int lag) => _dollarsInAll == 0 ? 0 : _dollarsByLag[lag] / (double)_dollarsInAll;

    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_squares);
        Array.Clear(_dollarsByLag);
        _dollarsInAll = 0;
    }

    public void Add(Tally other)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] += other._sums[i];
            _squares[i] += other._squares[i];
        }
        for (var i = 0; i < _dollarsByLag.Length; i++)
            _dollarsByLag[i] += other._dollarsByLag[i];
        _dollarsInAll += other._dollarsInAll;
    }

    /// <summary>Counts a year of an assigned person. Dollars are those of 2024.</summary>
    public void Count(Person person, Ledger ledger, int year, Decision decision, int lastLoad)
    {
        Array.Clear(_own);
        var first = (year - person.FirstYear) * 12;
        var types = new double[5];
        for (var month = first; month < first + 12; month++)
            types[(int)person.TypeIn(month)] += 1 / 12.0;
        People(person, year, decision, types, first);
        var trend = Math.Pow(1.075, year - 2024) * 100;
        var all = 0.0;
        foreach (var claim in ledger.Claims)
        {
            if (Layouts.Days.YearOf(claim.Thru) != year || TruthRows.Service(claim.Type) is null)
                continue;
            Volume(claim);
            foreach (var version in Standing.Of(claim, lastLoad))
            {
                Care(claim, version, Standing.Paid(version) / trend);
                all += Standing.Paid(version) / trend;
            }
        }
        _own[(int)Counter.All] = all;
        var main = Array.IndexOf(types, types.Skip(1).Max(), 1);
        _own[(int)Counter.EsrdDollars + main - 1] = all;
        if (person.HasDrugPlan)
        {
            _own[(int)Counter.DrugYears] = types.Skip(1).Sum();
            _own[(int)Counter.DrugEvents] = ledger.Drugs.Count(drug => Layouts.Days.YearOf(drug.Day) == year);
        }
        for (var i = 0; i < _own.Length; i++)
        {
            _sums[i] += _own[i];
            _squares[i] += _own[i] * _own[i];
        }
    }

    private void People(Person person, int year, Decision decision, double[] types, int first)
    {
        var age = person.AgeIn(first);
        _own[(int)Counter.Assigned] = 1;
        _own[(int)Counter.PersonYears] = types.Skip(1).Sum();
        for (var type = 1; type <= 4; type++)
            _own[(int)Counter.EsrdYears + type - 1] = types[type];
        _own[(int)Counter.Female] = person.IsFemale ? 1 : 0;
        _own[(int)(age < 65 ? Counter.Under65 : age < 75 ? Counter.To74 : age < 85 ? Counter.To84 : Counter.Over84)] = 1;
        _own[(int)Counter.White] = person.Race == '1' ? 1 : 0;
        _own[(int)Counter.Chosen] = decision.Reason == "voluntary_alignment" ? 1 : 0;
        _own[(int)Counter.StepTwo] = decision.Reason.StartsWith("step_2", StringComparison.Ordinal) ? 1 : 0;
        _own[(int)Counter.Deaths] = person.DeathDay > 0 && Layouts.Days.YearOf(person.DeathDay) == year ? 1 : 0;
    }

    private void Volume(Claim claim)
    {
        if (claim.Versions.Count == 0)
            return;
        _own[(int)(claim.IsInstitutional ? Counter.InstitutionalClaims : Counter.ProfessionalClaims)]++;
        if (!claim.IsInstitutional)
            _own[(int)Counter.ProfessionalLines] += claim.Lines.Count;
        for (var lag = 0; lag < Lags.Length; lag++)
            _dollarsByLag[lag] += claim.Versions[0].Load - claim.Thru <= Lags[lag] * 30.4 + 3 ? claim.Paid : 0;
        _dollarsInAll += claim.Paid;
    }

    private void Care(Claim claim, ClaimVersion version, double paid)
    {
        var counter = claim.Type switch
        {
            ClaimType.Inpatient => Counter.Inpatient,
            ClaimType.Nursing or ClaimType.SwingBed => Counter.Nursing,
            ClaimType.HomeHealth => Counter.HomeHealth,
            ClaimType.Hospice => Counter.Hospice,
            ClaimType.Outpatient => Counter.Outpatient,
            ClaimType.Carrier or ClaimType.CarrierEquipment => claim.Kind == EventKind.Ambulance ? Counter.Ambulance : Counter.Physicians,
            _ => Counter.Equipment,
        };
        _own[(int)counter] += paid;
        if (claim.Denial is not null)
            return;
        if (claim.Type is ClaimType.Nursing or ClaimType.SwingBed)
            _own[(int)Counter.NursingDays] += Math.Max(1, claim.LengthOfStay);
        if (claim.Type == ClaimType.Inpatient)
            _own[(int)Counter.Admissions]++;
        Counter? kind = claim.Kind switch
        {
            EventKind.ShortStay => Counter.ShortStays,
            EventKind.Rehabilitation => Counter.Rehabilitation,
            EventKind.Psychiatric => Counter.Psychiatric,
            EventKind.LongTerm => Counter.LongTerm,
            EventKind.NursingStay => Counter.NursingStays,
            EventKind.Emergency => Counter.EmergenciesAtHome,
            EventKind.PrimaryVisit => Counter.PrimaryVisits,
            EventKind.SpecialistVisit => Counter.SpecialistVisits,
            EventKind.PractitionerVisit => Counter.PractitionerVisits,
            EventKind.ClinicVisit => Counter.ClinicVisits,
            _ => null,
        };
        if (kind is { } counted)
            _own[(int)counted]++;
        if (claim.Kind == EventKind.Emergency || (claim.Kind == EventKind.ShortStay && claim.Lines.Exists(line => line.Revenue == "0450")))
            _own[(int)Counter.Emergencies]++;
        foreach (var line in version.Lines)
        {
            if (claim.Type == ClaimType.Carrier && line is { IsDenied: false, Hcpcs: "74177" or "70450" })
                _own[(int)Counter.Scans]++;
            if (claim.Type == ClaimType.Carrier && line is { IsDenied: false, Hcpcs: "72148" or "70553" })
                _own[(int)Counter.Resonances]++;
        }
    }
}
