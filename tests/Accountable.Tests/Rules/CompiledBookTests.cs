using Accountable.Rules;
using Accountable.Rules.Yaml;

namespace Accountable.Tests.Rules;

/// <summary>The compiled book is the folder's book, and its law has no holes.</summary>
public sealed class CompiledBookTests : IDisposable
{
    private static readonly RuleBook FromFolder = RuleFolder.Read(Repository.PathOf("rules"));

    private readonly RuleFolderOnDisk _folder = new();

    public static TheoryData<string> ParameterIds => [.. RuleBook.Embedded.Parameters.Select(parameter => parameter.Id)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_have_the_same_hash_day_coverage_and_tables()
    {
        Assert.Equal(FromFolder.Hash, RuleBook.Embedded.Hash);
        Assert.Equal(FromFolder.AsOf, RuleBook.Embedded.AsOf);
        Assert.Equal(FromFolder.Coverage, RuleBook.Embedded.Coverage);
        Assert.Equal(FromFolder.TableMetas, RuleBook.Embedded.TableMetas);
        Assert.Equal(FromFolder.Parameters.Select(parameter => parameter.Id), RuleBook.Embedded.Parameters.Select(parameter => parameter.Id));
        Assert.Matches("^[0-9a-f]{64}$", RuleBook.Embedded.Hash);
    }

    [Theory]
    [MemberData(nameof(ParameterIds))]
    public void Each_parameter_is_the_same(string id)
    {
        var (folder, compiled) = (FromFolder[id], RuleBook.Embedded[id]);
        Assert.Equal(
            (folder.Label, folder.Unit, folder.Axis, folder.By, folder.Covers, folder.Note, folder.File),
            (compiled.Label, compiled.Unit, compiled.Axis, compiled.By, compiled.Covers, compiled.Note, compiled.File));
        Assert.Equal(folder.Members, compiled.Members);
        Assert.Equal(folder.Values, compiled.Values);
    }

    [Fact]
    public void Each_table_is_the_same_text_and_has_the_hash_of_its_meta_file() => Assert.All(RuleBook.Embedded.TableMetas, meta =>
    {
        Assert.Equal(meta.Sha256, RuleHash.Of(File.ReadAllBytes(Repository.PathOf($"rules/{meta.Path}"))));
        var (folder, compiled) = (FromFolder.Table(meta.Path), RuleBook.Embedded.Table(meta.Path));
        Assert.Equal(folder.Columns, compiled.Columns);
        Assert.Equal(Cells(folder), Cells(compiled));
    });

    [Fact]
    public void The_hash_changes_with_any_file_but_an_overlay()
    {
        _folder.Write("a.yaml", RuleFolderOnDisk.Rate(RuleFolderOnDisk.Value("2020.."))).WriteTable("tables/t.csv", "a\n1\n");
        var hashes = new List<string> { _folder.Read().Hash };
        void Changed(string file, string text)
        {
            hashes.Add(_folder.Write(file, text).Read().Hash);
            Assert.Equal(hashes.Count, hashes.Distinct().Count());
        }
        Assert.Equal(hashes[0], _folder.Read().Hash);
        Changed("a.yaml", RuleFolderOnDisk.Rate(RuleFolderOnDisk.Value("2020..", "0.6")));
        Changed("a.yaml", RuleFolderOnDisk.Rate(RuleFolderOnDisk.Value("2020..", "0.6")) + "# a comment\n");
        Changed("authorities.yaml", "as_of: 2026-11-21\ndocuments: []\n");
        Changed("coverage.yaml", "coverage: []\n");
        Changed("b/c.yaml", RuleFolderOnDisk.RateByTrack(RuleFolderOnDisk.Value("2020..", more: ", of: [basic-a, basic-b]")));
        _folder.WriteTable("tables/t.csv", "a\n2\n");
        Changed("tables/t.meta.yaml", File.ReadAllText(_folder.FullPath("tables/t.meta.yaml")) + "note: n\n");
        File.Move(_folder.FullPath("b/c.yaml"), _folder.FullPath("b/d.yaml"));
        hashes.Add(_folder.Read().Hash);
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
        Assert.Equal(hashes[^1], _folder.Write("overlays/o.yaml", "overlay: o\n").Read().Hash);
    }

    [Theory]
    [MemberData(nameof(ParameterIds))]
    public void Every_member_has_law_in_each_place_between_its_first_and_its_last(string id)
    {
        var parameter = RuleBook.Embedded[id];
        IReadOnlyList<string?> members = parameter.By is null ? [null] : [.. parameter.Members];
        var somewhere = new HashSet<int>();
        foreach (var member in members)
        {
            var own = parameter.Values.Where(value => value.Of == member).ToList();
            Assert.NotEmpty(own);
            foreach (var place in Places(parameter))
            {
                var found = parameter.Find(member, place, RuleBook.Embedded.AsOf);
                var hasBegun = own.Min(value => value.For.From) <= place;
                var hasEnded = own.Max(value => value.For.To) < place;
                var declared = parameter.Gaps.Any(gap => gap.Contains(place));
                Assert.True(found is not null || !hasBegun || hasEnded || declared, $"{id} {member} has no value at {AxisSpan.Text(place, parameter.Axis)} as known on {RuleBook.Embedded.AsOf}");
                if (found is not null || declared)
                    somewhere.Add(place);
            }
        }
        Assert.Equal(Places(parameter).Order(), somewhere.Order());
    }

    [Theory]
    [MemberData(nameof(ParameterIds))]
    public void Every_value_has_a_citation_and_is_a_number_or_a_table(string id)
    {
        var parameter = RuleBook.Embedded[id];
        Assert.NotEmpty(parameter.Label);
        Assert.All(parameter.Values, value =>
        {
            Assert.NotEmpty(value.Citation);
            Assert.InRange(value.Enacted, new DateOnly(1965, 7, 30), RuleBook.Embedded.AsOf);
            Assert.True(value.For.Overlaps(parameter.Covers), $"{id}: a value for {value.For.Text(parameter.Axis)} is never law within {parameter.Covers.Text(parameter.Axis)}");
            Assert.Equal(parameter.Unit == ParameterUnit.Table, value.Table is not null);
            Assert.Equal(parameter.Unit == ParameterUnit.Table, value.Number is null);
        });
    }

    [Fact]
    public void Every_table_resolves_and_each_column_is_all_numbers_or_all_text() =>
        Assert.All(RuleBook.Embedded.Parameters.SelectMany(parameter => parameter.Values).Select(value => value.Table).OfType<string>().Distinct(), path =>
        {
            var table = RuleBook.Embedded.Table(path);
            Assert.True(table.RowCount > 0, path);
            foreach (var column in table.Columns)
            {
                // Identifiers of measures and codes of procedures are text, though many are written in digits alone.
                if (column is "measure" or "code" or "first" or "last" or "specialty")
                    continue;
                var filled = Enumerable.Range(0, table.RowCount).Where(row => table.Text(row, column).Length > 0).ToList();
                var numbers = filled.Count(row => table.Number(row, column) is not null);
                var lists = filled.All(row => table.Text(row, column).All(letter => char.IsAsciiDigit(letter) || letter is ' '));
                Assert.True(numbers == 0 || numbers == filled.Count || lists, $"{path}: column {column} mixes numbers and text");
            }
        });

    [Fact]
    public void Every_table_is_named_by_a_parameter() =>
        Assert.Equal(
            RuleBook.Embedded.TableMetas.Select(meta => meta.Path).Order(),
            RuleBook.Embedded.Parameters.SelectMany(parameter => parameter.Values).Select(value => value.Table).OfType<string>().Distinct().Order());

    /// <summary>Each year of covers; on date axes each first day, last day and the days on both sides of every edge.</summary>
    private static List<int> Places(Parameter parameter)
    {
        var covers = parameter.Covers;
        var last = covers.To == AxisSpan.Open ? new DateOnly(2040, 12, 31).DayNumber : covers.To;
        if (parameter.Axis is Axis.PerformanceYear or Axis.PaymentYear)
            return [.. Enumerable.Range(covers.From, (covers.To == AxisSpan.Open ? 2040 : covers.To) - covers.From + 1)];
        var edges = parameter.Values.SelectMany(value => new long[] { (long)value.For.From - 1, value.For.From, value.For.To, (long)value.For.To + 1 });
        return [.. edges.Append(covers.From).Append(last).Where(day => day >= covers.From && day <= last).Select(day => (int)day).Distinct()];
    }

    private static IEnumerable<string> Cells(RuleTable table) =>
        Enumerable.Range(0, table.RowCount).SelectMany(row => table.Columns.Select(column => table.Text(row, column)));
}
