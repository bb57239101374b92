using System.Globalization;
using System.Security.Cryptography;
using Accountable.Data.Claims;
using Accountable.Synthetic;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>Generated claim files are what CMS's would be, and the importer makes of them what the generator knows to be true.</summary>
[Collection(GeneratedClaims.Collection)]
public sealed class GeneratedClaimsTests(GeneratedClaims generated, ITestOutputHelper output)
{
    private const string Services = """
        case when clm_type_cd = '60' then 'inpatient' when clm_type_cd in ('20', '30') then 'snf' when clm_type_cd = '10' then 'home_health'
             when clm_type_cd = '50' then 'hospice' when clm_type_cd =
                 '40' then 'outpatient' when clm_type_cd in ('71', '72') then 'professional'
             when clm_type_cd in ('81', '82') then 'dme' end
        """;

    [Fact]
    public void The_importer_takes_every_delivery_without_a_finding()
    {
        Assert.Equal(generated.Result.Deliveries, generated.Imported.Count);
        Assert.Empty(generated.Imported.SelectMany(delivery => delivery.Findings).Select(finding => finding.ToString()));
        var files = generated.Imported.SelectMany(delivery => delivery.Files).Select(file => file.File).ToList();
        Assert.Equal(generated.Result.Rows, files.Sum(file => file.RowsLoaded));
        Assert.All(files, file => Assert.Equal(file.RowsExpected, file.RowsRead));
    }

    [Fact]
    public void Netted_dollars_equal_the_truth_to_the_cent()
    {
        var truth = generated.Rows("truth/dollars.csv").ToDictionary(row => string.Join('|', row[..4]),
            row => decimal.Parse(row[4], CultureInfo.InvariantCulture));
        // The store has hashes of identifiers; the truth has the newest identifier of each person.
        var people = truth.Keys.Select(key => key.Split('|')[1]).Distinct()
            .ToDictionary(person => BeneficiaryHash.Of(person).ToString(CultureInfo.InvariantCulture));
        var rows = generated.Query($"""
            with paid as (
                select aco_id, bene_key, year(clm_thru_dt) as year, {Services} as service,
                    signed_paid from core.institutional_claims where not is_denied
                union all
                select aco_id, bene_key, year(clm_line_thru_dt), {Services}, signed_paid from core.professional_lines where not is_denied
                union all
                select aco_id, bene_key, year(clm_line_thru_dt), {Services}, signed_paid from core.equipment_lines where not is_denied
            )
            select aco_id, bene_key, year, service,
                sum(signed_paid) from paid where service is not null group by all having sum(signed_paid) <> 0
            """);
        var netted = rows.Select(row => row.Split('|')).ToDictionary(
            row => $"{row[0]}|{people.GetValueOrDefault(row[1], row[1])}|{row[2]}|{row[3]}",
                row => decimal.Parse(row[4], CultureInfo.InvariantCulture));
        Assert.True(truth.Count > 10_000, $"{truth.Count} rows of truth");
        output.WriteLine($"{truth.Count:N0} sums of {truth.Values.Sum():N2} dollars, {generated.Result.Rows:N0} rows");
        var wrong = truth.Keys.Union(netted.Keys).Where(key => truth.GetValueOrDefault(key) != netted.GetValueOrDefault(key))
            .Select(key => $"{key}: truth {truth.GetValueOrDefault(key)}, netted {netted.GetValueOrDefault(key)}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(20))}");
        // And the parts that must be there are: orphans count below zero, denied claims have dollars that do not count.
        Assert.NotEqual("0.00", generated.Query("select sum(orphan_cancellations) from core.netted_dollars")[0]);
        Assert.NotEqual("0.00", generated.Query("select sum(denied) from core.netted_dollars")[0]);
    }

    [Fact]
    public void Every_line_has_the_length_of_its_layout_and_every_count_is_that_of_CCLF0()
    {
        var lengths = new Dictionary<char, HashSet<int>>();
        foreach (var folder in Deliveries(generated.Folder))
        {
            var totals = Path.GetFileName(Directory.GetFiles(folder).Single(file =>
                Path.GetFileName(file).Contains(".ZC0", StringComparison.Ordinal)));
            using var stream = File.OpenRead(Path.Combine(folder, totals));
            foreach (var total in CclfTotals.Read(stream, totals).Values)
            {
                var lines = File.ReadAllLines(Path.Combine(folder, totals.Replace(".ZC0", $".ZC{total.File}", StringComparison.Ordinal)));
                Assert.Equal(total.Rows, lines.Length);
                Assert.All(lines, line => Assert.Equal(total.RecordLength, line.Length));
                Assert.Contains(total.RecordLength, CclfLayout.All[total.File].Lengths);
                (lengths.TryGetValue(total.File, out var known) ? known : lengths[total.File] = []).Add(total.RecordLength);
            }
            Assert.All(File.ReadAllLines(Path.Combine(folder, totals)).Skip(1), line => Assert.Equal(70, line.Length));
        }
        Assert.Equal([292, 352, 437], lengths['1'].Order());
        Assert.Equal([195, 230], lengths['7'].Order());
    }

    [Fact]
    public void Files_and_folders_are_named_as_CMS_names_them()
    {
        foreach (var folder in Deliveries(generated.Folder))
        {
            Assert.Matches(@"^P\.A\d{4}\.ACO\.ZC[YR]\d\d\.D\d{6}\.T\d{7}$", Path.GetFileName(folder));
            Assert.Equal(12, Directory.GetFiles(folder).Length);
            Assert.All(Directory.GetFiles(folder), file => Assert.NotNull(CclfFileName.Parse(Path.GetFileName(file))));
        }
        Assert.Equal(20, Directory.GetFiles(Path.Combine(generated.Folder, "A0001"),
            "P.A0001.ACO.AALR.Y20??.D??9999.T???????_1-?.csv").Length);
    }

    [Fact]
    public void Every_chain_is_there()
    {
        // How originals, cancellations and replacements of a natural key follow each other, and whether they came in several deliveries.
        var patterns = generated.Query("""
            select string_agg(clm_adjsmt_type_cd, '' order by clm_efctv_dt, cur_clm_uniq_id), count(distinct file_id) > 1
            from core.institutional_versions group by aco_id, bene_key, provider_number, clm_from_dt, clm_thru_dt
            """).ToHashSet();
        foreach (var pattern in new[] { "0|False", "012|False", "012|True", "01|True", "1|False" })
            Assert.Contains(pattern, patterns);
        // Two replacements on one day; three replacements one after the other.
        Assert.Contains(patterns, pattern => pattern.StartsWith("0122|", StringComparison.Ordinal));
        Assert.Contains(patterns, pattern => pattern.StartsWith("0121212|", StringComparison.Ordinal));
        // Equal effective days of a cancellation and its replacement.
        Assert.NotEqual("0", generated.Query("""
            select count(*) from core.institutional_versions a join core.institutional_versions b
              on a.bene_key = b.bene_key and a.provider_number = b.provider_number and a.clm_from_dt = b.clm_from_dt and a.clm_thru_dt =
                  b.clm_thru_dt
             and a.clm_efctv_dt = b.clm_efctv_dt and a.clm_adjsmt_type_cd = '1' and b.clm_adjsmt_type_cd = '2'
            """)[0]);
        // One control number for two people.
        Assert.NotEqual("0", generated.Query(
            "select count(*) from (select 1 from core.part_b_versions where line_kind = 'professional' "
                + "group by control_number having count(distinct bene_key) > 1)")[0]);
        // A replacement with fewer lines: its claim ends before the cancelled one.
        Assert.NotEqual("0", generated.Query("""
            select count(*) from (
                select control_number, bene_key from (
                    select control_number, bene_key, cur_clm_uniq_id, max(clm_line_num) as lines, max(sign) as sign
                    from core.part_b_versions where line_kind = 'professional' group by all)
                group by all having count(*) = 3 and count(distinct lines) = 2)
            """)[0]);
        // An identifier that changed while a claim was being replaced, and one that changed twice.
        Assert.NotEqual("0", generated.Query("""
            select count(*) from (
                select v.bene_key from core.institutional_versions v join input.cclf1 c on c.file_id = v.file_id and c.line = v.line
                group by v.provider_number, v.clm_from_dt, v.clm_thru_dt, v.bene_key having count(distinct c.bene_mbi_id) > 1)
            """)[0]);
        Assert.NotEqual("0", generated.Query(
            "select count(*) from (select bene_key from core.mbi_history group by bene_key having count(*) > 1)")[0]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_any_number_of_threads()
    {
        var hashes = new[] { 1, 3 }.Select(threads =>
        {
            var folder = generated.NewScratch($"threads{threads}");
            Generator.Run(new GeneratorOptions
            {
                People = 1_000, Acos = 1, FirstYear = 2023, LastYear = 2023, Seed = 3, Folder = folder, Threads = threads, Fhir = true,
                Zip = true,
            });
            return Hashes(folder);
        }).ToList();
        Assert.Equal(hashes[0], hashes[1]);
        var other = generated.NewScratch("other");
        Generator.Run(new GeneratorOptions { People = 1_000, Acos = 1, FirstYear = 2023, LastYear = 2023, Seed = 4, Folder = other,
            Fhir = true });
        Assert.NotEqual(hashes[0]["truth/dollars.csv"], Hashes(other)["truth/dollars.csv"]);
    }

    private static IEnumerable<string> Deliveries(string folder) =>
        Directory.GetDirectories(folder, "A*").SelectMany(aco => Directory.GetDirectories(aco));

    private static SortedDictionary<string,
        string> Hashes(string folder) => new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));
}
