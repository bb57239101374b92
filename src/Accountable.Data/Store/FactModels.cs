namespace Accountable.Data.Store;

/// <summary>The queries of <c>sql/facts</c>: what is counted from the relations of core. The same text runs on every engine.</summary>
public static class FactModels
{
    /// <summary>The text of one query.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static string Sql(string name)
    {
        using var stream = typeof(FactModels).Assembly.GetManifestResourceStream($"sql/facts/{name}.sql")
            ?? throw new ArgumentException($"There is no query {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
