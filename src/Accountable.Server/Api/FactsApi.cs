using Accountable.Runs.Aco;
using Accountable.Server.Access;
using Accountable.Server.Jobs;
using Accountable.Server.Pipelines;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Server.Api;

/// <summary>Which people behind the facts of a year.</summary>
/// <param name="EnrollmentType">esrd, disabled, aged_dual or aged_non_dual; null for everybody assigned.</param>
/// <param name="WithScores">Whether their risk scores are asked for as well.</param>
/// <param name="Query">Sorting, filters and paging.</param>
internal sealed record FactPeopleRequest(string? EnrollmentType = null, bool WithScores = false, TableQuery? Query = null);

/// <summary>Whose claims behind the facts of a year.</summary>
/// <param name="PersonId">The person as the table of people has them.</param>
/// <param name="EnrollmentType">The enrollment type of that row; none for a person without a month of any.</param>
/// <param name="Query">Sorting, filters and paging.</param>
internal sealed record FactClaimsRequest(string PersonId, string EnrollmentType, TableQuery? Query = null);

/// <summary>Claims of one person, and what they come to on the way to the fact.</summary>
/// <param name="EnrollmentType">The enrollment type.</param>
/// <param name="Months">The person's months of it.</param>
/// <param name="Lines">Claims and lines that count.</param>
/// <param name="LeftOut">Claims and lines that do not.</param>
/// <param name="Counted">What those that count add up to, dollars, not rounded.</param>
/// <param name="Annualized">Dollars a person-year.</param>
/// <param name="Threshold">Where the type is truncated, dollars a person-year; null without a type.</param>
/// <param name="Truncated">Dollars a person-year within the threshold.</param>
/// <param name="Completion">The completion factor; null without a type.</param>
/// <param name="Expenditures">Dollars that the person adds to the type's expenditures.</param>
/// <param name="Claims">The claims.</param>
internal sealed record FactClaimsView(string EnrollmentType, int Months, int Lines, int LeftOut, decimal Counted, decimal Annualized,
    decimal? Threshold, decimal Truncated, decimal? Completion, decimal Expenditures, TablePage Claims);

/// <summary>What a fact of a derivation is made of: the people behind it, and their claims.</summary>
internal static class FactsApi
{
    private const string None = "none";

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/runs/{job}/facts/{year:int}").WithTags("runs");
        group.MapGet("/", Summary).WithName("run_facts")
            .WithSummary("People and claim lines behind the facts of a year, by enrollment type; small counts are hidden.")
            .Produces<TablePage>().For(Role.Viewer, EntityOf.Job);
        group.MapPost("/people", People).WithName("run_fact_people")
            .WithSummary("The people behind the facts of a year, one by one.").Produces<TablePage>().ForPeople(EntityOf.Job);
        group.MapPost("/claims", Claims).WithName("run_fact_claims")
            .WithSummary("The claim lines of one of these people, who is named in the body and never in an address.")
            .ForPeople(EntityOf.Job);
    }

    private static IResult Summary(string job, int year, bool? with_scores, HttpContext http, JobLedger ledger, FactYears years)
    {
        var run = ledger.Of(job, JobKind.Run);
        var table = FactTables.Summary(years.Of(run, year, with_scores == true, http.RequestAborted));
        return (run.Entities.All(Caller.Of(http).MaySeePeople) ? table : SmallCounts.Hide(table, TablePages.Columns(table)))
            .Answer(http, $"facts-{year}");
    }

    private static IResult People(string job, int year, FactPeopleRequest request, HttpContext http, JobLedger ledger, FactYears years) =>
        FactTables.People(years.Of(ledger.Of(job, JobKind.Run), year, request.WithScores, http.RequestAborted),
            TypeOf(request.EnrollmentType)).Answer(request.Query ?? new TableQuery(), $"people-{year}");

    private static FactClaimsView Claims(
        string job, int year, FactClaimsRequest request, HttpContext http, JobLedger ledger, FactYears years)
    {
        if (request.PersonId is not { Length: > 0 and <= 64 })
            throw ApiProblem.BadRequest("name a person_id");
        var (run, type) = (ledger.Of(job, JobKind.Run), request.EnrollmentType == None ? null : TypeOf(request.EnrollmentType));
        var facts = years.Of(run, year, withScores: false, http.RequestAborted);
        var person = facts.People.FirstOrDefault(one => one.Type == type
            && (facts.Ids.GetValueOrDefault(one.Key) ?? $"key {one.Key}") == request.PersonId) ?? throw ApiProblem.NotThere();
        var claims = years.Claims(run, year, person.Key, type, http.RequestAborted);
        var counted = type is null ? [] : claims.Where(claim => claim.LeftOut.Length == 0).ToList();
        var law = type is null ? null : years.LawOf(job, year);
        return new FactClaimsView(request.EnrollmentType, person.Months, counted.Count, claims.Count - counted.Count,
            counted.Sum(claim => claim.Counted.Amount), person.Expenditures.Annualized.Amount,
            type is { } known ? law!.Thresholds[known].Amount : null, person.Expenditures.Truncated.Amount,
            type is { } same ? law!.Completion[same].Amount : null, person.Expenditures.Weighted.Amount,
            FactTables.Claims(claims).Page(request.Query ?? new TableQuery(Limit: TablePages.MostRows)));
    }

    private static EnrollmentType? TypeOf(string? name) => name is null ? null : EnrollmentTypes.Of(name)
        ?? throw ApiProblem.BadRequest($"enrollment_type is one of {string.Join(", ", EnrollmentTypes.All.Select(type => type.Name()))}");
}
