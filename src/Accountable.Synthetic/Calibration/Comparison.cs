namespace Accountable.Synthetic.Calibration;

/// <summary>Sets the tally beside the figures of the reference. Those marked C, computed from CMS's public use files, must be met within
/// three standard deviations; others are shown.</summary>
/// <remarks>A published figure is a mean over hundreds of ACOs, and a generated population stands for a few. So the deviation holds two
/// parts: chance among the people, and the spread between ACOs over the root of their number. Where the spread is not published it is
/// taken as a tenth of the figure, and three hundredths are left to the model however many ACOs there are; both are knobs.</remarks>
internal static class Comparison
{
    private const double UnknownSpread = 0.10;
    private const double ModelError = 0.03;

    // From the 5th to the 95th percentile of a normal distribution are so many standard deviations.
    private const double PercentileWidth = 3.29;

    /// <summary>Below so many person-years nothing is held to a target.</summary>
    private const double FewestPersonYears = 5_000;

    public static IReadOnlyList<CalibrationFigure> Figures(Tally tally, int acos)
    {
        var figures = new List<CalibrationFigure>();
        PeopleFigures(tally, acos, figures);
        foreach (var (name, counter, target, spread) in Dollars)
            figures.Add(Rate($"{name} dollars a person-year", tally, counter, 1, target, "C", Between(spread, target, acos)));
        foreach (var (name, counter, target, spread) in Uses)
            figures.Add(Rate($"{name} for each 1,000 person-years", tally, counter, 1_000, target, "C", Between(spread, target, acos)));
        figures.Add(Quotient("dollars an admission", tally, Counter.Inpatient, Counter.Admissions, 13_830, "C", acos));
        figures.Add(Quotient("dollars a nursing stay", tally, Counter.Nursing, Counter.NursingStays, 16_365, "C", acos));
        figures.Add(Quotient("days a nursing stay", tally, Counter.NursingDays, Counter.NursingStays, 26.8, "C", acos));
        figures.Add(Rate("institutional claims a person-year", tally, Counter.InstitutionalClaims, 1, 5.4, "V", 0));
        figures.Add(Rate("professional and equipment claims a person-year", tally, Counter.ProfessionalClaims, 1, 24.2, "V", 0));
        figures.Add(Quotient("lines a professional claim", tally, Counter.ProfessionalLines, Counter.ProfessionalClaims, 2.0, "R", acos));
        figures.Add(Quotient("drug events a year of those with a drug plan", tally, Counter.DrugEvents, Counter.DrugYears, 37, "A", acos));
        figures.Add(Quotient("share dying in a year", tally, Counter.Deaths, Counter.Assigned, 0.04, "V", acos));
        figures.Add(Quotient("share assigned by step 2", tally, Counter.StepTwo, Counter.Assigned, 0.05, "A", acos));
        double[] shares = [0.26, 0.64, 0.82, 0.90, 0.965, 0.99, 0.998];
        for (var i = 0; i < shares.Length; i++)
            figures.Add(new($"share of dollars within {Tally.Lags[i]} months", tally.ShareBy(i), shares[i], "V", 0, null));
        return figures;
    }

    private static readonly (string Name, Counter Counter, double Target, (double P5, double P95)? Spread)[] Dollars =
    [
        ("inpatient", Counter.Inpatient, 3_555, (2_571, 4_908)), ("outpatient", Counter.Outpatient, 3_381, (1_885, 5_346)),
        ("physician", Counter.Physicians, 4_361, (2_701, 6_362)), ("nursing facility", Counter.Nursing, 797, (328, 1_668)),
        ("home health", Counter.HomeHealth, 522, (255, 904)), ("equipment", Counter.Equipment, 410, (289, 534)),
        ("hospice", Counter.Hospice, 336, (118, 663)), ("ambulance", Counter.Ambulance, 145, null),
            ("all", Counter.All, 13_167, (10_465, 16_462)),
    ];

    private static readonly (string Name, Counter Counter, double Target, (double P5, double P95)? Spread)[] Uses =
    [
        ("admissions", Counter.Admissions, 257, (186, 337)), ("short-term admissions", Counter.ShortStays, 236, null),
        ("rehabilitation admissions", Counter.Rehabilitation, 16.5, null), ("psychiatric admissions", Counter.Psychiatric, 3.9, null),
        ("long-term admissions", Counter.LongTerm, 1.4, null), ("emergency visits", Counter.Emergencies, 626, (474, 852)),
        ("primary care visits", Counter.PrimaryVisits, 4_129, (582, 7_412)), ("specialist visits", Counter.SpecialistVisits, 5_099, null),
        ("practitioner visits", Counter.PractitionerVisits, 2_655, null), ("clinic visits", Counter.ClinicVisits, 699, null),
        ("nursing stays", Counter.NursingStays, 44, (21, 69)), ("computed tomography", Counter.Scans, 782, null),
        ("magnetic resonance", Counter.Resonances, 262, null),
    ];

    private static void PeopleFigures(Tally tally, int acos, List<CalibrationFigure> figures)
    {
        (string Name, Counter Counter, double Target)[] years =
        [
            ("ESRD share of person-years", Counter.EsrdYears, 0.0035), ("disabled share of person-years", Counter.DisabledYears, 0.0681),
            ("aged dual share of person-years", Counter.AgedDualYears, 0.0532),
                ("aged non-dual share of person-years", Counter.AgedNonDualYears, 0.8752),
        ];
        foreach (var (name, counter, target) in years)
            figures.Add(Quotient(name, tally, counter, Counter.PersonYears, target, "C", acos));
        (string Name, Counter Counter, double Target)[] people =
        [
            ("person-years for each assigned", Counter.PersonYears, 0.978), ("share of women", Counter.Female, 0.566),
            ("share under 65", Counter.Under65, 0.0855), ("share of 65 to 74", Counter.To74, 0.468),
                ("share of 75 to 84", Counter.To84, 0.330),
            ("share of 85 and more", Counter.Over84, 0.116), ("share of white people", Counter.White, 0.872),
            ("share by voluntary alignment", Counter.Chosen, 0.0072),
        ];
        foreach (var (name, counter, target) in people)
            figures.Add(Quotient(name, tally, counter, Counter.Assigned, target, "C", acos));
        (string Name, Counter Dollars, Counter Years, double Target)[] types =
        [
            ("ESRD dollars a person-year", Counter.EsrdDollars, Counter.EsrdYears, 98_180),
            ("disabled dollars a person-year", Counter.DisabledDollars, Counter.DisabledYears, 12_693),
            ("aged dual dollars a person-year", Counter.AgedDualDollars, Counter.AgedDualYears, 20_248),
            ("aged non-dual dollars a person-year", Counter.AgedNonDualDollars, Counter.AgedNonDualYears, 12_424),
        ];
        foreach (var (name, dollars, of, target) in types)
            figures.Add(Quotient(name, tally, dollars, of, target, "C", acos));
    }

    private static double Between((double P5, double P95)? spread, double target, int acos) =>
        (spread is { } known ? (known.P95 - known.P5) / PercentileWidth : target * UnknownSpread) / Math.Sqrt(acos);

    private static CalibrationFigure Rate(string name, Tally tally, Counter counter, double scale, double target, string mark,
        double between) =>
        Figure(name, tally, counter, Counter.PersonYears, scale, target, mark, between);

    private static CalibrationFigure Quotient(string name, Tally tally, Counter counter, Counter of, double target, string mark,
        int acos) =>
        Figure(name, tally, counter, of, 1, target, mark, Between(null, target, acos));

    private static CalibrationFigure Figure(string name, Tally tally, Counter counter, Counter of, double scale, double target, string mark,
        double between)
    {
        var (sum, years) = (tally[counter], tally[of]);
        if (years <= 0)
            return new(name, 0, target, mark, 0, null);
        // The sum of independent person-years has the sum of squares for its variance, at the most.
        // Where few events are expected, what is expected says more about chance than what happened to come.
        var chance = Math.Max(scale * Math.Sqrt(tally.SquaresOf(counter)) / years, Math.Sqrt(scale * target / years));
        var sigma = Math.Sqrt(chance * chance + between * between + ModelError * target * ModelError * target);
        var measured = scale * sum / years;
        bool? held = mark == "C" && tally[Counter.PersonYears] >= FewestPersonYears ? Math.Abs(measured - target) <= 3 * sigma : null;
        return new(name, measured, target, mark, sigma, held);
    }
}
