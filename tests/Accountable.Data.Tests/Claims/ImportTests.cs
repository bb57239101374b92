using System.IO.Compression;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>Deliveries whole, broken, repeated and unsafe; into each kind of store.</summary>
public abstract class ImportTests : IDisposable
{
    private const string Mbi = "1AA0AA0AA00";
    private readonly Scratch _scratch = new();

    private protected string Folder => _scratch["store"];

    /// <summary>The store that a test writes to and reads from.</summary>
    private protected abstract string Location { get; }

    public void Dispose()
    {
        _scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    public void A_delivery_comes_in_whole_from_folder_and_zip(string lineEnd, bool zipped)
    {
        var delivery = Plain();
        delivery.LineEnd = lineEnd;
        var imported = Import(zipped ? Zip(delivery) : delivery.WriteTo(_scratch["in"])).Single();
        Assert.Empty(imported.Findings);
        Assert.Equal([("cclf1", 2L), ("cclf5", 1L), ("cclf8", 1L), ("cclf9", 1L)],
            imported.Files.Select(file => (file.File.Table, file.File.RowsLoaded)));
        Assert.Equal(
            [$"1|1|1|110001|{Mbi}|2020-12-30|2021-01-02|1234.56|0|",
                $"1|2|2|110001|{Mbi}|2020-12-30|2021-01-02|-0.07|2|ORIGINAL-CONTROL-NUMBER-OF-FORTY-LETTERS"],
            Read("select file_id, line, cur_clm_uniq_id, prvdr_oscar_num, bene_mbi_id, clm_from_dt, clm_thru_dt, clm_pmt_amt, clm_adjsmt_type_cd, clm_org_cntl_num from input.cclf1 order by line"));
        Assert.Equal([$"{BeneficiaryHash.Of(Mbi)}"], Read("select distinct bene_mbi_id_hash from input.cclf1"));
        // The last day of 9999 stands for none.
        Assert.Equal([""], Read("select prvs_id_obslt_dt from input.cclf9"));
        Assert.Equal(["Peña|"], Read("select bene_last_name, bene_midl_name from input.cclf8"));
    }

    [Fact]
    public void Every_layout_reads_its_fields_and_no_others()
    {
        foreach (var layout in CclfLayout.All.Values)
        {
            foreach (var length in layout.Lengths)
            {
                var fields = layout.Fields.Take(layout.FieldsIn(length)).ToList();
                Assert.Equal(length, fields[^1].Start + fields[^1].Length);
                var row = Rows.Of(layout.File, length, [.. fields.Select(field => (field.Name, Sample(field)))]);
                using var scratch = new Scratch();
                using var store = ClaimStore.OpenToWrite(scratch["store"]);
                var imported = CclfImport.Import(new Delivery().With(layout.File, length, row).WriteTo(scratch["in"]), store,
                    acceptCounts: false).Single();
                Assert.DoesNotContain(imported.Findings, finding => finding.Severity != Severity.Warning);
                using var engine = store.OpenInput();
                using var reader = engine.Query($"select * from input.{layout.Table}");
                Assert.True(reader.Read());
                foreach (var field in layout.Fields)
                    Assert.True(reader.IsDBNull(reader.GetOrdinal(field.Column)) != fields.Contains(field),
                        $"{layout.Table} {length} {field.Name}");
            }
        }
    }

    [Fact]
    public void The_layouts_have_all_fields_without_gap_or_overlap()
    {
        Assert.Equal(287, CclfLayout.All.Values.Sum(layout => layout.Fields.Count));
        foreach (var layout in CclfLayout.All.Values)
            Assert.Equal(layout.Fields.Skip(1).Select(field => field.Start).Append(layout.Lengths[^1]),
                layout.Fields.Select(field => field.Start + field.Length));
    }

    [Theory]
    [InlineData("CLM_PMT_AMT", "12.345", FieldParser.TooFine)]
    [InlineData("CLM_PMT_AMT", "twelve", FieldParser.NotANumber)]
    [InlineData("CLM_PMT_AMT", "", "is blank and the row cannot be used without it")]
    [InlineData("CLM_PMT_AMT", "99999999999999999", FieldParser.TooLarge)]
    [InlineData("CLM_FROM_DT", "2021-02-29", FieldParser.NotADay)]
    [InlineData("CLM_FROM_DT", "20210228", FieldParser.NotADay)]
    [InlineData("CLM_ADJSMT_TYPE_CD", "3", FieldParser.NotAnAdjustment)]
    [InlineData("BENE_MBI_ID", "", "is blank and the row cannot be used without it")]
    [InlineData("CLM_EFCTV_DT", "soon", FieldParser.NotADay)]
    public void A_bad_field_refuses_its_row_and_keeps_the_rest(string field, string value, string what)
    {
        var bad = Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", "7"), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "60"), ("CLM_FROM_DT", "2021-01-01"),
            ("CLM_THRU_DT", "2021-01-02"), ("CLM_PMT_AMT", "1.00"), ("CLM_ADJSMT_TYPE_CD", "0"));
        var place = CclfLayout.All['1'].Fields.Single(each => each.Name == field);
        bad = bad[..place.Start] + value.PadRight(place.Length)[..place.Length] + bad[(place.Start + place.Length)..];
        var imported = Import(Plain().With('1', 437,
            [.. Enumerable.Range(1, 3000).Select(Good), bad, .. Enumerable.Range(4000, 3000).Select(Good)]).WriteTo(_scratch["in"]))
            .Single();
        var finding = Assert.Single(imported.Findings);
        Assert.Equal((Severity.RowRefused, 3001L, field, what), (finding.Severity, finding.Line, finding.Column, finding.What));
        Assert.Equal((6001L, 6000L, 1L),
            (imported.Files[0].File.RowsRead, imported.Files[0].File.RowsLoaded, imported.Files[0].File.RowsRefused));
        Assert.Equal([$"1|3001|{field}|{bad}"], Read("select file_id, line, field, row_text from input.quarantine"));
        Assert.Equal(["6000|6000|6001"], Read("select count(*), count(distinct line), max(line) from input.cclf1"));
    }

    [Fact]
    public void Lines_of_a_width_that_cannot_be_are_refused_and_cut_blanks_are_not()
    {
        var good = Good(1);
        var imported = Import(Plain().With('1', 437, good, good + "x", good.TrimEnd(), good[..60], "", good + "   ")
            .WriteTo(_scratch["in"])).Single();
        Assert.Equal([2L, 4, 5], imported.Findings.Select(finding => finding.Line));
        Assert.Equal(["1", "3", "6"], Read("select line from input.cclf1 order by line"));
    }

    [Fact]
    public void A_truncated_file_is_refused_by_its_control_total_and_its_half_row_is_named()
    {
        var folder = Plain().WriteTo(_scratch["in"]);
        var file = Path.Combine(folder, Plain().Name('1'));
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^300]);
        var half = Import(folder, acceptCounts: false).Single();
        Assert.Equal("the file ends in the middle of this line", Assert.Single(half.Findings).What);
        Assert.Equal(1, half.Files[0].File.RowsRefused);
        using var other = new Scratch();
        File.WriteAllBytes(file, bytes[..(437 + 1)]);
        var missing = Import(folder, acceptCounts: false, other["store"]).Single();
        Assert.True(missing.IsRefused);
        Assert.Contains("CCLF0 says 2 rows, the file has 1", missing.Findings[0].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Counts_that_differ_either_way_refuse_the_delivery_unless_accepted(int more)
    {
        var delivery = Plain();
        delivery.MoreRows['5'] = more;
        var folder = delivery.WriteTo(_scratch["in"]);
        var refused = Import(folder).Single();
        Assert.True(refused.IsRefused);
        Assert.Empty(refused.Files);
        using (var store = ClaimStore.OpenToWrite(Location))
            Assert.Empty(store.Manifest.Files);
        var taken = Import(folder, acceptCounts: true).Single();
        Assert.False(taken.IsRefused);
        Assert.Equal(Severity.Warning, Assert.Single(taken.Findings).Severity);
        Assert.Equal(["2"], Read("select count(*) from input.cclf1"));
    }

    [Theory]
    [InlineData('8')]
    [InlineData('0')]
    public void A_missing_file_refuses_the_delivery_unless_accepted(char file)
    {
        var delivery = Plain();
        delivery.LeftOut.Add(file);
        var folder = delivery.WriteTo(_scratch["in"]);
        Assert.True(Import(folder).Single().IsRefused);
        Assert.False(Import(folder, acceptCounts: true).Single().IsRefused);
    }

    [Fact]
    public void A_record_length_without_a_layout_is_refused()
    {
        var imported = Import(Plain().With('1', 436).WriteTo(_scratch["in"])).Single();
        Assert.Contains("record length 436, and the known layouts have 188, 292, 352, 437", imported.Findings[0].What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_delivery_twice_changes_nothing()
    {
        var folder = Plain().WriteTo(_scratch["in"]);
        Import(folder);
        var before = Snapshot();
        var again = Import(folder).Single();
        Assert.All(again.Files, file => Assert.False(file.IsNew));
        // Another name, the same bytes.
        Assert.All(Import(Zip(Plain())).Single().Files, file => Assert.False(file.IsNew));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Files_of_two_ACOs_in_one_folder_are_refused()
    {
        Plain().WriteTo(_scratch["in"]);
        new Delivery("A9999").With('1', 437, Good(1)).WriteTo(_scratch["in"]);
        Assert.Contains("2 ACOs are mixed", Assert.Throws<FileRefusedException>(() => Import(_scratch["in"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Deliveries_of_two_ACOs_in_two_folders_come_in_apart()
    {
        Plain().WriteTo(_scratch["in/a"]);
        new Delivery("A9999", "210215").With('1', 437, Good(1)).With('9', 55).With('8', 549).WriteTo(_scratch["in/b"]);
        Assert.Equal(["A1234 2021-01-15 M2021", "A9999 2021-02-15 M2021"], Import(_scratch["in"]).Select(delivery => delivery.Delivery));
        Assert.Equal(["A1234|2", "A9999|1"],
            Read("select f.aco_id, count(*) from input.cclf1 c join input.files f on f.file_id = c.file_id group by f.aco_id order by f.aco_id"));
    }

    [Theory]
    [InlineData("../P.A1234.ACO.ZC1Y21.D210115.T1200000")]
    [InlineData("a/../../P.A1234.ACO.ZC1Y21.D210115.T1200000")]
    [InlineData("..\\P.A1234.ACO.ZC1Y21.D210115.T1200000")]
    [InlineData("/etc/P.A1234.ACO.ZC1Y21.D210115.T1200000")]
    public void A_zip_that_points_outside_is_refused(string name)
    {
        using (var zip = ZipFile.Open(_scratch["bad.zip"], ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry(name).Open())
            entry.Write("x"u8);
        Assert.Contains("points outside", Assert.Throws<FileRefusedException>(() => Import(_scratch["bad.zip"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        using (var zip = ZipFile.Open(_scratch["bomb.zip"], ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry(Plain().Name('1')).Open())
        {
            var blanks = new byte[1 << 20];
            for (var i = 0; i < 100; i++)
                entry.Write(blanks);
        }
        Assert.Contains("far more than its packed size", Assert.Throws<FileRefusedException>(() => Import(_scratch["bomb.zip"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_zip_is_refused()
    {
        File.WriteAllBytes(_scratch["bad.zip"], Encoding.ASCII.GetBytes("this is no zip"));
        Assert.Contains("no zip", Assert.Throws<FileRefusedException>(() => Import(_scratch["bad.zip"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_that_is_damaged_inside_is_refused()
    {
        var path = Zip(Plain());
        var bytes = File.ReadAllBytes(path);
        // Behind the first name lie the packed bytes of the first file; the directory at the end stays whole.
        Array.Fill(bytes, (byte)0xFF, 80, 60);
        File.WriteAllBytes(path, bytes);
        var imported = Import(path).Single();
        Assert.True(imported.IsRefused);
        Assert.Empty(imported.Files);
    }

    [Fact]
    public void A_file_of_another_layout_is_refused_as_a_whole()
    {
        var row = new string('7', 437);
        var imported = Import(Plain().With('1', 437, Enumerable.Repeat(row, CclfScan.GreatestRefused + 1)).WriteTo(_scratch["in"]))
            .Single();
        Assert.True(imported.IsRefused);
        Assert.Contains("rows cannot be read as Part A Claims Header File", imported.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_file_is_gone_and_its_number_is_not_used_again()
    {
        var folder = Plain().WriteTo(_scratch["in"]);
        Import(folder);
        using (var store = ClaimStore.OpenToWrite(Location))
        {
            Assert.Null(CclfImport.Forget("nothing", store));
            Assert.True(CclfImport.Forget(Plain().Name('1'), store)!.Value.Deleted);
        }
        Assert.Equal(["0"], Read("select count(*) from input.cclf1"));
        Assert.True(!Directory.Exists(Folder) || !Directory.EnumerateFiles(_scratch["store/parts/cclf1"]).Any());
        Assert.Equal(5, Import(folder).Single().Files[0].File.Id);
    }

    internal static string Good(int id) =>
        Rows.Header(id, "110001", "2020-12-30", "2021-01-02", Mbi, "0000000001234.56", "0", "2021-01-08");

    internal static Delivery Plain() => new Delivery()
        .With('1', 437, Good(1), Rows.Of(
            '1', 437, ("CUR_CLM_UNIQ_ID", "2"), ("PRVDR_OSCAR_NUM", "110001"), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "60"),
                ("CLM_FROM_DT", "2020-12-30"), ("CLM_THRU_DT", "2021-01-02"),
            ("CLM_PMT_AMT", "-0000000000000.07"), ("CLM_ADJSMT_TYPE_CD", "2"),
                ("CLM_ORG_CNTL_NUM", "ORIGINAL-CONTROL-NUMBER-OF-FORTY-LETTERS")))
        .With('5', 388, Rows.Line(3, 1, "C1", Mbi, "12.34", "0", "2021-01-08"))
        .With('8', 549, Rows.Of('8', 549, ("BENE_MBI_ID", Mbi), ("BENE_LAST_NAME", "Peña"), ("BENE_MIDL_NAME", "~")))
        .With('9', 55, Rows.Cross(Mbi, "1BB0BB0BB00"));

    private static string Sample(CclfField field) => field.Type switch
    {
        FieldType.Date => "2021-01-31",
        FieldType.Whole or FieldType.Adjustment => "1",
        FieldType.Decimal2 => "-1.25",
        FieldType.Decimal4 => "1.2500",
        _ => new string('X', field.Length),
    };

    private protected IReadOnlyList<ImportedDelivery> Import(string path, bool acceptCounts = false, string? into = null)
    {
        using var store = ClaimStore.OpenToWrite(into ?? Location);
        return CclfImport.Import(path, store, acceptCounts);
    }

    private string Zip(Delivery delivery)
    {
        var path = _scratch["P.A1234.ACO.ZCY21.D210115.T1200000.zip"];
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in delivery.Files())
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(bytes);
        }
        return path;
    }

    /// <summary>All that the store is: its ledger, and of a folder every byte.</summary>
    private List<string> Snapshot()
    {
        using var store = ClaimStore.OpenToRead(Location);
        List<string> ledger = [$"{store.Manifest.Generation} {store.Manifest.NextId}", .. store.Manifest.Files.Select(file => $"{file}")];
        return !Directory.Exists(Folder) ? ledger
            : [.. ledger, .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
    }

    /// <summary>The rows of a query with bars between cells.</summary>
    private protected List<string> Read(string sql)
    {
        using var store = ClaimStore.OpenToRead(Location);
        using var engine = store.OpenInput();
        using var reader = engine.Query(sql);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                DBNull => "",
                DateOnly day => $"{day:yyyy-MM-dd}",
                DateTime day => $"{day:yyyy-MM-dd}",
                var value => $"{value}",
            })));
        return rows;
    }
}

/// <summary>Into a folder.</summary>
public sealed class FolderImportTests : ImportTests
{
    private protected override string Location => Folder;
}

/// <summary>Into a PostgreSQL database; where there is no server, into a folder once more.</summary>
public sealed class PostgresImportTests(ITestOutputHelper output) : ImportTests
{
    private string? _location;

    private protected override string Location => _location ??= Postgres.Store(output.WriteLine) ?? Folder;
}
