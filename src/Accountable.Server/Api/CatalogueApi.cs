using Accountable.Rules;
using Accountable.Rules.Catalogue;
using Accountable.Rules.Episodes;
using Accountable.Runs.Episodes;
using Accountable.Runs.Qpp;
using Accountable.Server.Access;

namespace Accountable.Server.Api;

/// <summary>A payment model.</summary>
internal sealed record ModelView(string Id, IReadOnlyList<string> Aliases, string Name, string Kind, string Payer, string Sponsor,
    string Law, string List, bool MedicalHomeModel, DateOnly From, DateOnly? To, string Risk, string Pays, string Cehrt, string Quality,
    string LearnMore, IReadOnlyList<ModelStatusView> Statuses);

/// <summary>What a model was in a span of performance years.</summary>
internal sealed record ModelStatusView(string Years, bool AdvancedApm, bool MipsApm, string Citation, string Verified, string? Note);

/// <summary>An episode model with its page of text.</summary>
internal sealed record EpisodeModelView(string Id, string Name, string Version, string Hash, string Citation, string? Note, string Page);

/// <summary>A term in a plain sentence, and the parameters that speak of it.</summary>
internal sealed record TermView(string Term, IReadOnlyList<string> Aliases, string Sentence, string Citation, IReadOnlyList<string> See,
    IReadOnlyList<string> UsedIn);

/// <summary>Models and terms.</summary>
internal static class CatalogueApi
{
    private static readonly Lazy<IReadOnlyList<TermView>> Terms = new(() =>
        [.. RuleBook.Embedded.Catalogues.Terms.OrderBy(term => term.Term, StringComparer.OrdinalIgnoreCase).Select(View)]);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/models", Models).WithName("models").WithTags("models").Produces<TablePage>().For(Role.Viewer);
        api.MapGet("/models/{id}", Model).WithName("model").WithTags("models").For(Role.Viewer);
        api.MapGet("/episode-models", EpisodeModels).WithName("episode_models").WithTags("models").Produces<TablePage>().For(Role.Viewer);
        api.MapGet("/episode-models/{id}", EpisodeModel).WithName("episode_model").WithTags("models").For(Role.Viewer);
        api.MapGet("/glossary", () => Terms.Value).WithName("glossary").WithTags("glossary").For(Role.Viewer);
        api.MapGet("/glossary/{term}", Term).WithName("term").WithTags("glossary").For(Role.Viewer);
    }

    private static IResult Models(HttpContext http, int? year, string? status)
    {
        if (year is < 2017 or > 2027)
            throw ApiProblem.BadRequest("the catalogue of models runs from 2017 to 2027");
        if (status is not (null or "advanced" or "mips-apm"))
            throw ApiProblem.BadRequest("status is advanced or mips-apm");
        return CataloguePages.Models(RuleBook.Embedded, year is { } one ? new PerformanceYear(one) : null, status).Answer(http, "models");
    }

    private static ModelView Model(string id)
    {
        var model = RuleBook.Embedded.Catalogues.Model(id)
            ?? throw ApiProblem.NotFound("there is no such model; GET /api/v1/models lists them");
        return new ModelView(model.Id, model.Aliases, model.Name, Word(model.Kind), Word(model.Payer), model.Sponsor, model.Law,
            Word(model.List), model.MedicalHomeModel, model.From, model.To, model.Risk, model.Pays, model.Cehrt, model.Quality,
            model.LearnMore, [.. model.Statuses.Select(span => new ModelStatusView(span.Years.Text(Axis.PerformanceYear), span.AdvancedApm,
                span.MipsApm, span.Citation, Word(span.Verified), span.Note))]);
    }

    private static IResult EpisodeModels(HttpContext http) => DocumentTables.Models().Answer(http, "episode-models");

    private static EpisodeModelView EpisodeModel(string id)
    {
        var model = EpisodeDocuments.Find(id)
            ?? throw ApiProblem.NotFound("there is no such episode model; GET /api/v1/episode-models lists them");
        return new EpisodeModelView(model.Id, model.Name, model.Version, model.Hash, model.Citation, model.Note,
            DocumentTables.Page(model));
    }

    private static TermView Term(string term) => RuleBook.Embedded.Catalogues.Term(term) is { } found
        ? View(found) : throw ApiProblem.NotFound("the glossary has no such term; GET /api/v1/glossary lists them");

    private static TermView View(GlossaryTerm term) => new(term.Term, term.Aliases, term.Sentence, term.Citation, term.See,
        [.. RuleBook.Embedded.Parameters.Where(parameter => term.Aliases.Prepend(term.Term)
            .Any(name => Says(parameter.Label, name))).Select(parameter => parameter.Id)]);

    /// <summary>Whether a label has a name as whole words.</summary>
    private static bool Says(string label, string name)
    {
        for (var at = label.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = label.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !char.IsLetterOrDigit(label[at - 1]))
                && (at + name.Length == label.Length || !char.IsLetterOrDigit(label[at + name.Length])))
                return true;
        }
        return false;
    }

    private static string Word<T>(T word)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());
}
