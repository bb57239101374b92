using Accountable.Data;
using Accountable.Data.Factors;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.SharedSavings;

/// <summary>Makes the facts of a benchmark from the ACO's history, its counties and CMS's factors.</summary>
internal sealed class BenchmarkFactsBuilder(BenchmarkRequest request, BenchmarkInputs inputs, bool traced)
{
    private readonly List<string> _notes = [];
    private readonly Dictionary<(int Year, string County), (CountyRow Row, string File)> _counties = CountiesOf(inputs.Factors);

    /// <summary>What was taken for granted.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public BenchmarkFacts Build()
    {
        var start = request.AgreementStart;
        var renormalized = inputs.Factors?.National?.Rows.All(row => row.MeanRiskScore is null) ?? true;
        _notes.Add(renormalized
            ? "risk scores are taken as renormalized already: national.csv has no mean_risk_score"
            : "risk scores are divided by the national means of national.csv");
        return new BenchmarkFacts
        {
            AgreementStart = start,
            AgreementPeriod = request.AgreementPeriod,
            TimesRegionallyAdjusted = request.TimesAdjusted,
            Track = request.Track,
            By1 = BenchmarkYear("by1", start.AddYears(-3).Year),
            By2 = BenchmarkYear("by2", start.AddYears(-2).Year),
            By3 = BenchmarkYear("by3", start.AddYears(-1).Year),
            Performance = PerformanceYear(),
            PriorYears = PriorYears(),
            ProspectiveGrowth = Growth(),
            RegionalRiskCapFactor = RiskCap(),
            MinimumRate = request.MinimumRate is { } rate ? Fact(new Ratio(rate), "minimum rate", "command line") : null,
        };
    }

    private T Fact<T>(T quantity, string name, string source)
        where T : struct, IQuantity<T> => traced ? quantity.From(name, source) : quantity;

    private YearFacts BenchmarkYear(string role, int year)
    {
        if (inputs.History.Rows.FirstOrDefault(row => row.Role == role && row.Year != year) is { } other)
        {
            throw Refused(other.Line, "year", $"{role} is {other.Year}",
                $"{role} of an agreement period from {request.AgreementStart:yyyy-MM-dd} is {year}");
        }
        return Year(role, year) ?? throw Refused(0, "year_role", $"There is no row {role} {year}",
            $"Give a row for each of {string.Join(", ", EnrollmentTypes.All.Select(type => type.Name()))}");
    }

    private YearFacts? PerformanceYear() => Year("py", request.Year.Value);

    private YearFacts? Year(string role, int year)
    {
        var rows = inputs.History.Rows.Where(row => row.Role == role && row.Year == year).ToDictionary(row => row.Type);
        if (rows.Count == 0)
            return null;
        return new YearFacts
        {
            Year = year,
            Assigned = ByType.Of(type => rows.TryGetValue(type.Name(), out var row)
                ? Population(row)
                : throw Refused(0, "enrollment_type", $"{role} {year} has no row {type.Name()}",
                    "Each year needs the four enrollment types; an ACO without such beneficiaries cannot be computed")),
            National = National(year),
            Region = Region(year),
        };
    }

    private AssignedPopulation Population(HistoryRow row)
    {
        var source = $"{Path.GetFileName(inputs.History.Path)}:{row.Line}";
        var of = $"{row.Year}, {EnrollmentTypes.Of(row.Type)!.Value.Words()}";
        RiskScore? Score(decimal? value, string name) => value is { } score ? Fact(new RiskScore(score), $"{name} {of}", source) : null;
        PersonYears? Years(decimal? value, string name) => value is { } years ? Fact(new PersonYears(years), $"{name} {of}", source) : null;
        Ratio Share(decimal value, string name) => Fact(new Ratio(value), $"{name} {of}", source);
        return new AssignedPopulation
        {
            PersonYears = Fact(new PersonYears(row.PersonYears!.Value), $"person-years {of}", source),
            PerCapita = Fact(new Money(row.PerCapita!.Value), $"expenditures {of}", source),
            RiskScore = Fact(new RiskScore(row.RiskScore!.Value), $"risk score {of}", source),
            DemographicScore = Score(row.DemographicScore, "demographic score"),
            DualEligible = Years(row.DualPersonYears, "dually eligible person-years"),
            DualOrLowIncome = Years(row.DualOrLowIncomePersonYears, "dually eligible or low-income person-years"),
            Continuity = row is
            {
                NewlyAssignedShare: { } share,
                NewlyAssignedRiskRatio: { } newly,
                ContinuouslyAssignedRiskRatio: { } risk,
                ContinuouslyAssignedDemographicRatio: { } demographic,
            }
                ? new Continuity
                {
                    NewlyAssigned = Share(share, "newly assigned share"),
                    NewlyAssignedRisk = Share(newly, "risk ratio of newly assigned"),
                    ContinuouslyAssignedRisk = Share(risk, "risk ratio of continuously assigned"),
                    ContinuouslyAssignedDemographics = Share(demographic, "demographic ratio of continuously assigned"),
                }
                : null,
        };
    }

    private ByType<NationalPopulation>? National(int year)
    {
        if (inputs.Factors?.National is not { } file)
            return null;
        var rows = file.Rows.Where(row => row.Year == year).ToDictionary(row => row.Type);
        if (EnrollmentTypes.All.Any(type => !rows.ContainsKey(type.Name())))
            return null;
        return ByType.Of(type =>
        {
            var row = rows[type.Name()];
            var source = $"{Path.GetFileName(file.Path)}:{row.Line}";
            var of = $"{year}, {type.Words()}";
            RiskScore? Mean(decimal? value, string name) => value is { } mean ? Fact(new RiskScore(mean), $"{name} {of}", source) : null;
            return new NationalPopulation
            {
                PerCapita = Fact(new Money(row.PerCapita), $"national expenditures {of}", source),
                MeanRiskScore = Mean(row.MeanRiskScore, "national mean risk score"),
                MeanDemographicScore = Mean(row.MeanDemographicScore, "national mean demographic score"),
            };
        });
    }

    /// <summary>The region as CMS computed it, else from counties.</summary>
    private ByType<RegionalPopulation>? Region(int year)
    {
        if (inputs.Factors?.Regional is { } file)
        {
            var rows = file.Rows.Where(row => row.Year == year).ToDictionary(row => row.Type);
            if (EnrollmentTypes.All.All(type => rows.ContainsKey(type.Name())))
            {
                return ByType.Of(type =>
                {
                    var row = rows[type.Name()];
                    var source = $"{Path.GetFileName(file.Path)}:{row.Line}";
                    return new RegionalPopulation
                    {
                        PerCapita = Fact(new Money(row.PerCapita), $"regional expenditures {year}, {type.Words()}", source),
                        AssignedShare = Fact(new Ratio(row.AssignedShare), $"assigned share of the region {year}, {type.Words()}", source),
                    };
                });
            }
        }
        var counties = ByType.Of(type => Counties(year, type));
        return counties.Values.Any(of => of.Count == 0) ? null : counties.Select((_, of) => RegionalExpenditures.Determine(of));
    }

    private List<CountyPopulation> Counties(int year, EnrollmentType type)
    {
        var counties = new List<CountyPopulation>();
        var (known, unknown) = (0m, 0m);
        foreach (var row in (inputs.Counties?.Rows ?? []).Where(row => row.Year == year && row.Type == type.Name()))
        {
            if (!_counties.TryGetValue((year, row.County), out var county) || county.Row.Types[(int)type] is not { } figures)
            {
                unknown += row.PersonYears;
                continue;
            }
            known += row.PersonYears;
            var source = $"{Path.GetFileName(county.File)}:{county.Row.Line}";
            var of = $"{county.Row.Name}, {year}, {type.Words()}";
            counties.Add(new CountyPopulation
            {
                County = $"{county.Row.Name}, {type.Words()}",
                Assigned = Fact(new PersonYears(row.PersonYears), $"assigned person-years {of}",
                    $"{Path.GetFileName(inputs.Counties!.Path)}:{row.Line}"),
                Assignable = Fact(new PersonYears(figures.PersonYears), $"assignable person-years {of}", source),
                PerCapita = Fact(new Money(figures.PerCapita), $"county expenditures {of}", source),
                RiskScore = Fact(new RiskScore(figures.RiskScore), $"county risk score {of}", source),
            });
        }
        if (unknown > 0 && known > 0)
        {
            _notes.Add($"A-410: {unknown:0.##} of {known + unknown:0.##} assigned person-years {year}, {type.Words()}, live in counties "
                + "without figures; the region is made of the others");
        }
        return counties;
    }

    private List<PriorYear>? PriorYears()
    {
        var rows = inputs.History.Rows.Where(row => row.Role == "prior").OrderBy(row => row.Year).ToList();
        if (rows.Count == 0)
            return null;
        return [.. rows.Select(row =>
        {
            var first = request.AgreementStart.AddYears(-3).Year;
            if (row.Year < first || row.Year >= request.AgreementStart.Year)
            {
                throw Refused(row.Line, "year", $"{row.Year} is none of the three performance years before the agreement period",
                    $"They are {first} to {request.AgreementStart.Year - 1}");
            }
            var source = $"{Path.GetFileName(inputs.History.Path)}:{row.Line}";
            return new PriorYear
            {
                Year = row.Year,
                PerCapitaSavings = row.PerCapitaSavings is { } savings
                    ? Fact(new Money(savings), $"savings a person-year {row.Year}", source)
                    : null,
                PersonYears = row.PersonYears is { } years
                    ? Fact(new PersonYears(years), $"person-years when reconciled {row.Year}", source)
                    : null,
                Forfeited = Fact(new Test(row.Forfeited), $"savings of {row.Year} forfeited", source),
            };
        })];
    }

    private ByType<Ratio>? Growth()
    {
        if (inputs.Factors?.ProspectiveTrend is not { } file)
            return null;
        var rows = file.Rows
            .Where(row => row.StartYear == request.AgreementStart.Year && row.PerformanceYear == request.Year.Value)
            .ToDictionary(row => row.Population);
        if (!rows.TryGetValue("esrd", out var esrd) || !rows.TryGetValue("aged_disabled", out var others))
            return null;
        Ratio Of(ProspectiveTrendRow row) => Fact(new Ratio(row.GrowthFromBy3),
            $"projected growth to {row.PerformanceYear}, {row.Population.Replace('_', '/')}", $"{Path.GetFileName(file.Path)}:{row.Line}");
        return new ByType<Ratio>(Of(esrd), Of(others), Of(others), Of(others));
    }

    private ByType<Ratio>? RiskCap()
    {
        if (inputs.Factors?.RegionalRiskCap is not { } file)
            return null;
        var rows = file.Rows.Where(row => row.PerformanceYear == request.Year.Value).ToDictionary(row => row.Type);
        return EnrollmentTypes.All.Any(type => !rows.ContainsKey(type.Name()))
            ? null
            : ByType.Of(type => Fact(new Ratio(rows[type.Name()].Factor), $"factor of capped regional risk growth, {type.Words()}",
                $"{Path.GetFileName(file.Path)}:{rows[type.Name()].Line}"));
    }

    private FileRefusedException Refused(long line, string column, string what, string then) =>
        new(new Finding(Severity.FileRefused, inputs.History.Path, line, column, what, then));

    private static Dictionary<(int, string), (CountyRow, string)> CountiesOf(FactorFolder? folder)
    {
        var counties = new Dictionary<(int, string), (CountyRow, string)>();
        foreach (var file in folder?.Counties ?? [])
        {
            foreach (var row in file.Rows)
                counties.TryAdd((row.Year, row.County), (row, file.Path));
        }
        return counties;
    }
}
