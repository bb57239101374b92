using Accountable.Data.Delimited;

namespace Accountable.Data.PublicResults;

/// <summary>Reads the rows of one results file; what cannot be read becomes a finding and refuses the row.</summary>
internal sealed class RowReader
{
    /// <summary>More years than any ACO can have been in one track.</summary>
    private const decimal GreatestAgreementYears = 99m;

    /// <summary>More dollars than any person costs in a year, and more people than Medicare covers.</summary>
    private const decimal GreatestPerCapita = 10_000_000m, GreatestPersonYears = 1_000_000_000m;

    private readonly DelimitedFile _file;
    private readonly ColumnMap _columns;
    private readonly int? _year;
    private readonly bool _withPublished;
    private readonly ColumnUnit _minimumRates;
    private readonly ColumnUnit _scores;
    private string[] _cells = [];
    private long _line;
    private bool _refused;

    public RowReader(DelimitedFile file, ColumnMap columns, int? year, bool withPublished)
    {
        _file = file;
        _columns = columns;
        _year = year;
        _withPublished = withPublished;
        _minimumRates = ColumnUnit.OfMinimumRates(Column(Fields.MinimumRate));
        _scores = ColumnUnit.OfScores(Column(Fields.QualityScore));
    }

    public List<Finding> Findings { get; } = [];

    public string MinimumRateUnit => _columns.Has(Fields.MinimumRate) ? _minimumRates.Text : "no column";

    public string QualityUnit => _columns.Has(Fields.QualityScore) ? _scores.Text : "no column";

    public ResultsRow? Read(int index)
    {
        (var number, _line, _cells) = _file.Rows[index];
        _refused = false;
        var year = _year ?? Year();
        var row = new ResultsRow
        {
            Row = number,
            Line = _line,
            AcoId = Text(Fields.AcoId),
            Year = new PerformanceYear(year),
            Track = Track(year),
            AssignedBeneficiaries = Whole(Fields.AssignedBeneficiaries, least: 1),
            Benchmark = Dollars(Fields.Benchmark),
            Expenditures = Dollars(Fields.Expenditures),
            MinimumRate = MinimumRate(),
            QualityScore = QualityScore(year),
            MetStandard = Flag(Fields.MetStandard),
            MetAlternative = Flag(Fields.MetAlternative),
            MetPercentile = Flag(Fields.MetPercentile),
            MetIncentive = Flag(Fields.MetIncentive),
            MetFirstYear = Flag(Fields.MetFirstYear),
            DisasterAdjustment = Number(Fields.DisasterAdjustment) is { } adjustment ? Math.Abs(adjustment) : null,
            AffectedMonths = Share(Fields.AffectedMonths),
            AffectedBeneficiaries = Share(Fields.AffectedBeneficiaries),
            ReducedRate = Flag(Fields.ReducedRate),
            LowRevenue = Revenue(),
            AgreementStart = Day(Fields.AgreementStart),
            Guardrail = Flag(Fields.Guardrail),
            Terminated = Flag(Fields.Terminated),
            MonthsOfParticipation = WholeOrBlank(Fields.MonthsOfParticipation, least: 1, greatest: 12),
            TerminatedByCms = Flag(Fields.TerminatedByCms),
            AdvancePaymentBalance = Number(Fields.AdvancePaymentBalance, least: 0),
            RevenueBasedLimit = Flag(Fields.RevenueBasedLimit),
            ParticipantRevenue = Number(Fields.ParticipantRevenue, least: 0),
            TwoSidedYear = WholeOrBlank(Fields.TwoSidedYear, least: 1, greatest: GreatestAgreementYears),
            MonthsCovered = MonthsCovered(year),
            PublishedEarned = _withPublished ? Number(Fields.PublishedEarned) : null,
        };
        return _refused ? null : row;
    }

    private List<string> Column(string field) => _columns.Index(field) is >= 0 and var i ? [.. _file.Rows.Select(row => row.Cells[i])] : [];

    private string Text(string field) => _columns.Index(field) is >= 0 and var i ? _cells[i].Trim() : "";

    private int Year()
    {
        var year = Whole(Fields.PerformanceYear, least: 1900);
        if (year <= 2999)
            return (int)Math.Max(1900, year);
        Refuse(Fields.PerformanceYear, $"'{Text(Fields.PerformanceYear)}' is no year", "Write a year such as 2024");
        return 1900;
    }

    private string? Track(int year)
    {
        if (_columns.Has(Fields.Track) && !Cell.IsBlank(Text(Fields.Track)))
        {
            var track = Fields.TrackOf(Text(Fields.Track));
            if (track is null)
            {
                Refuse(Fields.Track, $"'{Text(Fields.Track)}' is no track",
                    "Use A, B, C, D, E, EN or a name such as track-1, track-1-plus, basic-e, enhanced");
            }
            return track;
        }
        if (_columns.HasTrackFlags)
            return TrackOfFlags();
        if (!SharedSavingsResults.MayLackTrack(year))
            Refuse(Fields.Track, "The track is blank", "Fill it in");
        return null;
    }

    private string? TrackOfFlags()
    {
        var set = _columns.TrackFlags.Where(flag => Cell.Flag(_cells[flag.Index]) == true).ToList();
        if (set.Count == 1)
            return set[0].Track;
        Refuse(string.Join(", ", (set.Count == 0 ? _columns.TrackFlags : set).Select(flag => flag.Header)),
            set.Count == 0 ? "No track column holds 1" : "More than one track column holds 1", "Exactly one track column must hold 1");
        return null;
    }

    private Printed? MinimumRate()
    {
        if (Number(Fields.MinimumRate, least: 0) is not { } number)
            return null;
        var printed = _minimumRates.Read(number);
        if (printed.Value <= 1)
            return printed;
        Refuse(Fields.MinimumRate, $"'{Text(Fields.MinimumRate)}' is over 100 percent", "Check the number");
        return null;
    }

    private Printed? QualityScore(int year)
    {
        // Through 2020 the word P4R, or a blank, stands for pay for reporting.
        if (year <= 2020 && Cell.Canonical(Text(Fields.QualityScore)) is "p4r" or "payforreporting")
            return null;
        if (Number(Fields.QualityScore, least: 0) is not { } number)
            return null;
        var printed = _scores.Read(number);
        if (printed.Value <= 1)
            return printed;
        Refuse(Fields.QualityScore, $"'{Text(Fields.QualityScore)}' is over 100 percent", "Check the number");
        return null;
    }

    private bool? Revenue()
    {
        var text = Cell.Canonical(Text(Fields.RevenueCategory));
        switch (text)
        {
            case "":
                return null;
            case "low" or "lowrevenue":
                return true;
            case "high" or "highrevenue":
                return false;
            default:
                if (!Cell.IsBlank(Text(Fields.RevenueCategory)))
                {
                    Refuse(Fields.RevenueCategory, $"'{Text(Fields.RevenueCategory)}' is neither low nor high revenue",
                        "Write Low Revenue or High Revenue");
                }
                return null;
        }
    }

    /// <summary>Half of 2019: the benchmark printed is half of per-capita benchmark times person-years. 42 CFR 425.609.</summary>
    private decimal MonthsCovered(int year)
    {
        if (Number(Fields.MonthsCovered) is { } months)
        {
            if (months is not (6 or 12) || (months == 6 && year != 2019))
            {
                Refuse(Fields.MonthsCovered, $"'{Text(Fields.MonthsCovered)}' months",
                    "A performance year has 12; the halves of 2019 have 6");
            }
            return months;
        }
        if (year != 2019 || _refused || Number(Fields.Benchmark) is not { } benchmark
            || Number(Fields.PerCapitaBenchmark, least: 0, GreatestPerCapita) is not { } perCapita
            || Number(Fields.PersonYears, least: 0, GreatestPersonYears) is not { } years)
            return 12;
        var whole = _refused ? 0 : perCapita * years;
        return whole > 0 && benchmark / whole is > 0.45m and < 0.55m ? 6 : 12;
    }

    private decimal Whole(string field, decimal least)
    {
        var number = WholeOrBlank(field, least, greatest: null);
        if (number is null && !_refused)
            Refuse(field, "The cell is blank", "Fill it in");
        return number ?? 0;
    }

    private decimal? WholeOrBlank(string field, decimal least, decimal? greatest)
    {
        var number = Number(field, least, greatest);
        if (number is { } value && value != Math.Floor(value))
            Refuse(field, $"'{Shortened(Text(field))}' is no whole number", "Check the number");
        return number;
    }

    private Printed Dollars(string field)
    {
        var number = Number(field, least: 0);
        if (number is null && !_refused)
            Refuse(field, "The cell is blank", "Fill it in");
        return new Printed(number ?? 0, number is { } value && value == Math.Floor(value) ? 0.5m : 0.005m);
    }

    private decimal? Share(string field) => Number(field, least: 0, greatest: 1);

    private decimal? Number(string field, decimal? least = null, decimal? greatest = null)
    {
        var text = Text(field);
        if (Cell.IsBlank(text))
            return null;
        if (Cell.Number(text) is not { } number)
        {
            Refuse(field, $"'{Shortened(text)}' is no number", "Write digits, with a point for decimals");
            return null;
        }
        if (number < least || number > greatest)
            Refuse(field, $"{number} is {(number < least ? $"under {least}" : $"over {greatest}")}", "Check the number");
        return number;
    }

    private bool? Flag(string field)
    {
        var text = Text(field);
        if (Cell.IsBlank(text))
            return null;
        var flag = Cell.Flag(text);
        if (flag is null)
            Refuse(field, $"'{Shortened(text)}' is neither yes nor no", "Write 1 or 0");
        return flag;
    }

    private DateOnly? Day(string field)
    {
        var text = Text(field);
        if (Cell.IsBlank(text))
            return null;
        var day = Cell.Day(text);
        if (day is null)
            Refuse(field, $"'{Shortened(text)}' is no date", "Write 2024-01-01 or 1/1/2024");
        return day;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private void Refuse(string field, string what, string then)
    {
        _refused = true;
        Findings.Add(new Finding(Severity.RowRefused, _file.Path, _line, _columns.Name(field), what, then));
    }
}
