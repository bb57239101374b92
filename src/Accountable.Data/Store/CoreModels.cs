using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Accountable.Data.Engines;

namespace Accountable.Data.Store;

/// <summary>A relation of <c>sql/core</c>.</summary>
/// <param name="Name">Its name without the schema, as its file's.</param>
/// <param name="Sql">Its text.</param>
/// <param name="IsKept">Whether it is made once and kept; the others are views over what is kept.</param>
/// <param name="Inputs">The tables of the schema <c>input</c> that it reads, itself or through others.</param>
/// <param name="ReadsLaw">Whether it reads the schema <c>law</c>, itself or through others.</param>
/// <param name="Text">Its text and that of every relation that it reads, which is what it means.</param>
public sealed record CoreRelation(
    string Name, string Sql, bool IsKept, IReadOnlyList<string> Inputs, bool ReadsLaw, string Text)
{
    /// <summary>What tells its rows apart from those of another time: its text and the files that it is made from.</summary>
    internal string Key(StoreManifest manifest)
    {
        var files = manifest.Files.Where(file => Inputs.Contains(file.Table)).Select(file => $"{file.Id} {file.Sha256}");
        return Short($"{Text}\n{string.Join('\n', files)}");
    }

    /// <summary>What tells the law apart that it was made with.</summary>
    internal string LawKey(DatedLaw law) => ReadsLaw ? Short(law.Key()) : "any";

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}

/// <summary>The relations of <c>sql/core</c>, made from the tables of the schema <c>input</c>. The same text runs on every engine, and a
/// store makes each once and keeps it until what it is made from changes.</summary>
/// <remarks>A file laid into <c>sql/core</c> is a relation: its order and its inputs are read from its text. Where a claim or a line has
/// no denial code or processing indicator, nothing is denied for it: A-040. Reductions that CCLFA or CCLFB repeat count once (A-062), and
/// lines without money are no difference to their header (A-063).</remarks>
public static partial class CoreModels
{
    private const string Folder = "sql/core/";

    /// <summary>Thin ones: a filter or a union, or the versions that only netting reads.</summary>
    private static readonly string[] Views =
        ["institutional_versions", "part_b_versions", "professional_lines", "equipment_lines", "expenditures"];

    private static readonly Lazy<IReadOnlyList<CoreRelation>> Embedded = new(Load);

    /// <summary>The relations in the order in which they need each other.</summary>
    public static IReadOnlyList<CoreRelation> All => Embedded.Value;

    /// <summary>Makes them all in an engine, and keeps nothing beyond it.</summary>
    /// <param name="engine">An engine with the schema <c>input</c>.</param>
    /// <param name="law">The numbers of law that they read.</param>
    public static void Create(IEngine engine, DatedLaw? law = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        (law ?? DatedLaw.None).CreateTable(engine);
        engine.Execute("create schema core");
        foreach (var relation in All)
            engine.Execute($"create {(relation.IsKept ? "table" : "view")} core.{relation.Name} as\n{relation.Sql}");
    }

    private static List<CoreRelation> Load()
    {
        var assembly = typeof(CoreModels).Assembly;
        var waiting = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToDictionary(name => name[Folder.Length..^".sql".Length], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var reader = new StreamReader(stream);
                return reader.ReadToEnd();
            }, StringComparer.Ordinal);
        var made = new List<CoreRelation>();
        while (waiting.Count > 0)
        {
            var (name, sql) = waiting.FirstOrDefault(each =>
                Read(each.Value, "core").All(needed => made.Exists(one => one.Name == needed)));
            if (name is null)
            {
                throw new InvalidOperationException(
                    $"The relations {string.Join(", ", waiting.Keys)} need each other or one that is not there.");
            }
            var needs = made.Where(one => Read(sql, "core").Contains(one.Name)).ToList();
            made.Add(new CoreRelation(name, sql, !Views.Contains(name),
                [.. Read(sql, "input").Concat(needs.SelectMany(need => need.Inputs)).Distinct().Order(StringComparer.Ordinal)],
                Read(sql, "law").Any() || needs.Exists(need => need.ReadsLaw),
                string.Concat(needs.Select(need => need.Text).Prepend(sql))));
            waiting.Remove(name);
        }
        return made;
    }

    /// <summary>The relations of a schema that a text reads; comments aside.</summary>
    private static IEnumerable<string> Read(string sql, string schema) =>
        Relation().Matches(Comment().Replace(sql, "")).Where(match => match.Groups["schema"].Value == schema)
            .Select(match => match.Groups["name"].Value).Distinct();

    [GeneratedRegex(@"\b(?<schema>core|input|law)\.(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Relation();

    [GeneratedRegex(@"--.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();
}
