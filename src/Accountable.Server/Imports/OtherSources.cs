using System.Text.RegularExpressions;
using Accountable.Data;
using Accountable.Data.Claims;
using Accountable.Data.Fhir;
using Accountable.Data.Mapping;
using Accountable.Data.Reports;
using Accountable.Data.Rif;
using Accountable.Data.Store;
using Accountable.Server.Api;

namespace Accountable.Server.Imports;

/// <summary>Files of an upload that are not CMS's to an ACO: FHIR of BCDA, RIF, and those that a mapping document reads. They lie apart, so
/// that one name is never read twice.</summary>
internal sealed partial class OtherSources
{
    private readonly string? _folder;
    private readonly string? _kind;
    private readonly string? _aco;
    private readonly DateOnly? _day;
    private readonly IReadOnlyList<MappingDocument> _mappings;

    private OtherSources(string? folder, string? kind, ImportSource said, IReadOnlyList<MappingDocument> mappings)
    {
        (_folder, _kind, _aco, _day, _mappings) = (folder, kind, said.Aco, said.Day, mappings);
        Acos = [];
        if (folder is null)
            return;
        var folders = Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).ToList();
        // What lies in a folder named after an ACO is that ACO's; of the rest somebody must say it.
        var named = kind == ImportSource.Fhir ? folders.Where(name => Owner().IsMatch(name)).ToList() : [];
        var isAllNamed = kind == ImportSource.Fhir && named.Count == folders.Count && !Directory.EnumerateFiles(folder).Any();
        if (said.Aco is null && !isAllNamed)
            throw ApiProblem.BadRequest("these files do not say whose they are; choose the ACO and import them again");
        Acos = [.. named.Concat(isAllNamed ? [] : [said.Aco!]).Distinct()];
    }

    /// <summary>The ACOs whose claims they are.</summary>
    public IReadOnlyList<string> Acos { get; }

    /// <summary>Looks for them, by their names unless somebody said what they are.</summary>
    /// <exception cref="FileRefusedException">A mapping document cannot be read.</exception>
    public static OtherSources In(UploadFolder upload, ImportSource said)
    {
        var names = Directory.EnumerateFiles(upload.Location, "*", SearchOption.AllDirectories).Select(Path.GetFileName)
            .OfType<string>().ToList();
        var kind = said.Kind ?? (names.Any(IsMapping) ? ImportSource.Mapped : names.Any(IsFhir) ? ImportSource.Fhir
            : names.Count > 0 && names.All(name => RifImport.IsName(name) && !OwnLists.IsName(name) && !ParticipantLists.IsName(name))
                ? ImportSource.Rif : ImportSource.Cms);
        var folder = upload.SetAside(name => kind switch
        {
            ImportSource.Mapped => true,
            ImportSource.Fhir => IsFhir(name),
            ImportSource.Rif => RifImport.IsName(name),
            _ => false,
        });
        if (folder is null && kind != ImportSource.Cms)
            throw ApiProblem.BadRequest(kind switch
            {
                ImportSource.Mapped => "there is no mapping document (.yaml) here",
                ImportSource.Fhir => "there is no NDJSON here",
                _ => "no file here is named as the Chronic Conditions Warehouse names its files, such as carrier.csv",
            });
        var mappings = kind != ImportSource.Mapped ? [] : Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories)
            .Where(file => IsMapping(Path.GetFileName(file))).Select(MappingImport.Read).ToList();
        if (kind == ImportSource.Mapped && mappings.Count == 0)
            throw ApiProblem.BadRequest("there is no mapping document (.yaml) here; docs/reference/mapping.md says what one is");
        return new OtherSources(folder, kind, said, mappings);
    }

    /// <summary>Brings them into a store, each delivery whole or not at all.</summary>
    public IReadOnlyList<ImportedDelivery> Import(ClaimStore store, Action<ImportedFile> said) => _folder is null ? [] : _kind switch
    {
        ImportSource.Fhir => [.. Fhir(_folder, store, said)],
        ImportSource.Rif => [RifImport.Import(_folder, store, _aco!, _day ?? SourceFile.NoDay, said)],
        _ => [.. _mappings.Select(mapping => MappingImport.Import(mapping, _folder, store, _aco!, _day ?? SourceFile.NoDay, said))],
    };

    private IEnumerable<ImportedDelivery> Fhir(string folder, ClaimStore store, Action<ImportedFile> said)
    {
        foreach (var one in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var isNamed = Owner().IsMatch(Path.GetFileName(one));
            foreach (var delivery in FhirImport.Import(one, store, isNamed ? null : _aco, _day, said))
                yield return delivery;
        }
        if (!Directory.EnumerateFiles(folder).Any())
            yield break;
        // Those that lay in no folder get one of their own, because a folder is a delivery.
        var rest = Path.Combine(folder, "rest");
        Directory.CreateDirectory(rest);
        foreach (var file in Directory.EnumerateFiles(folder).ToList())
            File.Move(file, Path.Combine(rest, Path.GetFileName(file)));
        foreach (var delivery in FhirImport.Import(rest, store, _aco, _day, said))
            yield return delivery;
    }

    private static bool IsMapping(string name) => Path.GetExtension(name).ToLowerInvariant() is ".yaml" or ".yml";

    private static bool IsFhir(string name) => name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".ndjson.gz", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[A-Z]+\d+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Owner();
}
