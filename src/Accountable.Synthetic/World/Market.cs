using Accountable.Synthetic.Randomness;

namespace Accountable.Synthetic.World;

/// <summary>A county: how CMS's claim files and its assignment lists name it.</summary>
internal sealed record County(string Name, string Fips, string Ssa);

/// <summary>The places and clinicians that everybody shares, made once from the seed.</summary>
internal sealed class Market
{
    private const ulong Stream = 1;
    private static readonly string[] NamedSpecialties = ["06", "13", "25", "26", "29", "39", "46", "83", "16", "12"];
    private static readonly string[] OtherSpecialties = ["18", "20", "07", "34", "10", "02", "48", "04"];

    private readonly Dictionary<string, List<(int Aco, Participant Participant)>> _lists = [];
    private readonly Dice _dice;
    private int _npis;
    private int _tins;

    public Market(GeneratorOptions options)
    {
        _dice = new Dice(options.Seed, Stream, 0);
        (FirstYear, LastYear) = (options.FirstYear, options.LastYear);
        Facilities = Enum.GetValues<FacilityKind>()
            .ToDictionary(kind => kind, kind => (IReadOnlyList<Facility>)MakeFacilities(kind, options));
        Weights = [.. Enumerable.Range(0, options.Acos).Select(_ => 1 + _dice.Unit()), 0];
        // About a third of the people are of no ACO; with more ACOs a smaller share.
        Weights[^1] = Weights.Sum() * (options.Acos == 1 ? 0.6 : 0.45);
        var all = Weights.Sum();
        Homes = [.. Weights.Select(weight => MakePractices((int)(options.People * weight / all)))];
        Sums = Running(Weights);
        Acos = [.. Enumerable.Range(0, options.Acos).Select(number => MakeAco(number, options))];
        foreach (var aco in Acos)
        {
            foreach (var participant in aco.Participants)
                Listed(participant.Practice?.Tin ?? participant.Facility!.Ccn).Add((aco.Number, participant));
        }
    }

    public int FirstYear { get; }

    public int LastYear { get; }

    public IReadOnlyList<Aco> Acos { get; }

    /// <summary>The practices of each ACO, and last those of none.</summary>
    public IReadOnlyList<IReadOnlyList<Practice>> Homes { get; }

    /// <summary>How the people spread over the ACOs and none, as rising sums.</summary>
    public double[] Sums { get; }

    public IReadOnlyDictionary<FacilityKind, IReadOnlyList<Facility>> Facilities { get; }

    public IReadOnlyList<County> Counties { get; } =
    [
        new("Autauga", "01001", "01000"), new("Baldwin", "01003", "01010"), new("Barbour", "01005", "01020"), new("Bibb", "01007", "01030"),
        new("Blount", "01009", "01040"), new("Bullock", "01011", "01050"), new("Butler", "01013", "01060"),
            new("Calhoun", "01015", "01070"),
    ];

    /// <summary>A practice of the first ACO that is on the second one's list for a year.</summary>
    public Practice SharedPractice => Homes[0].Last(practice => practice.Physicians.Count > 0);

    private double[] Weights { get; }

    /// <summary>The ACOs that list a taxpayer or certification number in a year.</summary>
    public IEnumerable<int> AcosOf(string number, int year)
    {
        if (!_lists.TryGetValue(number, out var listed))
            yield break;
        foreach (var (aco, participant) in listed)
        {
            if (participant.IsIn(year))
                yield return aco;
        }
    }

    /// <summary>A place of a kind that an ACO lists, or that none lists.</summary>
    public Facility Clinic(FacilityKind kind, int home)
    {
        var all = Facilities[kind];
        return all[Math.Min(home, all.Count - 1)];
    }

    public static double[] Running(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }

    private List<(int Aco, Participant Participant)> Listed(string number) =>
        _lists.TryGetValue(number, out var list) ? list : _lists[number] = [];

    private string NextNpi() => Identifiers.Npi(++_npis);

    private List<Facility> MakeFacilities(FacilityKind kind, GeneratorOptions options)
    {
        // Clinics and critical access hospitals: one for each ACO and one for the neighbours.
        var count = kind switch
        {
            FacilityKind.HealthCenter or FacilityKind.RuralClinic or FacilityKind.CriticalAccess => options.Acos + 1,
            FacilityKind.Hospital => 4 + options.People / 8_000,
            FacilityKind.NursingFacility => 4 + options.People / 2_000,
            FacilityKind.HomeHealth or FacilityKind.Hospice => 2 + options.People / 6_000,
            FacilityKind.Dialysis => 2 + options.People / 10_000,
            _ => 1 + options.People / 50_000,
        };
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var teaching = kind == FacilityKind.Hospital && index % 3 == 0 ? 0.03 + 0.06 * _dice.Unit() : 0;
            var poor = kind == FacilityKind.Hospital && index % 4 != 3 ? 0.02 + 0.05 * _dice.Unit() : 0;
            var staff = kind == FacilityKind.CriticalAccess
                ? (IReadOnlyList<Clinician>)[new(NextNpi(), "08"), new(NextNpi(), "50"), new(NextNpi(), "06")]
                : kind is FacilityKind.HealthCenter or FacilityKind.RuralClinic ? [new(NextNpi(), "08"), new(NextNpi(), "50")] : [];
            return new Facility(kind, Identifiers.Ccn((int)kind, index), NextNpi(), teaching, poor, staff);
        })];
    }

    private List<Practice> MakePractices(int people)
    {
        var practices = new List<Practice>();
        var count = Math.Clamp(people / 500, 10, 600);
        var each = Math.Max(1.0, people / (double)count);
        for (var i = 0; i < count; i++)
        {
            // Every fifth is one physician alone, every fifth has specialists only.
            var size = each * (0.5 + _dice.Unit());
            var clinicians = new List<Clinician>();
            if (i % 5 != 4)
                Add(clinicians, i % 5 == 3 ? 1 : Math.Max(1, size * 0.022), "11", "08", "11", "08", "38", "01");
            if (i % 5 < 3)
                Add(clinicians, Math.Max(1, size * 0.033), "50", "97", "50", "89");
            if (i % 5 is 0 or 4)
            {
                Add(clinicians, Math.Max(6, size * 0.055), NamedSpecialties);
                Add(clinicians, Math.Max(3, size * 0.04), OtherSpecialties);
            }
            // Some clinicians work under a second taxpayer number as well.
            if (i > 0 && i % 4 == 2)
                clinicians.Add(practices[i - 1].Clinicians[0]);
            practices.Add(new Practice(Identifiers.Tin(++_tins), 0.93 + 0.15 * _dice.Unit(), clinicians));
        }
        return practices;
    }

    private void Add(List<Clinician> clinicians, double count, params string[] specialties)
    {
        for (var i = 0; i < count; i++)
            clinicians.Add(new Clinician(NextNpi(), specialties[i % specialties.Length]));
    }

    private Aco MakeAco(int number, GeneratorOptions options)
    {
        var participants = Homes[number].Select((practice, index) => index switch
        {
            // One practice joins a year later, one leaves after the second year, the rest stay.
            1 => new Participant(practice, null, options.FirstYear + 1, null),
            2 => new Participant(practice, null, options.FirstYear, options.FirstYear + 1),
            _ => new Participant(practice, null, options.FirstYear, null),
        }).ToList();
        // For one year a practice of the first ACO is on the second one's list too.
        if (number == 1)
            participants.Add(new Participant(SharedPractice, null, options.FirstYear + 1, options.FirstYear + 1));
        foreach (var kind in new[] { FacilityKind.HealthCenter, FacilityKind.RuralClinic, FacilityKind.CriticalAccess })
            participants.Add(new Participant(null, Clinic(kind, number), options.FirstYear, null));
        // The second ACO changes to prospective assignment once a whole window of claims lies before the year.
        return new Aco(number, $"A{number + 1:0000}", participants, number == 1 ? options.FirstYear + 2 : null);
    }
}
