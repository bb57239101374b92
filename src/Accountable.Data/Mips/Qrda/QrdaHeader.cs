using System.Collections.Frozen;

namespace Accountable.Data.Mips.Qrda;

/// <summary>A programme name of the guide: what the submission calls the programme, and who reports.</summary>
/// <param name="Program">The name in the submission.</param>
/// <param name="Entity">Who reports.</param>
internal sealed record QrdaProgram(string Program, string Entity);

/// <summary>Reads the header of a report: programme, who reports, and their identifiers.</summary>
internal static class QrdaHeader
{
    public const string Mips = "mips";
    public const string Individual = "individual";
    public const string Subgroup = "subgroup";
    public const string VirtualGroup = "virtualGroup";
    public const string Apm = "apm";
    private const string Group = "group";
    private const string App = "app1";
    private const string AppPlus = "appPlus";

    private const string ProgramRoot = "2.16.840.1.113883.3.249.7";
    private const string CehrtRoot = "2.16.840.1.113883.3.2074.1";
    private const string NpiRoot = "2.16.840.1.113883.4.6";
    private const string TinRoot = "2.16.840.1.113883.4.2";
    private const string VirtualGroupRoot = "2.16.840.1.113883.3.249.5.2";
    private const string ApmEntityRoot = "2.16.840.1.113883.3.249.5.4";
    private const string SubgroupRoot = "2.16.840.1.113883.3.249.5.5";
    private const string MvpRoot = "2.16.840.1.113883.3.249.5.6";

    private static readonly string[] Performer = ["documentationOf", "serviceEvent", "performer", "assignedEntity"];

    /// <summary>The programme names of the guide of 2025.</summary>
    public static FrozenDictionary<string, QrdaProgram> Programs { get; } = new Dictionary<string, QrdaProgram>
    {
        ["MIPS"] = new(Mips, Individual),
        ["MIPS_INDIV"] = new(Mips, Individual),
        ["MIPS_GROUP"] = new(Mips, Group),
        ["MIPS_SUBGROUP"] = new(Mips, Subgroup),
        ["MIPS_VIRTUALGROUP"] = new(Mips, VirtualGroup),
        ["MIPS_APMENTITY"] = new(Mips, Apm),
        ["MIPS_APP1_INDIV"] = new(App, Individual),
        ["MIPS_APP1_GROUP"] = new(App, Group),
        ["MIPS_APP1_APMENTITY"] = new(App, Apm),
        ["APP_PLUS_INDIV"] = new(AppPlus, Individual),
        ["APP_PLUS_GROUP"] = new(AppPlus, Group),
        ["APP_PLUS_APMENTITY"] = new(AppPlus, Apm),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a programme name as the submission writes it is one of those that are taken.</summary>
    public static bool IsProgram(string name) => name.Equals(Mips, StringComparison.OrdinalIgnoreCase)
        || name.Equals(App, StringComparison.OrdinalIgnoreCase) || name.Equals(AppPlus, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the report is of traditional MIPS or an MVP, whose quality measures are judged population by population.</summary>
    public static bool IsMips(QrdaNode document) =>
        document[QrdaValue.RawProgram] is { } raw && Programs.TryGetValue(raw, out var program) && program.Program == Mips;

    /// <summary>Reads the header into the document's node.</summary>
    public static void Read(QrdaElement document, string space, QrdaNode node)
    {
        foreach (var name in Extensions(document, space, ProgramRoot, "informationRecipient", "intendedRecipient", "id"))
        {
            var program = Programs.GetValueOrDefault(name) ?? new QrdaProgram(name.ToLowerInvariant(), Individual);
            node.Keep(QrdaValue.Program, program.Program);
            node.Keep(QrdaValue.Entity, program.Entity);
            node.Keep(QrdaValue.RawProgram, name);
        }
        foreach (var cehrt in Participant(document, space, CehrtRoot))
            node.Keep(QrdaValue.Cehrt, cehrt);
        var entity = node[QrdaValue.Entity];
        if (IsMips(node) && entity != VirtualGroup)
            node.Take(QrdaValue.Mvp, Participant(document, space, MvpRoot).FirstOrDefault());
        switch (entity)
        {
            case Subgroup:
                node.Take(QrdaValue.Subgroup, Organization(document, space, SubgroupRoot));
                break;
            case Apm:
                node.Take(QrdaValue.EntityId, Organization(document, space, ApmEntityRoot));
                break;
            case VirtualGroup:
                node.Take(QrdaValue.EntityId, Organization(document, space, VirtualGroupRoot));
                break;
            case Individual:
                node.Take(QrdaValue.Npi, Extensions(document, space, NpiRoot, [.. Performer, "id"]).FirstOrDefault());
                break;
        }
        if (entity is not Apm)
            node.Take(QrdaValue.Tin, Organization(document, space, TinRoot));
    }

    private static IEnumerable<string> Participant(QrdaElement document, string space, string root) =>
        Extensions(document, space, root, "participant", "associatedEntity", "id");

    private static string? Organization(QrdaElement document, string space, string root) =>
        Extensions(document, space, root, [.. Performer, "representedOrganization", "id"]).FirstOrDefault();

    private static IEnumerable<string> Extensions(QrdaElement document, string space, string root, params string[] path) =>
        document.At(space, path).Where(id => id.Attribute("root") == root).Select(id => id.Attribute("extension")).OfType<string>();
}
