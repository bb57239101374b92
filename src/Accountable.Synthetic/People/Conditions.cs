using Accountable.Synthetic.Randomness;

namespace Accountable.Synthetic.People;

/// <summary>A lasting condition: its ICD-10-CM codes without the dot, how common it is at 65 to 74, and how it grows with age.</summary>
internal sealed record Condition(string[] Codes, double Share, double Growth);

/// <summary>The conditions that people have for good, and the codes for passing complaints. Codes only, no texts.</summary>
internal static class Conditions
{
    public static IReadOnlyList<Condition> All { get; } =
    [
        new(["I10"], 0.55, 1.1), new(["E785", "E7800", "E782"], 0.50, 1.0), new(["E119", "E1165"], 0.16, 1.0),
        new(["E1122", "E1142", "E1140", "E1151"], 0.09, 1.2), new(["I5022", "I5032", "I509", "I5042"], 0.08, 1.9),
        new(["I4891", "I480", "I4820"], 0.09, 1.8), new(["I2510", "I25119"], 0.18, 1.4), new(["J449", "J441", "J439"], 0.10, 1.1),
        new(["N1830", "N1831", "N1832"], 0.10, 1.7), new(["N184", "N185"], 0.012, 1.6), new(["F330", "F331", "F3341"], 0.06, 0.9),
        new(["G309", "F0390"], 0.03, 2.8), new(["I739", "I70213"], 0.08, 1.5), new(["M0579", "M069"], 0.03, 1.0),
        new(["C50911", "C50412"], 0.02, 1.1), new(["C61"], 0.02, 1.3), new(["C3490", "C3411"], 0.008, 1.1),
        new(["C7951", "C787"], 0.006, 1.1), new(["E6601", "Z6841"], 0.06, 0.6), new(["I69354", "I69351"], 0.012, 1.6),
        new(["G20"], 0.012, 1.8), new(["G4733"], 0.14, 0.8), new(["M810"], 0.11, 1.5), new(["L97511", "L97412"], 0.012, 1.4),
        new(["D6869", "D696"], 0.03, 1.3), new(["H353131", "H353211"], 0.05, 1.9), new(["M170", "M1711"], 0.20, 1.2),
        new(["J9611"], 0.02, 1.4), new(["F209", "F319"], 0.02, 0.5), new(["K7460"], 0.007, 0.9),
    ];

    /// <summary>Codes for complaints that pass.</summary>
    public static IReadOnlyList<string> Passing { get; } =
    [
        "R0602", "R079", "R5383", "M542", "M25561", "N390", "J069", "R42", "Z0000", "Z23", "R1084", "L570", "H2513", "Z1231", "R519",
            "K219",
        "R0789", "R630", "R609", "M79604",
    ];

    /// <summary>The code for end-stage renal disease and that for dependence on dialysis.</summary>
    public static IReadOnlyList<string> Renal { get; } = ["N186", "Z992"];

    /// <summary>Codes that are held back from claim files of ACOs (CCLF Information Packet, appendix A).</summary>
    public static IReadOnlyList<string> SubstanceUse { get; } = ["F1020", "F1120", "F1220", "F1920"];

    public static void Draw(Person person, Dice dice)
    {
        var decades = Math.Max(0, (person.AgeIn(person.MonthCount / 2) - 70) / 10.0);
        var illness = Math.Pow(person.Risk, 0.6);
        for (var i = 0; i < All.Count; i++)
        {
            var share = All[i].Share * Math.Pow(All[i].Growth, decades) * illness;
            if (All[i].Codes[0] is "C61" ? !person.IsFemale && dice.Chance(share * 2) : dice.Chance(Math.Min(0.95, share)))
                person.Conditions.Add(i);
        }
    }

    /// <summary>One of the codes of a condition, the same all year so that a year's history is plausible.</summary>
    public static string Code(int condition, int year)
    {
        var code = All[condition].Codes[(condition + year) % All[condition].Codes.Length];
        // This code was divided in October 2023.
        return code == "G20" && year >= 2024 ? "G20A1" : code;
    }
}
