using Accountable.Synthetic.Care;
using Accountable.Synthetic.People;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Cast;

/// <summary>People with episodes at every edge: overlaps, transfers, deaths, gaps, the turn of the year. Each part says what must come
/// out, claim by claim, and is played twice: in the first year and in the last, because models end and begin.</summary>
internal static class EpisodeParts
{
    private const string Team = "team";
    private const string Cjr = "cjr";
    private const string Advanced = "bpci-advanced";
    private const string Stroke = "stroke-rehabilitation";
    private const string Joint = "470";
    private const int ToTheEnd = 99;

    private static readonly (string Name, Action<Scene> Play)[] Plays =
    [
        ("a knee, nursing, home health and therapy up to the end", KneeAndAllBehind),
        ("readmitted over the end", ReadmittedOverTheEnd),
        ("readmitted the day behind the end", ReadmittedBehind),
        ("readmitted for cancer, and clotting factor", Excluded),
        ("the other knee three weeks later", OtherKnee),
        ("an outpatient knee, and a stay two days later", scene => PulledBack(scene, 8)),
        ("an outpatient knee, and a stay four days later", scene => PulledBack(scene, 6)),
        ("a hip, and transferred on the day of discharge", Transferred),
        ("dies on the day of discharge", DiesInTheStay),
        ("dies a week behind the stay", DiesBehind),
        ("joins a health plan a month after surgery",
            scene => Enrolled(scene, 4, ToTheEnd, flags => flags | Month.HealthPlan, "part_a_and_b", "part_a_and_b")),
        ("loses Part B for two months", scene => Enrolled(scene, 5, 2, flags => flags & ~Month.PartB, null, "part_a_and_b")),
        ("in a health plan up to the month of surgery",
            scene => Enrolled(scene, 2, 2, flags => flags | Month.HealthPlan, "part_a_and_b", "part_a_and_b")),
        ("renal disease before surgery", scene => Enrolled(scene, 2, ToTheEnd, flags => flags | Month.Esrd, "not_esrd", "not_esrd")),
        ("renal disease after surgery", scene => Enrolled(scene, 4, ToTheEnd, flags => flags | Month.Esrd, null, null)),
        ("another payer before Medicare", OtherPayer),
        ("surgery before New Year", NewYear),
        ("a stroke and rehabilitation", StrokeAndRehabilitation),
        ("rehabilitation in two places", TwoPlaces),
        ("a stroke, and Part B lost in rehabilitation", StrokeAndGap),
        ("bowel, heart and spine in one year", ThreeSurgeries),
        ("surgery paid again at half", PaidAgain),
        ("surgery denied", Denied),
    ];

    public static IReadOnlyList<(string Name, bool IsLast)> All { get; } =
        [.. Plays.SelectMany(play => new[] { ($"{play.Name}, in the first year", false), ($"{play.Name}, in the last year", true) })];

    /// <summary>Plays a part.</summary>
    /// <returns>What it says must come out.</returns>
    public static StatedEpisodes Play(Stage stage, int index)
    {
        var (name, isLast) = All[index];
        var scene = new Scene(stage, isLast ? stage.LastYear : stage.Year, new StatedEpisodes(name));
        Plays[index / 2].Play(scene);
        // Seen in January of each year of life, so that an ACO gets the claims.
        for (var year = stage.Year; year <= stage.LastYear; year++)
        {
            if (stage.Person.IsAliveOn(stage.Day(1, 15, year)))
                stage.Visit(stage.Own, Stage.Doctor(stage.Own), stage.Day(1, 15, year), 10_000);
        }
        return scene.Says;
    }

    private static void KneeAndAllBehind(Scene scene)
    {
        scene.Line(3, 6, "93000");
        var (lead, surgeon, knee) = (scene.Line(3, 8, "93000"), scene.Line(3, 10, "27447"), Knee(scene));
        var nursing = scene.Claim(ClaimType.Nursing, FacilityKind.NursingFacility, "21", (3, 12), (3, 31), 900_000);
        var home = scene.Claim(ClaimType.HomeHealth, FacilityKind.HomeHealth, "32", (4, 1), (4, 30), 180_000);
        var (last, behind) = (Therapy(scene, 4, 10), Therapy(scene, 4, 11));
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee, lead, surgeon, nursing, last, (home, 10, 30)));
        scene.Says.Episode(Cjr, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, lead, surgeon, nursing, last, behind, home));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, surgeon, nursing, last, behind, home));
    }

    private static void ReadmittedOverTheEnd(Scene scene)
    {
        var (knee, back) = (Knee(scene), scene.Stay("291", (4, 9), (4, 20), 800_003, "I110", place: 1));
        // Two days lie within and the first counts twice; the mean stay is 3.9 days.
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee, (back, 3, 3.9m)));
        scene.Says.Episode(Cjr, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, back));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, back));
        scene.Says.Cancelled(Advanced, scene.Day(4, 9), scene.Day(7, 18), "within_another_episode");
    }

    private static void ReadmittedBehind(Scene scene)
    {
        var (knee, back) = (Knee(scene), scene.Stay("193", (4, 11), (4, 13), 710_000, "J189", place: 1));
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee));
        scene.Says.Episode(Cjr, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, back));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, back));
        scene.Says.Cancelled(Advanced, scene.Day(4, 11), scene.Day(7, 11), "within_another_episode");
    }

    private static void Excluded(Scene scene)
    {
        var (knee, drug) = (Knee(scene), scene.Line(3, 26, "J7192"));
        var back = scene.Stay("847", (3, 20), (3, 24), 1_150_000, "C787", place: 1);
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee));
        scene.Says.Episode(Cjr, scene.Day(3, 10), scene.Day(6, 9), Sum(knee));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, back, drug));
    }

    private static void OtherKnee(Scene scene)
    {
        var (knee, other) = (Knee(scene), scene.Stay(Joint, (4, 1), (4, 3), 1_180_000, "M1712", place: 1));
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee, other));
        scene.Says.Episode(Team, scene.Day(4, 1), scene.Day(5, 2), Sum(other));
        scene.Says.Cancelled(Cjr, scene.Day(3, 10), scene.Day(6, 9), "second_anchor");
        scene.Says.Episode(Cjr, scene.Day(4, 1), scene.Day(7, 1), Sum(other));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, other));
        scene.Says.Cancelled(Advanced, scene.Day(4, 1), scene.Day(7, 1), "within_another_episode");
    }

    private static void PulledBack(Scene scene, int day)
    {
        var procedure = scene.Claim(ClaimType.Outpatient, FacilityKind.Hospital, "13", (3, day), (3, day), 1_010_000, "M1711", "27447");
        var knee = Knee(scene);
        var isNear = day == 8;
        if (isNear)
            scene.Says.Episode(Team, scene.Day(3, 8), scene.Day(4, 10), Sum(procedure, knee));
        else
        {
            scene.Says.Episode(Team, scene.Day(3, 6), scene.Day(4, 4), Sum(procedure, knee));
            scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee));
        }
        // Outpatient knees began this model's episodes from July 2021 on.
        if (scene.Day(3, day) >= Layouts.Days.Of(2021, 7, 4))
            scene.Says.Cancelled(Cjr, scene.Day(3, day), scene.Day(6, isNear ? 5 : 3), "second_anchor");
        scene.Says.Episode(Cjr, scene.Day(3, 10), scene.Day(6, 9), isNear ? Sum(procedure, knee) : Sum(knee));
        scene.Says.Episode(Advanced, scene.Day(3, day), scene.Day(6, isNear ? 5 : 3), Sum(procedure, knee));
        scene.Says.Cancelled(Advanced, scene.Day(3, 10), scene.Day(6, 9), "within_another_episode");
    }

    private static void Transferred(Scene scene)
    {
        var hip = scene.Stay("481", (3, 10), (3, 11), 600_000, "S72001A");
        var joint = scene.Stay(Joint, (3, 11), (3, 14), 1_300_000, "S72001A", place: 1);
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 9), Sum(hip, joint));
        scene.Says.Episode(Team, scene.Day(3, 11), scene.Day(4, 12), Sum(joint, (hip, 1, 2)));
        scene.Says.Episode(Cjr, scene.Day(3, 11), scene.Day(6, 11), Sum(joint, (hip, 1, 2)));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 11), Sum(hip, joint));
    }

    private static void DiesInTheStay(Scene scene)
    {
        Knee(scene);
        scene.Stage.Die(scene.Day(3, 12));
        Cancelled(scene, "alive", "alive");
    }

    private static void DiesBehind(Scene scene)
    {
        var knee = Knee(scene);
        var nursing = scene.Claim(ClaimType.Nursing, FacilityKind.NursingFacility, "21", (3, 12), (3, 19), 400_000);
        scene.Stage.Die(scene.Day(3, 19));
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee, nursing));
        scene.Says.Cancelled(Cjr, scene.Day(3, 10), scene.Day(6, 9), "alive");
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), Sum(knee, nursing));
    }

    private static void Enrolled(Scene scene, int month, int months, Func<Month, Month> change, string? team, string? others)
    {
        var knee = Knee(scene);
        scene.Enrol(month, months, change);
        if (team is null)
            scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), Sum(knee));
        if (others is null)
        {
            scene.Says.Episode(Cjr, scene.Day(3, 10), scene.Day(6, 9), Sum(knee));
            scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), Sum(knee));
        }
        Cancelled(scene, team, others);
    }

    private static void OtherPayer(Scene scene)
    {
        scene.Stay(Joint, (3, 10), (3, 12), 300_000, "M1711", payer: "A");
        Cancelled(scene, "medicare_primary", "medicare_primary");
    }

    /// <summary>In the last year but one, so that the year behind it is there.</summary>
    private static void NewYear(Scene last)
    {
        var scene = last with { Year = Math.Max(last.Stage.Year, Math.Min(last.Year, last.Stage.LastYear - 1)) };
        var knee = scene.Stay(Joint, (12, 5), (12, 8), 1_230_000, "M1711");
        var nursing = scene.Claim(ClaimType.Nursing, FacilityKind.NursingFacility, "21", (12, 8), (12, 31), 950_000);
        // March 7, in a leap year March 6.
        var last90 = scene.Day(12, 8) + 89;
        if (scene.Year == scene.Stage.LastYear)
        {
            // No care is behind the last year.
            scene.Says.Episode(Team, scene.Day(12, 5), scene.NextYear(1, 6), Sum(knee, nursing));
            scene.Says.Episode(Cjr, scene.Day(12, 5), last90, Sum(knee, nursing));
            scene.Says.Episode(Advanced, scene.Day(12, 5), last90, Sum(knee, nursing));
            return;
        }
        var next = scene with { Year = scene.Year + 1 };
        var more = next.Claim(ClaimType.Nursing, FacilityKind.NursingFacility, "21", (1, 1), (1, 20), 800_000);
        var line = next.Line(1, 22, "93000");
        // The visit of every January counts as well: 10,000 allowed, of which sequestration and coinsurance leave what the line says.
        var visit = next.Stage.Visit(next.Stage.Own, Stage.Doctor(next.Stage.Own), next.Day(1, 15), 10_000).Claim;
        scene.Says.Episode(Team, scene.Day(12, 5), next.Day(1, 6), Sum(knee, nursing, (more, 6, 20)));
        scene.Says.Episode(Cjr, scene.Day(12, 5), last90, Sum(knee, nursing, more, line, (visit, 2, 1)));
        scene.Says.Episode(Advanced, scene.Day(12, 5), last90, Sum(knee, nursing, more, line, (visit, 2, 1)));
    }

    private static void StrokeAndRehabilitation(Scene scene)
    {
        var acute = scene.Stay("065", (3, 10), (3, 14), 900_000, "I6350");
        var rehabilitation = Rehabilitation(scene, (3, 14), (3, 28), 2_000_000, "I6350");
        var home = scene.Claim(ClaimType.HomeHealth, FacilityKind.HomeHealth, "32", (3, 30), (4, 28), 170_000);
        var (last, _) = (scene.Line(6, 11, "97110"), scene.Line(6, 12, "97110"));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 11), Sum(acute, rehabilitation, home, last));
        scene.Says.Episode(Stroke, scene.Day(3, 14), scene.Day(6, 11), Sum(rehabilitation, home, last));
    }

    private static void TwoPlaces(Scene scene)
    {
        var first = Rehabilitation(scene, (3, 14), (3, 20), 900_000, "I6350");
        var second = Rehabilitation(scene, (3, 20), (4, 2), 1_700_000, "I69354");
        scene.Says.Episode(Stroke, scene.Day(3, 14), scene.Day(6, 11), Sum(first, second));
    }

    private static void StrokeAndGap(Scene scene)
    {
        var rehabilitation = Rehabilitation(scene, (3, 14), (3, 28), 1_900_000, "I619");
        var home = scene.Claim(ClaimType.HomeHealth, FacilityKind.HomeHealth, "32", (4, 15), (5, 14), 165_000);
        scene.Enrol(5, 2, flags => flags & ~Month.PartB);
        scene.Says.Episode(Stroke, scene.Day(3, 14), scene.Day(4, 30), Sum(rehabilitation, (home, 16, 30)));
    }

    private static void ThreeSurgeries(Scene scene)
    {
        var bowel = scene.Stay("330", (3, 10), (3, 16), 1_700_000, "K5720");
        var heart = scene.Stay("235", (5, 20), (5, 27), 3_300_000, "I25110");
        var spine = scene.Claim(ClaimType.Outpatient, FacilityKind.Hospital, "13", (7, 20), (7, 20), 1_500_000, "M4316", "22612");
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 14), Sum(bowel));
        scene.Says.Episode(Team, scene.Day(5, 20), scene.Day(6, 25), Sum(heart));
        scene.Says.Episode(Team, scene.Day(7, 20), scene.Day(8, 18), Sum(spine));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 13), Sum(bowel, heart));
        scene.Says.Cancelled(Advanced, scene.Day(5, 20), scene.Day(8, 24), "within_another_episode");
    }

    private static void PaidAgain(Scene scene)
    {
        var knee = scene.Stage.Institution(ClaimType.Inpatient, FacilityKind.Hospital, "11", scene.Day(3, 10), scene.Day(3, 12), 1_240_000,
            "M1711", Joint);
        var original = scene.Stage.Send(knee);
        scene.Stage.Sender.Cancel(original, original.Load + 14);
        scene.Stage.Sender.Replace(original, original.Load + 14, [knee.Lines[0] with { Charge = knee.Lines[0].Charge / 2 }], knee.From,
            knee.Thru);
        scene.Says.Episode(Team, scene.Day(3, 10), scene.Day(4, 10), (knee, 1, 2));
        scene.Says.Episode(Cjr, scene.Day(3, 10), scene.Day(6, 9), (knee, 1, 2));
        scene.Says.Episode(Advanced, scene.Day(3, 10), scene.Day(6, 9), (knee, 1, 2));
    }

    private static void Denied(Scene scene)
    {
        Knee(scene).Denial = "N";
        var back = scene.Stay("291", (3, 20), (3, 24), 820_000, "I110", place: 1);
        scene.Says.Episode(Advanced, scene.Day(3, 20), scene.Day(6, 21), Sum(back));
    }

    private static Claim Knee(Scene scene) => scene.Stay(Joint, (3, 10), (3, 12), 1_200_000, "M1711");

    private static Claim Therapy(Scene scene, int month, int day) =>
        scene.Claim(ClaimType.Outpatient, FacilityKind.Hospital, "13", (month, day), (month, day), 12_000 + day, "M1711", "97110");

    private static Claim Rehabilitation(Scene scene, (int, int) from, (int, int) thru, long paid, string diagnosis) =>
        scene.Claim(ClaimType.Inpatient, FacilityKind.Rehabilitation, "11", from, thru, paid, diagnosis, "945");

    private static void Cancelled(Scene scene, string? team, string? others)
    {
        if (team is not null)
            scene.Says.Cancelled(Team, scene.Day(3, 10), scene.Day(4, 10), team);
        foreach (var model in others is null ? Array.Empty<string>() : [Cjr, Advanced])
            scene.Says.Cancelled(model, scene.Day(3, 10), scene.Day(6, 9), others!);
    }

    private static (Claim, decimal, decimal)[] Sum(params Counted[] claims) =>
        [.. claims.Select(each => (each.Claim, each.Part, each.Whole))];

    /// <summary>A claim that counts, whole unless it says otherwise.</summary>
    private sealed record Counted(Claim Claim, decimal Part, decimal Whole)
    {
        public static implicit operator Counted(Claim claim) => new(claim, 1, 1);

        public static implicit operator Counted((Claim Claim, int Part, int Whole) each) => new(each.Claim, each.Part, each.Whole);

        public static implicit operator Counted((Claim Claim, int Part, decimal Whole) each) => new(each.Claim, each.Part, each.Whole);
    }

    /// <summary>A stage in one of its years. Amounts are cents.</summary>
    private sealed record Scene(Stage Stage, int Year, StatedEpisodes Says)
    {
        public int Day(int month, int day) => Stage.Day(month, day, Year);

        public int NextYear(int month, int day) => Stage.Day(month, day, Year + 1);

        public Claim Stay(string drg, (int Month, int Day) from, (int Month, int Day) thru, long paid, string diagnosis, int place = 0,
            string? payer = null) =>
            Claim(ClaimType.Inpatient, FacilityKind.Hospital, "11", from, thru, paid, diagnosis, drg, place, payer);

        public Claim Claim(ClaimType type, FacilityKind kind, string bill, (int Month, int Day) from, (int Month, int Day) thru, long paid,
            string diagnosis = "Z4789", string? code = null, int place = 0, string? payer = null)
        {
            var claim = Stage.Institution(type, kind, bill, Day(from.Month, from.Day), Day(thru.Month, thru.Day), paid, diagnosis, code,
                place, payer);
            Stage.Send(claim);
            return claim;
        }

        /// <summary>A line of a specialist, which is no primary care.</summary>
        public Claim Line(int month, int day, string code) =>
            Stage.Visit(Stage.Own, Stage.Named(Stage.Own), Day(month, day), 10_000 + day, code).Claim;

        public void Enrol(int month, int months, Func<Month, Month> change) =>
            Stage.Enrol((Year - Stage.Year) * 12 + month - 1, months, change);
    }
}
