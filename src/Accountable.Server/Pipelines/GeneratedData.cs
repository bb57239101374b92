using Accountable.Data;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Claims;

namespace Accountable.Server.Pipelines;

/// <summary>Tells generated people from living ones by what cannot be put on later: their identifiers.</summary>
internal static class GeneratedData
{
    /// <summary>Refuses a store with anybody whose identifier could be a living person's. The generator writes an S in the second place,
    /// which CMS gives to nobody.</summary>
    /// <exception cref="FileRefusedException">There is such a person, or nobody at all.</exception>
    public static void Require(string location)
    {
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        using var reader = engine.Query("""
            select count(*), coalesce(sum(case when person_id is null or substr(person_id, 2, 1) <> 'S' or length(person_id) <> 11
                then 1 else 0 end), 0) from core.person_identifiers
            """);
        reader.Read();
        var (people, living) = (Convert.ToInt64(reader.GetValue(0)), Convert.ToInt64(reader.GetValue(1)));
        if (people == 0 || living > 0)
            throw new FileRefusedException(new Finding(Severity.FileRefused, location, 0, "",
                people == 0 ? "the store holds nobody" : "the store holds people whom the generator did not make, and the demo has a guest",
                "Show data of 'accountable claims generate', or serve without --demo"), isUsage: true);
    }
}
