using Accountable.Risk;
using Accountable.Risk.Payment;
using Accountable.Risk.Scoring;
using Accountable.Rules;

namespace Accountable.Tests.Risk;

public sealed class RiskRuleTests
{
    private static Enrollee Person(int age, Segment segment, Sex sex = Sex.Female, EntitlementReason reason = EntitlementReason.Age, bool medicaid = false,
        DualStatus dual = DualStatus.None, bool institutional = false, int months = 0) => new(age, sex, reason, segment, medicaid, dual, institutional, months);

    private static PersonScore Score(string model, int year, Enrollee person, params string[] codes) =>
        HccScore.Determine(person, codes.Select(Icd10Code.Parse), RiskModels.Of(model, year));

    // Hand computations from the coefficients of the software.
    [Theory]
    [InlineData(1, 6.030)]
    [InlineData(2, 0.895)]
    [InlineData(3, 0.895)]
    public void Months_of_a_transplant_are_flat(int month, double raw) =>
        Assert.Equal((decimal)raw, Score("ESRDV21", 2026, Person(70, (Segment)((int)Segment.Transplant1 + month - 1)), "I5020").Raw.Amount);

    [Theory]
    [InlineData(4, 2.562)]
    [InlineData(9, 2.562)]
    [InlineData(10, 1.121)]
    public void A_graft_in_the_community_adds_by_its_months_in_ESRD_V21(int months, double added)
    {
        var score = Score("ESRDV21", 2026, Person(70, Segment.GraftComm, months: months));
        Assert.Equal((decimal)added, score.Terms[^1].Value.Amount);
        Assert.Equal(score.Terms.Sum(term => term.Value.Amount), score.Raw.Amount);
        Assert.StartsWith("F70_74", score.Terms[0].Variable);
    }

    [Fact]
    public void A_new_enrollee_with_a_graft_is_divided_by_the_actuarial_adjustment_in_ESRD_V24_alone()
    {
        // 0.688 is GNE_ND_PBD_NORIGDIS_G_NEF70_74, 2.529 the amount of months 4 to 9 at 65 or more, 0.905 the divisor.
        Assert.Equal((0.688m + 2.529m) / 0.905m, Score("ESRDV24", 2026, Person(70, Segment.NeGraft, months: 4)).Raw.Amount);
        Assert.Equal((0.688m + 0.905m) / 0.698m, Score("ESRDV24", 2026, Person(70, Segment.NeGraft, months: 10)).Raw.Amount);
        var older = Score("ESRDV21", 2026, Person(70, Segment.NeGraft, months: 4));
        Assert.Equal(older.Terms.Sum(term => term.Value.Amount), older.Raw.Amount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_graft_without_its_months_or_in_its_first_months_is_not_scored(int months) =>
        Assert.Throws<NotScorableException>(() => Score("ESRDV24", 2026, Person(70, Segment.GraftInst, months: months)));

    [Fact]
    public void Kidney_categories_never_score_in_ESRD_V24()
    {
        var score = Score("ESRDV24", 2026, Person(70, Segment.Dial), "N186", "Z992", "E1122");
        Assert.DoesNotContain(score.Hccs, hcc => hcc is >= 134 and <= 138);
    }

    [Theory]
    [InlineData(64, EntitlementReason.Age, "NMCAID_NORIGDIS_NEF65")]
    [InlineData(64, EntitlementReason.Disability, "NMCAID_NORIGDIS_NEF60_64")]
    [InlineData(65, EntitlementReason.Disability, "NMCAID_ORIGDIS_NEF65")]
    [InlineData(65, EntitlementReason.Esrd, "NMCAID_NORIGDIS_NEF65")]
    [InlineData(65, EntitlementReason.DisabilityAndEsrd, "NMCAID_NORIGDIS_NEF65")]
    [InlineData(69, EntitlementReason.DisabilityAndEsrd, "NMCAID_NORIGDIS_NEF69")]
    [InlineData(70, EntitlementReason.Disability, "NMCAID_ORIGDIS_NEF70_74")]
    public void New_enrollees_have_the_cell_of_their_year_and_reason(int age, EntitlementReason reason, string variable) =>
        Assert.Equal(variable, Assert.Single(Score("V28", 2026, Person(age, Segment.Ne, reason: reason)).Terms).Variable);

    [Theory]
    [InlineData(EntitlementReason.Age, false)]
    [InlineData(EntitlementReason.Disability, true)]
    [InlineData(EntitlementReason.Esrd, false)]
    [InlineData(EntitlementReason.DisabilityAndEsrd, false)]
    public void Only_disability_alone_makes_an_aged_person_originally_disabled(EntitlementReason reason, bool holds) =>
        Assert.Equal(holds, Score("V28", 2026, Person(70, Segment.Cna, reason: reason)).Terms.Any(term => term.Variable == "OriginallyDisabled_Female"));

    [Theory]
    [InlineData(Segment.Cna, 64, EntitlementReason.Disability)]
    [InlineData(Segment.Cna, 30, EntitlementReason.Age)]
    [InlineData(Segment.Cnd, 65, EntitlementReason.Disability)]
    [InlineData(Segment.Dial, 65, EntitlementReason.Age)]
    public void A_segment_without_a_cell_for_the_person_is_refused_and_not_scored_zero(Segment segment, int age, EntitlementReason reason) =>
        Assert.Throws<NotScorableException>(() => Score("V28", 2026, Person(age, segment, reason: reason)));

    [Theory]
    [InlineData("V28", 17, "J449", "")]
    [InlineData("V28", 18, "J449", "280")]
    [InlineData("V24", 17, "J449", "112")]
    [InlineData("V24", 18, "J449", "111")]
    [InlineData("V28", 49, "C50911", "22")]
    [InlineData("V28", 50, "C50911", "23")]
    [InlineData("V24", 5, "F3481", "")]
    [InlineData("V24", 6, "F3481", "59")]
    [InlineData("V24", 18, "F3481", "59")]
    [InlineData("V24", 19, "F3481", "")]
    public void Edits_hold_on_their_ages(string model, int age, string code, string hccs)
    {
        var score = Score(model, 2025, Person(age, Segment.Cnd, reason: EntitlementReason.Disability), code);
        Assert.Equal(hccs, string.Join(' ', score.Hccs));
    }

    [Fact]
    public void The_order_of_hierarchies_keeps_202_when_62_removes_63_first()
    {
        var score = Score("V28", 2026, Person(70, Segment.Cna), "T8640", "I8500", "E035");
        Assert.Equal([62, 202], score.Hccs);
        Assert.Equal([new RemovedHcc(63, 62)], score.Removed);
    }

    [Theory]
    [InlineData("1961-02-01", EntitlementReason.Disability, 65)]
    [InlineData("1961-02-02", EntitlementReason.Disability, 64)]
    [InlineData("1961-02-02", EntitlementReason.Age, 65)]
    [InlineData("1962-02-02", EntitlementReason.Age, 63)]
    [InlineData("1926-01-31", EntitlementReason.Age, 100)]
    [InlineData("2026-02-02", EntitlementReason.Esrd, 0)]
    [InlineData("1960-02-29", EntitlementReason.Age, 65)]
    public void Age_is_counted_on_the_first_of_February(string birth, EntitlementReason reason, int age) =>
        Assert.Equal(age, AgeRule.On(DateOnly.Parse(birth), reason, RuleBook.Embedded.For(new PaymentYear(2026))));

    [Theory]
    [InlineData(64, EntitlementReason.Age, DualStatus.None, Segment.Cna)]
    [InlineData(64, EntitlementReason.Esrd, DualStatus.None, Segment.Cnd)]
    [InlineData(65, EntitlementReason.Disability, DualStatus.Full, Segment.Cfa)]
    [InlineData(63, EntitlementReason.Age, DualStatus.Partial, Segment.Cpd)]
    public void Status_and_age_choose_the_community_segment(int age, EntitlementReason reason, DualStatus dual, Segment segment)
    {
        var law = RuleBook.Embedded.For(new PaymentYear(2026));
        Assert.Equal(segment, SegmentChoice.Of(age, reason, dual, institutional: false, newEnrollee: false, law));
        Assert.Equal(Segment.Ins, SegmentChoice.Of(age, reason, dual, institutional: true, newEnrollee: true, law));
        Assert.Equal(Segment.Ne, SegmentChoice.Of(age, reason, dual, institutional: false, newEnrollee: true, law));
        Assert.Null(HccScore.WhyNot(Person(age, segment, reason: reason), RiskModels.Of("V28", 2026)));
    }

    [Theory]
    [InlineData("V22", 2023)]
    [InlineData("V22", 2024)]
    [InlineData("V22", 2016)]
    [InlineData("V23", 2018)]
    [InlineData("V24", 2019)]
    [InlineData("V24", 2026)]
    [InlineData("V28", 2023)]
    [InlineData("V28", 2028)]
    [InlineData("ESRDV21", 2020)]
    [InlineData("ESRDV24", 2024)]
    public void A_year_whose_map_or_coefficients_are_missing_is_an_error(string model, int year) =>
        Assert.Contains(year.ToString(), Assert.Throws<LawGapException>(() => RiskModels.Of(model, year)).Message);

    [Fact]
    public void Payment_rounds_after_normalization_and_again_after_the_coding_adjustment()
    {
        // 1.480 / 1.067 = 1.38706..., rounded 1.387; 1.387 x 0.941 = 1.305167, rounded 1.305.
        var paid = Normalization.Determine(new RiskScore(1.480m), "V28", Segment.Cna, RuleBook.Embedded.For(new PaymentYear(2026)));
        Assert.Equal((1.387m, 1.305m), (paid.Normalized.Amount, paid.Payment.Amount));
    }

    [Fact]
    public void Blends_add_up_to_one_in_every_year()
    {
        for (var year = 2016; year <= 2027; year++)
            Assert.Equal(1m, Blend.Of(RuleBook.Embedded.For(new PaymentYear(year))).Sum(part => part.Share.Amount));
        Assert.Throws<LawGapException>(() => Blend.Of(RuleBook.Embedded.For(new PaymentYear(2028))));
    }

    [Fact]
    public void Dialysis_and_graft_have_factors_of_their_own()
    {
        var law = RuleBook.Embedded.For(new PaymentYear(2026));
        Assert.Equal(1.062m, Normalization.Factor("ESRDV24", Segment.Transplant1, law).Amount);
        Assert.Equal(1.104m, Normalization.Factor("ESRDV24", Segment.NeGraft, law).Amount);
        Assert.Throws<LawGapException>(() => Normalization.Factor("ESRDV24", Segment.Dial, RuleBook.Embedded.For(new PaymentYear(2025))));
    }

    [Theory]
    [InlineData("111", false, true)]
    [InlineData("0110", false, true)]
    [InlineData("131", false, false)]
    [InlineData("0131", true, true)]
    [InlineData("221", true, false)]
    [InlineData("871", true, true)]
    public void Diagnoses_count_by_type_of_bill_and_procedure(string bill, bool eligible, bool accepted)
    {
        var filter = new DiagnosisFilter(RuleBook.Embedded.For(new PerformanceYear(2024)));
        Assert.Equal(accepted, filter.AcceptsInstitutional(bill, [eligible ? "99213" : "36415"]));
        Assert.Equal(eligible, filter.AcceptsProfessional([eligible ? "99213" : "36415"]));
        Assert.Throws<LawGapException>(() => new DiagnosisFilter(RuleBook.Embedded.For(new PerformanceYear(2022))));
    }

    [Fact]
    public void Renormalization_divides_by_the_national_mean()
    {
        Assert.Equal(1.25m, Renormalization.Determine(new RiskScore(1.5m), new RiskScore(1.2m)).Amount);
        Assert.Throws<ArgumentOutOfRangeException>(() => Renormalization.Determine(new RiskScore(1m), RiskScore.Zero));
    }

    [Theory]
    [InlineData("E11.9", "E119")]
    [InlineData(" c50.a1 ", "C50A1")]
    [InlineData("S06365A", "S06365A")]
    public void Codes_are_read_with_or_without_dot(string text, string code) => Assert.Equal(code, Icd10Code.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("E1")]
    [InlineData("1119")]
    [InlineData("E1.19")]
    [InlineData("S06365AX")]
    [InlineData("ZZ9")]
    public void What_has_not_the_form_of_a_code_is_none(string text) => Assert.False(Icd10Code.TryParse(text, out _));
}
