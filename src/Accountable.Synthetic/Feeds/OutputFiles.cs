using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Feeds;

/// <summary>The files that are written while people are made, each with a number.</summary>
internal sealed class OutputFiles
{
    private readonly List<(string Path, string Header)> _files = [];
    private readonly int _deliveries;
    private readonly int _firstList;
    private readonly int _firstYear;
    private readonly int _years;
    private readonly int _firstFhir;

    public OutputFiles(GeneratorOptions options, IReadOnlyList<Aco> acos, IReadOnlyList<Delivery> deliveries)
    {
        (_deliveries, _firstYear, _years) = (deliveries.Count, options.FirstYear, options.LastYear - options.FirstYear + 1);
        foreach (var aco in acos)
        {
            foreach (var delivery in deliveries)
            {
                foreach (var file in Records.Files)
                    _files.Add(($"{aco.Id}/{delivery.FileName(aco.Id, null)}/{delivery.FileName(aco.Id, file)}", ""));
            }
        }
        _firstList = _files.Count;
        foreach (var aco in acos)
        {
            for (var year = options.FirstYear; year <= options.LastYear; year++)
            {
                foreach (var (table, header) in Reports.AssignmentLists.Tables)
                    _files.Add(($"{aco.Id}/P.{aco.Id}.ACO.AALR.Y{year}.D{(year + 1) % 100:00}9999.T0100000_{table}.csv", header));
            }
        }
        Eligibility = _files.Count;
        _files.AddRange(acos.Select(aco => ($"{aco.Id}/eligibility.csv", Reports.Eligibility.SpansHeader)));
        Designations = _files.Count;
        _files.AddRange(acos.Select(aco => ($"{aco.Id}/designations.csv", Reports.Eligibility.DesignationsHeader)));
        Dollars = _files.Count;
        _files.Add(("truth/dollars.csv", "aco_id,person_id,year,service,paid"));
        _files.Add(("truth/person_months.csv", "aco_id,person_id,year,enrollment_type,months"));
        _files.Add(("truth/assignment.csv", "person_id,aco_id,performance_year,assigned,reason"));
        _files.Add(("truth/declined.csv", "person_id,aco_id,performance_year,assigned,reason"));
        _files.Add(("truth/episodes.csv", "model,person_id,start,end,spending"));
        _files.Add(("truth/episode_lines.csv", "model,person_id,start,claim_id,from,thru,paid,counted"));
        _files.Add(("truth/cancelled_episodes.csv", "model,person_id,start,end,reason"));
        _firstFhir = _files.Count;
        if (!options.Fhir)
            return;
        foreach (var aco in acos)
            _files.AddRange(Fhir.Resources.Types.Select(type => ($"bcda/{aco.Id}/{type}.ndjson", "")));
    }

    /// <summary>Each file's path under the folder and its first line.</summary>
    public IReadOnlyList<(string Path, string Header)> All => _files;

    public int Eligibility { get; }

    public int Designations { get; }

    public int Dollars { get; }

    public int PersonMonths => Dollars + 1;

    public int Assigned => Dollars + 2;

    public int Declined => Dollars + 3;

    public int Episodes => Dollars + 4;

    public int EpisodeLines => Dollars + 5;

    public int CancelledEpisodes => Dollars + 6;

    public int Claims(int aco, int delivery, char file) => (aco * _deliveries + delivery) * Records.Files.Length
        + Records.Files.IndexOf(file);

    public int List(int aco, int year, int table) => _firstList
        + (aco * _years + year - _firstYear) * Reports.AssignmentLists.Tables.Count + table;

    public int FhirFile(int aco, int type) => _firstFhir + aco * Fhir.Resources.Types.Count + type;
}

/// <summary>What some people made, file by file, on its way to the disk.</summary>
internal sealed class Pieces(OutputFiles files)
{
    private readonly Lines?[] _lines = new Lines?[files.All.Count];

    public OutputFiles Files { get; } = files;

    public Calibration.Tally Tally { get; } = new();

    public List<Reports.FactorShare> Factors { get; } = [];

    public IReadOnlyList<Lines?> All => _lines;

    public Lines this[int file] => _lines[file] ??= new Lines();

    public Lines Claims(int aco, int delivery, char file) => this[Files.Claims(aco, delivery, file)];

    /// <summary>Makes it empty, with its memory kept for the next people.</summary>
    public void Clear()
    {
        foreach (var lines in _lines)
            lines?.Clear();
        Tally.Clear();
        Factors.Clear();
    }
}
