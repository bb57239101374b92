using System.Globalization;
using Accountable.Data.Claims;
using Accountable.Synthetic.World;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>The truth about assignment and months: written parts come out as the rules say, and lists and claim files carry what is
/// needed to
/// find the same.</summary>
[Collection(GeneratedClaims.Collection)]
public sealed class GeneratedTruthTests(GeneratedClaims generated)
{
    /// <summary>What the first ACO must decide for the first and the second year, by hand from 42 CFR 425.401 and 425.402.</summary>
    public static TheoryData<string, string, string> Parts() => new()
    {
        { "tie in step 1, the ACO saw the person last", "step_1_tie", "step_1" },
        { "tie in step 1, the other saw the person last", "plurality_elsewhere_tie", "step_1" },
        { "tie of three, the ACO last", "step_1_tie", "step_1" },
        { "tie, a practitioner of the ACO last", "step_1_tie", "step_1" },
        { "tie in step 2, the ACO last", "step_2_tie", "step_1" },
        { "tie in step 2, the other last", "plurality_elsewhere_tie", "step_1" },
        { "tie to the day, a named specialist of the ACO last", "step_1_tie", "step_1" },
        { "tie between two ACOs, the second last", "plurality_elsewhere_tie", "step_1" },
        { "tie between two ACOs, the first last", "step_1_tie", "step_1" },
        { "visits during a nursing stay do not count", "step_1", "step_1" },
        { "the same visits without a stay count", "plurality_elsewhere", "step_1" },
        { "planning in advance during a stay does not count", "step_1", "step_1" },
        { "planning in advance without a stay counts", "plurality_elsewhere", "step_1" },
        { "a health center of the ACO has the most", "step_1", "step_1" },
        { "a rural clinic of nobody has the most", "plurality_elsewhere", "step_1" },
        { "a rural clinic of the ACO has the most", "step_1", "step_1" },
        { "a critical access hospital of the ACO by Method II", "step_1", "step_1" },
        { "chose a clinician of the ACO and sees others", "voluntary_alignment", "voluntary_alignment" },
        { "chose a clinician outside and sees the ACO", "step_1", "designated_elsewhere" },
        { "chose a clinician of the second ACO and sees the first", "step_1", "designated_elsewhere" },
        { "step 2: only a named specialist", "step_2", "step_1" },
        { "only a practitioner of the ACO", "no_physician_service", "step_1" },
        { "a practitioner this year, a physician the year before", "no_physician_service", "step_1" },
        { "a specialist whom nobody names", "no_physician_service", "step_1" },
        { "a month in a health plan", "health_plan", "step_1" },
        { "a month of Part B alone", "part_a_or_b_only", "step_1" },
        { "a month of Part A alone", "part_a_or_b_only", "step_1" },
        { "abroad at the end of the year", "outside_us", "step_1" },
        { "abroad for a summer and back", "step_1", "step_1" },
        { "dies during the year", "step_1", "died_before_year" },
        { "the visit is denied", "no_primary_care_service", "step_1" },
        { "the visit is cancelled", "no_primary_care_service", "step_1" },
        { "a practice that two ACOs list", "step_1", "plurality_elsewhere" },
        { "a practice that joins a year later", "no_primary_care_service", "step_1" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_written_part_is_assigned_as_the_rules_say(string part, string first, string second)
    {
        var person = Identifiers.Mbi(Accountable.Synthetic.Cast.Parts.Names.ToList().IndexOf(part), 0);
        var reasons = generated.Rows("truth/assignment.csv").Where(row => row[0] == person && row[1] == "A0001")
            .ToDictionary(row => row[2], row => row[4]);
        Assert.Equal(first, reasons["2021"]);
        Assert.Equal(second, reasons["2022"]);
    }

    [Fact]
    public void Every_part_has_a_name_of_its_own() =>
        Assert.Equal(Accountable.Synthetic.Cast.Parts.Count, Accountable.Synthetic.Cast.Parts.Names.Distinct().Count());

    [Fact]
    public void Lists_carry_the_assigned_and_their_months()
    {
        var current = generated.Query("select mbi_hash, bene_key from core.mbi_history").Select(row => row.Split('|'))
            .ToDictionary(row => row[0], row => row[1]);
        string[] words = ["", "esrd", "disabled", "aged_dual", "aged_non_dual"];
        var months = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var assigned = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var aco in GeneratedClaims.Acos)
        {
            for (var year = 2021; year <= 2024; year++)
            {
                var file = $"{aco}/P.{aco}.ACO.AALR.Y{year}.D{year + 1 - 2000}9999.T0100000_1-1.csv";
                var header = File.ReadLines(Path.Combine(generated.Folder, file)).First().Split(',')
                    .Select(name => name.Trim('"')).ToList();
                var flag = header.IndexOf("ENROLLFLAG1");
                foreach (var row in generated.Rows(file))
                {
                    Assert.Equal(header.Count, row.Length);
                    var hash = Hash(row[0]);
                    var person = current.GetValueOrDefault(hash, hash);
                    assigned.Add($"{aco}|{person}|{year}");
                    foreach (var type in row[flag..(flag + 12)].Where(type => type != "0"))
                    {
                        var key = $"{aco}|{person}|{year}|{words[int.Parse(type, CultureInfo.InvariantCulture)]}";
                        months[key] = months.GetValueOrDefault(key) + 1;
                    }
                }
            }
        }
        var truth = generated.Rows("truth/person_months.csv").ToDictionary(row => $"{row[0]}|{Hash(row[1])}|{row[2]}|{row[3]}",
            row => int.Parse(row[4], CultureInfo.InvariantCulture));
        Assert.Equal(new SortedDictionary<string, int>(truth, StringComparer.Ordinal), months);
        // Those who declined are on lists and in no claim file.
        var decided = generated.Rows("truth/assignment.csv").Concat(generated.Rows("truth/declined.csv")).Where(row => row[3] == "1");
        Assert.Equal(new SortedSet<string>(decided.Select(row => $"{row[1]}|{Hash(row[0])}|{row[2]}"), StringComparer.Ordinal), assigned);
        var declined = generated.Rows("truth/declined.csv").Select(row => row[0]).ToHashSet();
        Assert.NotEmpty(declined);
        Assert.DoesNotContain(generated.Rows("truth/dollars.csv"), row => declined.Contains(row[1]));
    }

    [Fact]
    public void Assignment_found_from_the_files_alone_is_the_truth()
    {
        var found = new AssignmentFromFiles(generated).All();
        var truth = generated.Rows("truth/assignment.csv").ToDictionary(row => $"{row[1]}|{row[0]}|{row[2]}", row => row[3] == "1");
        var wrong = truth.Where(pair => found.GetValueOrDefault(pair.Key) != pair.Value)
            .Select(pair => $"{pair.Key}: truth {pair.Value}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {truth.Count} differ:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(truth.Values.Count(assigned => assigned) > 2_000);
    }

    private static string Hash(string mbi) => BeneficiaryHash.Of(mbi).ToString(CultureInfo.InvariantCulture);
}
