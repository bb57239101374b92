namespace Accountable.Data.Store;

/// <summary>The queries of <c>sql/export</c>: what is written out of a store for each beneficiary.</summary>
public static class ExportModels
{
    /// <summary>The text of one query.</summary>
    public static string Sql(string name)
    {
        using var stream = typeof(ExportModels).Assembly.GetManifestResourceStream($"sql/export/{name}.sql")
            ?? throw new ArgumentException($"There is no query {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
