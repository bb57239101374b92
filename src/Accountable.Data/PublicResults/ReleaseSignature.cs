namespace Accountable.Data.PublicResults;

/// <summary>CMS's own results files have no year column; a release is known by columns that only it has.</summary>
internal static class ReleaseSignature
{
    /// <summary>Year, columns that must be there, columns that must not. Names without case and signs.</summary>
    private static readonly (int Year, string[] Has, string[] Lacks)[] Known =
    [
        (2014, ["startdate", "track1", "track2", "qualperfshare", "readmrate1000", "nabyear"], ["metqps", "currenttrack1"]),
        (2016, ["initialtrack3", "currenttrack3", "metqps", "readmrate1000"], ["initialtrack1plus", "disadj"]),
        (2018, ["initialtrack1plus", "currenttrack1plus", "qualperfshare", "recvdmean", "disaffqual"], ["currentbasica"]),
        (2021, ["currentbasica", "maxsharerate", "recvd30p", "measuremcc1"], ["met30pctl"]),
        (2022, ["currenttrack", "met30pctl", "recvd30p", "impactmidyeartermination"], ["metaltqps", "met40pctl"]),
        (2023, ["currenttrack", "met30pctl", "metaltqps", "recvd30p"], ["met40pctl"]),
        (2024, ["currenttrack", "met40pctl", "metaltqps", "recvd40p", "reportwi", "guardrail", "reducedss"], ["met30pctl"]),
    ];

    /// <summary>The year of the one release that the header fits, or null.</summary>
    public static int? YearOf(IReadOnlySet<string> header)
    {
        var fits = Known
            .Where(release => release.Has.All(header.Contains) && !release.Lacks.Any(header.Contains))
            .Select(release => release.Year).ToList();
        return fits.Count == 1 ? fits[0] : null;
    }

    public static string KnownYears => string.Join(", ", Known.Select(release => release.Year));
}
