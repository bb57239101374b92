using System.Globalization;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Rules;
using Accountable.Runs.Qpp;
using Accountable.Synthetic;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>A store of the generated claims with their lists, for the tests of this file.</summary>
public sealed class ListedStore : IDisposable
{
    private readonly Scratch _scratch = new();

    public ListedStore(GeneratedClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        Location = _scratch["store"];
        Fill(Location, claims);
    }

    public string Location { get; }

    public static void Fill(string location, GeneratedClaims generated)
    {
        using var store = ClaimStore.OpenToWrite(location);
        foreach (var aco in GeneratedClaims.Acos)
            CclfImport.Import(Path.Combine(generated.Folder, aco), store, acceptCounts: false);
        ReportImport.Import(generated.Folder, store);
    }

    public void Dispose() => _scratch.Dispose();
}

/// <summary>QP facts from a store equal, to the cent and the person, those of plain loops; on both engines, before and from 2026.</summary>
[Collection(GeneratedClaims.Collection)]
public sealed class QpFactsTruthTests(GeneratedClaims claims, ListedStore listed, ITestOutputHelper output)
    : IClassFixture<ListedStore>, IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void Loops_over_the_files_find_the_same_cents(string engine)
    {
        var location = engine == "duckdb" ? listed.Location : Postgres.Store(output.WriteLine);
        if (location is null)
            return;
        if (engine == "postgres")
            ListedStore.Fill(location, claims);
        foreach (var year in engine == "duckdb" ? new[] { 2021, 2022, 2024 } : [2024])
        {
            var facts = Facts(location, year);
            Assert.Equal(new QpFactsFromFiles(claims, year).Rows(cps: false, everyClinician: false), Rows(facts));
            Assert.True(facts.Scores[2].Sums.EligiblePatients > 100);
            Assert.True(facts.Scores[0].Sums.EligiblePayments < facts.Scores[2].Sums.EligiblePayments);
        }
    }

    [Fact]
    public void From_2026_both_bases_and_every_clinician()
    {
        using var generated = GeneratedClaims.Of(folder => new GeneratorOptions
        {
            People = 1_000, Acos = 2, FirstYear = 2025, LastYear = 2026, Seed = 11, Folder = folder,
        });
        ListedStore.Fill(_scratch["store"], generated);
        var facts = Facts(_scratch["store"], 2026);
        Assert.Equal(new QpFactsFromFiles(generated, 2026).Rows(cps: true, everyClinician: true), Rows(facts));
        Assert.True(facts.Scores[5].Sums.EligiblePatients >= facts.Scores[2].Sums.EligiblePatients);
    }

    [Fact]
    public void What_is_missing_is_named_with_what_to_supply()
    {
        var location = listed.Location;
        Assert.Contains("no participant list of A0009", Assert.Throws<FileRefusedException>(() =>
            Facts(location, 2024, "entity_id,model_id\nA0009,mssp-enhanced\n")).Finding.What, StringComparison.Ordinal);
        Assert.Contains("outside of the assignment window", Assert.Throws<FileRefusedException>(() =>
            Facts(location, 2026, "entity_id,model_id\nA0001,mssp-enhanced\n")).Finding.What, StringComparison.Ordinal);
        Assert.Throws<LawGapException>(() => Facts(location, 2016));
        Assert.Contains("by its own terms", string.Join(' ', Facts(location, 2024, "entity_id,model_id\nA0001,aco-reach\n")
            .Findings.Select(finding => finding.What)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_active_from_april_has_nothing_from_before()
    {
        var location = listed.Location;
        var whole = Facts(location, 2024);
        var late = Facts(location, 2024, "entity_id,model_id,active_from,aco_id\nSPRING,mssp-enhanced,2024-04-01,A0001\n");
        Assert.Equal([2, 3], late.Scores.Select(score => score.Snapshot));
        var rest = whole.Scores[2].Sums.EligiblePayments - whole.Scores[0].Sums.EligiblePayments;
        Assert.InRange(late.Scores[1].Sums.EligiblePayments, rest * 0.9m, rest * 1.1m);
    }

    [Fact]
    public void Where_a_list_names_a_tin_alone_its_clinicians_are_those_who_billed_through_it()
    {
        var tin = claims.Rows("A0001/participants.csv").First(row => row[1].Length > 0 && row[3].Length > 0)[1];
        File.WriteAllText(_scratch["participants.csv"], $"aco_id,tin,ccn,npi,role,specialty,start,end\nA0001,{tin},,,participant,,,\n");
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
        {
            foreach (var delivery in Directory.EnumerateDirectories(Path.Combine(claims.Folder, "A0001")))
                CclfImport.Import(delivery, store, acceptCounts: false);
            ReportImport.Import(_scratch["participants.csv"], store);
        }
        var facts = Facts(_scratch["store"], 2024, "entity_id,model_id\nA0001,mssp-enhanced\n");
        Assert.Equal(claims.Query($"""
            select distinct rendering_npi from core.professional_lines where aco_id = 'A0001' and clm_rndrg_prvdr_tax_num = '{tin}'
              and clm_line_thru_dt between '2024-01-01' and '2024-08-31' and clm_prvdr_spclty_cd not in ('59', '69') order by 1
            """), facts.Participants.Select(one => one.Npi));
        Assert.All(facts.Participants, one => Assert.Equal((tin, 7), (one.Tin, one.Snapshots)));
        Assert.Contains(facts.Findings, finding => finding.What.Contains($"names no clinician of TIN {tin}", StringComparison.Ordinal));
        Assert.True(facts.Scores[2].Sums.EligiblePatients > 0);
    }

    [Fact]
    public void The_lists_of_cms_can_stand_for_our_assignment()
    {
        var location = listed.Location;
        var (lists, computed) = (Facts(location, 2024, attribution: AttributionSource.Lists), Facts(location, 2024));

        // The list leaves out who declined to share data.
        Assert.InRange(lists.Scores[2].Sums.AttributedPatients, computed.Scores[2].Sums.AttributedPatients * 0.9m,
            computed.Scores[2].Sums.AttributedPatients);
        Assert.Contains("no assignment list of A0001 for 2020", Assert.Throws<FileRefusedException>(() =>
            Facts(location, 2020, attribution: AttributionSource.Lists)).Finding.What, StringComparison.Ordinal);
    }

    private StoreFacts Facts(string location, int year, string entities = "entity_id,model_id\nA0001,mssp-enhanced\nA0002,mssp-basic-e\n",
        AttributionSource attribution = AttributionSource.Computed)
    {
        var file = _scratch["entities.csv"];
        File.WriteAllText(file, entities);
        return StoreFacts.Of(new StoreFactsRequest(location, file, RuleBook.Embedded.For(new PerformanceYear(year)), attribution, 1));
    }

    private static List<string> Rows(StoreFacts facts) =>
    [
        .. facts.Scores.Select(score =>
        {
            var entity = score.Level == Accountable.Qpp.QualifyingParticipants.QpLevel.Entity;
            return string.Create(CultureInfo.InvariantCulture, $"{(entity ? $"entity,{score.Id}," : $"individual,,{score.Id}")},"
                + $"{score.Snapshot},{(score.Basis == Accountable.Qpp.QualifyingParticipants.EligibilityBasis.Em ? "em" : "cps")},"
                + $"{score.Sums.AttributedPayments:0.00},{score.Sums.EligiblePayments:0.00},"
                + $"{score.Sums.AttributedPatients},{score.Sums.EligiblePatients}");
        }),
    ];
}
