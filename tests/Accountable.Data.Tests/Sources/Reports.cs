using Accountable.Data.Claims;
using Accountable.Data.Engines;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;

namespace Accountable.Data.Tests.Sources;

/// <summary>Writes assignment lists as CMS does: a quoted header, days as MM/DD/YYYY.</summary>
internal static class Reports
{
    public const string Four = "444444444444";

    /// <summary>A table 1-1 with these beneficiaries: identifier, twelve flags, day of death.</summary>
    public static string List(params IEnumerable<(string Mbi, string Flags, string Death)> people)
    {
        var columns = ReportLayout.Assignment[1].Columns.Select(column => column.Header).ToList();
        var rows = people.Select(person => string.Join(',', columns.Select(column => column switch
        {
            "BENE_MBI_ID" => person.Mbi,
            "BENE_DEATH_DT" => person.Death,
            "BENE_BRTH_DT" => "02/29/1944",
            "BENE_LAST_NAME" => "\"DOE, JR\"",
            "AGND_SCORE" => "1.01234567891234",
            _ when column.StartsWith("ENROLLFLAG", StringComparison.Ordinal) => $"{person.Flags[int.Parse(column[10..]) - 1]}",
            _ => "",
        })));
        return string.Join("\r\n", rows.Prepend(string.Join(',', columns.Select(column => $"\"{column}\"")))) + "\r\n";
    }

    /// <summary>Imports what lies in a folder into the scratch's store.</summary>
    public static IReadOnlyList<ImportedDelivery> Import(Scratch scratch, string folder)
    {
        using var store = ClaimStore.OpenToWrite(scratch["store"]);
        return ReportImport.Import(scratch[folder], store);
    }

    public static void Write(Scratch scratch, string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(scratch[name])!);
        File.WriteAllText(scratch[name], text);
    }

    /// <summary>The core relations of the scratch's store on an engine; null where there is no PostgreSQL.</summary>
    public static IEngine? Core(Scratch scratch, string engine, Action<string> say)
    {
        using var store = ClaimStore.OpenToRead(scratch["store"]);
        if (engine == "duckdb")
            return store.OpenCore(DatedLaw.None);
        using (var parts = store.OpenInput())
        {
            var postgres = Postgres.Connect(say);
            if (postgres is null)
                return null;
            postgres.Execute("create schema input");
            InputFiles.CreateTable(postgres, store.Manifest.Files);
            foreach (var table in InputTable.All)
                CoreModelTests.Copy(parts, postgres, table);
            CoreModels.Create(postgres);
            return postgres;
        }
    }
}
