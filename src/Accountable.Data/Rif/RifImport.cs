using System.IO.Enumeration;
using Accountable.Data.Claims;
using Accountable.Data.Mapping;
using Accountable.Data.Store;

namespace Accountable.Data.Rif;

/// <summary>Brings the files of the Chronic Conditions Warehouse (RIF) into a store, by a mapping that ships with the program.</summary>
public static class RifImport
{
    private const string Kind = "rif";

    /// <summary>Whether a file is named as the Chronic Conditions Warehouse names its files.</summary>
    public static bool IsName(string name) => Mapping().Inputs.Any(input =>
        input.Files.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name)));

    /// <summary>Imports the files at a path, all in one transaction.</summary>
    /// <param name="path">A folder with beneficiary, carrier, dme, inpatient, outpatient, snf, hha, hospice and pde files.</param>
    /// <param name="store">The store, opened to write.</param>
    /// <param name="aco">The ACO, or whoever is accountable: the files do not say.</param>
    /// <param name="day">The day of the delivery.</param>
    /// <param name="said">Called for each file.</param>
    /// <exception cref="FileRefusedException">Nothing is there.</exception>
    public static ImportedDelivery Import(string path, ClaimStore store, string aco, DateOnly day, Action<ImportedFile>? said = null) =>
        MappingImport.Import(Mapping(), Kind, path, store, aco, day, said);

    private static MappingDocument Mapping()
    {
        using var stream = typeof(RifImport).Assembly.GetManifestResourceStream("rif.yaml")!;
        using var reader = new StreamReader(stream);
        return MappingReader.Read(reader.ReadToEnd(), "rif.yaml");
    }
}
