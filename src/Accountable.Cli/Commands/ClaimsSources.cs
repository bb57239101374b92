using System.CommandLine;
using Accountable.Data.Claims;
using Accountable.Data.Fhir;
using Accountable.Data.Mapping;
using Accountable.Data.Reports;
using Accountable.Data.Rif;
using Accountable.Data.Store;

namespace Accountable.Cli.Commands;

/// <summary>The options of <c>claims import</c> that name other sources than CCLF, and what they bring in.</summary>
internal sealed class ClaimsSources
{
    private readonly Option<string[]> _reports = Paths("--reports",
        "CMS assignment lists, expenditure reports and exclusions: a file, a zip or a folder.");

    private readonly Option<string[]> _participants = Paths("--participants", "Participant lists as CSV: a file or a folder.");

    private readonly Option<string[]> _fhir = Paths("--fhir",
        "BCDA exports: folders of Patient, Coverage and ExplanationOfBenefit NDJSON, each named after its ACO.");

    private readonly Option<string[]> _rif = Paths("--rif", "Files of the Chronic Conditions Warehouse (RIF): the folder that holds them.");

    private readonly Option<string[]> _map = new("--map")
    {
        Description = "A mapping document for the files at --input.",
        HelpName = "FILE.yaml",
    };

    private readonly Option<string[]> _input = Paths("--input", "CSV or Parquet that the mapping names: a file, a zip or a folder.");

    private readonly Option<string?> _aco = new("--aco")
    {
        Description = "The ACO whose files these are, where neither they nor their folder say it.",
        HelpName = "ID",
    };

    private readonly Option<DateOnly?> _day = new("--day")
    {
        Description = "The day the files were made, where they do not say it.",
        HelpName = "YYYY-MM-DD",
    };

    /// <summary>The options, to be added to the command.</summary>
    public IEnumerable<Option> Options => [_reports, _participants, _fhir, _rif, _map, _input, _aco, _day];

    /// <summary>Whether the command line names any of them.</summary>
    public bool IsAny(ParseResult parsed) => Options.Where(option => option != _aco && option != _day)
        .Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>Brings in what the options name.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cclf">The path of CCLF deliveries: reports that lie there come in as well.</param>
    /// <param name="store">The store, opened to write.</param>
    /// <param name="say">Called for each file.</param>
    public IEnumerable<ImportedDelivery> Import(ParseResult parsed, string? cclf, ClaimStore store, Action<ImportedFile>? say)
    {
        var imported = new List<ImportedDelivery>();
        if (cclf is not null && Directory.Exists(cclf))
            imported.AddRange(ReportImport.Import(cclf, store, say, isRequired: false));
        foreach (var path in parsed.GetValue(_reports) ?? [])
            imported.AddRange(ReportImport.Import(path, store, say));
        foreach (var path in parsed.GetValue(_participants) ?? [])
            imported.AddRange(ReportImport.Participants(path, store, say));
        foreach (var path in parsed.GetValue(_fhir) ?? [])
            imported.AddRange(FhirImport.Import(path, store, parsed.GetValue(_aco), parsed.GetValue(_day), say));
        var day = parsed.GetValue(_day) ?? SourceFile.NoDay;
        foreach (var path in parsed.GetValue(_rif) ?? [])
            imported.Add(RifImport.Import(path, store, Aco(parsed), day, say));
        var (maps, inputs) = (parsed.GetValue(_map) ?? [], parsed.GetValue(_input) ?? []);
        if (maps.Length == 0 != (inputs.Length == 0))
            throw new UsageException("--map and --input go together");
        foreach (var map in maps.Select(MappingImport.Read))
            imported.AddRange(inputs.Select(path => MappingImport.Import(map, path, store, Aco(parsed), day, say)));
        return imported;
    }

    private string Aco(ParseResult parsed) =>
        parsed.GetValue(_aco) ?? throw new UsageException("--aco is needed: these files do not say whose they are");

    private static Option<string[]> Paths(string name, string description) =>
        new(name) { Description = description, HelpName = "PATH" };
}
