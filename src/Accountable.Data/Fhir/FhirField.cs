using System.Text.Json;

namespace Accountable.Data.Fhir;

/// <summary>Where one column's value lies in an ExplanationOfBenefit: places in the order in which they are tried.</summary>
/// <param name="Table">claim for all, or the table.</param>
/// <param name="Column">The column.</param>
/// <param name="Places">The kinds of place with their names.</param>
internal sealed record FhirField(string Table, string Column, IReadOnlyList<(string Kind, string Name)> Places)
{
    private static readonly Lazy<ILookup<string, FhirField>> Embedded = new(() => Load().ToLookup(field => field.Table));

    /// <summary>The fields of a table, or of every claim.</summary>
    public static IEnumerable<FhirField> Of(string table) => Embedded.Value[table];

    /// <summary>The first value that there is.</summary>
    /// <param name="claim">The resource.</param>
    /// <param name="item">The line; the resource itself for fields of the claim.</param>
    public string? Read(JsonElement claim, JsonElement item)
    {
        foreach (var (kind, name) in Places)
        {
            if (At(kind, name, claim, item) is { Length: > 0 } value)
                return value;
        }
        return null;
    }

    private static string? At(string kind, string name, JsonElement claim, JsonElement item) => kind switch
    {
        "path" => claim.First(name),
        "item-path" => item.First(name),
        "ext" => claim.Extension(name),
        "item-ext" => item.Extension(name),
        "period-ext" => claim.All("billablePeriod").Select(period => period.Extension(name)).FirstOrDefault(),
        "facility-ext" => claim.All("facility").Select(facility => facility.Extension(name)).FirstOrDefault(),
        "info" => Information(claim, name),
        "type" => claim.All("type").Select(type => type.Code(name)).FirstOrDefault(),
        "id" => Identifier(claim, name),
        "adj" => Amount(claim, "adjudication", "category", name),
        "item-adj" => Amount(item, "adjudication", "category", name),
        "total" => Amount(claim, "total", "category", name),
        "benefit" => claim.At("benefitBalance.financial").Where(part => part.Has("type", name))
            .Select(part => part.First("usedMoney.value")).FirstOrDefault(value => value is not null),
        "team" => Member(claim, name, null),
        "item-team" => Member(claim, name, Sequences(item)),
        "item-team-ext" => Members(claim, Sequences(item)).Select(member => member.Extension(name))
            .FirstOrDefault(code => code is not null),
        "specialty" => Members(claim, Sequences(item)).SelectMany(member => member.All("qualification"))
            .Select(concept => concept.Code(name))
            .FirstOrDefault(code => code is not null),
        "org" => Organization(claim, name),
        "item-code" => Coded(item, name),
        _ => throw new InvalidDataException($"The fields know no place {kind}."),
    };

    private static string? Information(JsonElement claim, string name)
    {
        foreach (var info in claim.All("supportingInfo"))
        {
            if (info.All("code").Select(code => code.Code(name)).FirstOrDefault() is { } coded)
                return coded;
            if (!info.Has("category", name) && !info.Has("code", name))
                continue;
            return info.First("code.coding.code") ?? info.Text("timingDate") ?? info.First("timingPeriod.start") ?? info.Value();
        }
        return null;
    }

    private static string? Identifier(JsonElement claim, string name) => claim.All("identifier")
        .Where(identifier => FhirElement.Is(identifier.Text("system"), name) || identifier.Has("type", name))
        .Select(identifier => identifier.Text("value")).FirstOrDefault(value => value is not null);

    private static string? Amount(JsonElement element, string child, string category, string name) => element.All(child)
        .Where(part => part.Has(category, name)).Select(part => part.First("amount.value") ?? part.Text("value"))
        .FirstOrDefault(value => value is not null);

    private static HashSet<string> Sequences(JsonElement item) =>
        [.. item.All("careTeamSequence").Select(FhirElement.Text).OfType<string>()];

    private static IEnumerable<JsonElement> Members(JsonElement claim, HashSet<string>? sequences) => claim.All("careTeam")
        .Where(member => sequences is null || (member.Text("sequence") is { } sequence && sequences.Contains(sequence)));

    private static string? Member(JsonElement claim, string role, HashSet<string>? sequences) => Members(claim, sequences)
        .Where(member => member.Has("role", role))
        .Select(member => member.First("provider.identifier.value") ?? Contained(claim, member.Reference("provider"))
            .SelectMany(provider => provider.All("identifier")).Where(identifier => IsNpi(identifier, "npi") || IsNpi(identifier, "us_npi"))
            .Select(identifier => identifier.Text("value")).FirstOrDefault())
        .FirstOrDefault(npi => npi is not null);

    private static string? Organization(JsonElement claim, string name)
    {
        // Version 3 names the one that bills; version 2 has one organization.
        var named = Contained(claim, claim.Reference("provider")).ToList();
        var organizations = named.Count > 0 ? named : [.. claim.All("contained")
            .Where(each => each.Text("resourceType") == "Organization")];
        return organizations.SelectMany(each => each.All("identifier")).Where(identifier => IsNpi(identifier, name))
            .Select(identifier => identifier.Text("value")).FirstOrDefault(value => value is not null);
    }

    private static IEnumerable<JsonElement> Contained(JsonElement claim, string? reference) => reference is null ? []
        : claim.All("contained").Where(each => each.Text("id") == reference.TrimStart('#'));

    private static bool IsNpi(JsonElement identifier, string name) =>
        FhirElement.Is(identifier.Text("system"), name) || identifier.Has("type", name);

    private static string? Coded(JsonElement item, string path)
    {
        var dot = path.LastIndexOf('.');
        return item.At(path[..dot]).Select(concept => concept.Code(path[(dot + 1)..])).FirstOrDefault(code => code is not null);
    }

    private static List<FhirField> Load()
    {
        using var stream = typeof(FhirField).Assembly.GetManifestResourceStream("fhir-fields.txt")!;
        using var reader = new StreamReader(stream);
        var fields = new List<FhirField>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            fields.Add(new FhirField(words[0], words[1], [.. words[2..]
                .Select(word => word.IndexOf(':') is var colon ? (word[..colon], word[(colon + 1)..]) : default)]));
        }
        return fields;
    }
}
