using Accountable.Data.Engines;

namespace Accountable.Data.Store;

/// <summary>The relations of <c>sql/core</c>, made in an engine from the tables of the schema <c>input</c>. The same text runs on
/// every engine.</summary>
/// <remarks>Where a claim or a line has no denial code or processing indicator, nothing is denied for it: A-040.</remarks>
public static class CoreModels
{
    /// <summary>The relations in the order in which they need each other.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "mbi_history",
        "institutional_versions", "institutional_claims",
        "professional_versions", "professional_lines",
        "equipment_versions", "equipment_lines",
        "netted_dollars",
        "enrollment_months",
    ];

    /// <summary>Makes them all as tables of the schema <c>core</c>.</summary>
    public static void Create(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        engine.Execute("create schema core");
        foreach (var name in Names)
            engine.Execute($"create table core.{name} as\n{Sql(name)}");
    }

    /// <summary>The text of one relation.</summary>
    public static string Sql(string name) => Sql("core", name);

    /// <summary>The text of a relation in a folder of <c>sql</c>.</summary>
    public static string Sql(string folder, string name)
    {
        using var stream = typeof(CoreModels).Assembly.GetManifestResourceStream($"sql/{folder}/{name}.sql")
            ?? throw new ArgumentException($"There is no relation {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
