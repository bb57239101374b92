using System.Buffers;
using System.Text;
using System.Text.Json;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.Feeds;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Truth;

namespace Accountable.Synthetic.Fhir;

/// <summary>Writes FHIR resources as CMS's bulk interface gives them in its second version: one a line, final action only.</summary>
internal static class Resources
{
    public const string Variables = "https://bluebutton.cms.gov/resources/variables/";
    public const string CodeSystems = "https://bluebutton.cms.gov/resources/codesystem/";
    private const string Beneficiary = "http://hl7.org/fhir/sid/us-mbi";

    /// <summary>The resource types in the order of their files.</summary>
    public static IReadOnlyList<string> Types { get; } = ["Patient", "Coverage", "ExplanationOfBenefit"];

    public static void Add(Pieces pieces, int aco, Person person, Ledger ledger, int lastLoad)
    {
        var writer = new Writer();
        Write(pieces[pieces.Files.FhirFile(aco, 0)], writer, json => Patient(json, person));
        foreach (var part in new[] { "a", "b" })
            Write(pieces[pieces.Files.FhirFile(aco, 1)], writer, json => Coverage(json, person, part));
        var file = pieces[pieces.Files.FhirFile(aco, 2)];
        foreach (var claim in ledger.Claims)
        {
            if (claim.Type == ClaimType.HealthPlanStay)
                continue;
            foreach (var version in Standing.Of(claim, lastLoad))
                Write(file, writer, json => Explanation.Write(json, person, version));
        }
    }

    /// <summary>The person's number among the resources; below zero, as CMS numbers made-up people.</summary>
    public static string Id(Person person) => $"-{10_000_000 + person.Index}";

    public static void Coding(Utf8JsonWriter json, string system, string code)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteEndObject();
    }

    public static void CodingExtension(Utf8JsonWriter json, string name, string code)
    {
        json.WriteStartObject();
        json.WriteString("url", Variables + name);
        json.WriteStartObject("valueCoding");
        json.WriteString("system", Variables + name);
        json.WriteString("code", code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static string Money(long cents) => (cents / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    private static void Write(Lines lines, Writer writer, Action<Utf8JsonWriter> resource)
    {
        lines.Text(writer.Text(resource));
        lines.EndLine();
    }

    private static void Patient(Utf8JsonWriter json, Person person)
    {
        json.WriteString("resourceType", "Patient");
        json.WriteString("id", Id(person));
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", Variables + "rfrnc_yr");
        json.WriteString("valueDate", LastYear(person).ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
        Monthly(json, person);
        json.WriteEndArray();
        json.WriteStartArray("identifier");
        for (var generation = person.NewIdentifiers.Count; generation >= 0; generation--)
        {
            json.WriteStartObject();
            json.WriteStartObject("type");
            json.WriteStartArray("coding");
            json.WriteStartObject();
            json.WriteStartArray("extension");
            json.WriteStartObject();
            json.WriteString("url", CodeSystems + "identifier-currency");
            json.WriteStartObject("valueCoding");
            json.WriteString("system", CodeSystems + "identifier-currency");
            json.WriteString("code", generation == person.NewIdentifiers.Count ? "current" : "historic");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("system", "http://terminology.hl7.org/CodeSystem/v2-0203");
            json.WriteString("code", "MC");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("system", Beneficiary);
            json.WriteString("value", World.Identifiers.Mbi(person.Index, generation));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("name");
        json.WriteStartObject();
        json.WriteString("family", World.Identifiers.LastName(person.Index));
        json.WriteStartArray("given");
        json.WriteStringValue(person.FirstName);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("gender", person.IsFemale ? "female" : "male");
        json.WriteString("birthDate", Days.Iso(person.BirthDay));
        if (person.DeathDay > 0)
            json.WriteString("deceasedDateTime", Days.Iso(person.DeathDay));
    }

    private static void Coverage(Utf8JsonWriter json, Person person, string part)
    {
        json.WriteString("resourceType", "Coverage");
        json.WriteString("id", $"part-{part}-{Id(person)}");
        json.WriteString("status", person.DeathDay > 0 ? "cancelled" : "active");
        json.WriteStartObject("beneficiary");
        json.WriteString("reference", "Patient/" + Id(person));
        json.WriteEndObject();
        json.WriteStartArray("extension");
        CodingExtension(json, "ms_cd", person.AgeIn(person.MonthCount - 1) < 65 ? "20" : "10");
        CodingExtension(json, "orec", person.AgeIn(0) < 65 ? "1" : "0");
        CodingExtension(json, "esrd_ind", person.Months.Any(month => month.HasFlag(Month.Esrd)) ? "Y" : "0");
        var first = (LastYear(person) - person.FirstYear) * 12;
        for (var month = 0; month < 12; month++)
        {
            var flags = person.Months[first + month];
            var code = (flags & (Month.PartA | Month.PartB)) switch { Month.PartA | Month.PartB => "3", Month.PartA => "1",
                Month.PartB => "2", _ => "0" };
            CodingExtension(json, $"buyin{month + 1:00}", code == "3" && flags.HasFlag(Month.Dual) ? "C" : code);
        }
        Monthly(json, person);
        json.WriteEndArray();
    }

    /// <summary>Whether the person was dual in each month of the last year.</summary>
    private static void Monthly(Utf8JsonWriter json, Person person)
    {
        var first = (LastYear(person) - person.FirstYear) * 12;
        for (var month = 0; month < 12; month++)
            CodingExtension(json, $"dual_{month + 1:00}", person.Months[first + month].HasFlag(Month.Dual) ? "02" : "00");
    }

    private static int LastYear(Person person) => person.FirstYear + person.MonthCount / 12 - 1;

    /// <summary>Writes one object into a text, over and over.</summary>
    private sealed class Writer
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public string Text(Action<Utf8JsonWriter> content)
        {
            _bytes.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_bytes))
            {
                json.WriteStartObject();
                content(json);
                json.WriteEndObject();
            }
            return Encoding.UTF8.GetString(_bytes.WrittenSpan);
        }
    }
}
