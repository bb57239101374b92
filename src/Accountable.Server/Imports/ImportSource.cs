using Accountable.Server.Api;

namespace Accountable.Server.Imports;

/// <summary>What somebody who uploads says of files that do not say it themselves.</summary>
/// <param name="Kind">cms, fhir, rif or mapped; null to recognise it by the names of the files.</param>
/// <param name="Aco">Whose claims these are.</param>
/// <param name="Day">The day they were made.</param>
internal sealed record ImportSource(string? Kind, string? Aco, DateOnly? Day)
{
    public const string Cms = "cms";
    public const string Fhir = "fhir";
    public const string Rif = "rif";
    public const string Mapped = "mapped";

    private const int GreatestName = 64;

    /// <summary>Checks what was said.</summary>
    /// <exception cref="ApiProblem">It is none of these.</exception>
    public static ImportSource Of(string? kind, string? aco, DateOnly? day)
    {
        if (kind is not (null or Cms or Fhir or Rif or Mapped))
            throw ApiProblem.BadRequest("source is cms, fhir, rif or mapped; leave it out to have it recognised");
        if (aco is { } name && (name.Length is 0 or > GreatestName || !name.All(char.IsAsciiLetterOrDigit)))
            throw ApiProblem.BadRequest("aco is an identifier such as A1234");
        return new ImportSource(kind, aco?.ToUpperInvariant(), day);
    }
}
