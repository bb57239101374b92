using Accountable.Risk.Model;

namespace Accountable.Risk.Scoring;

/// <summary>Scores one person in the order of CMS's software. <see cref="BulkScore"/> gives the same for columns of people.</summary>
public static class HccScore
{
    private const string Software = "CMS-HCC Model Software";

    /// <summary>The raw score of a person with everything that led to it.</summary>
    /// <param name="person">Age, sex and status.</param>
    /// <param name="diagnoses">The diagnoses of the year before the payment year; order and repeats do not matter.</param>
    /// <param name="model">The model in its payment year.</param>
    /// <exception cref="NotScorableException">The segment is no part of the model or has no coefficients for the person.</exception>
    public static PersonScore Determine(Enrollee person, IEnumerable<Icd10Code> diagnoses, HccModel model)
    {
        ArgumentNullException.ThrowIfNull(diagnoses);
        ArgumentNullException.ThrowIfNull(model);
        if (WhyNot(person, model) is { } why)
            throw new NotScorableException(why);

        // Step 3.5: edits by age and sex, then ICD-10 to condition categories.
        var mapped = diagnoses.Distinct().Select(code => Map(code, person, model)).ToList();
        var categories = new SortedSet<int>(mapped.SelectMany(diagnosis => diagnosis.Categories));

        // Step 3.6: categories that the model drops, then the hierarchies in file order.
        var removed = Drop(categories, model);
        removed.AddRange(ApplyHierarchies(categories, model));

        var demographic = DemographicTerms(person, model);
        var terms = person.Segment.IsDemographicOnly() ? demographic : [.. demographic, .. DiseaseTerms(person, categories, model)];
        return new PersonScore
        {
            Person = person,
            Diagnoses = mapped,
            Removed = removed,
            Hccs = [.. categories],
            Terms = terms,
            Demographic = Graft.Adjusted(model, person, Sum(demographic)).As("demographic part", Software),
            Raw = Graft.Adjusted(model, person, Sum(terms)).As($"raw {model.Name} score, {person.Segment.Name()}", Software),
        };
    }

    /// <summary>Why the model cannot score a person; null when it can.</summary>
    public static string? WhyNot(Enrollee person, HccModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (person.Segment.IsEsrd() != model.IsEsrd)
            return $"{person.Segment.Name()} is no segment of {model.Name}; its segments are {Segments.NamesOf(model.IsEsrd)}";
        if (person.Segment >= Segment.Transplant1)
            return null;
        if (person.Segment.HasGraft() && Graft.Period(model, person.GraftMonths) is null)
        {
            return $"{person.Segment.Name()} needs the months since the transplant, "
                + "and the first months are scored as TRANSPLANT_1M, TRANSPLANT_2M and TRANSPLANT_3M";
        }
        return Status.Cell(person, model) is null ? $"{person.Segment.Name()} has no coefficient for age {person.Age}" : null;
    }

    private static MappedDiagnosis Map(Icd10Code code, Enrollee person, HccModel model) => new(
        code, model.Map.Standing(code), model.Map.IsEdited(code, person.Age, person.Sex),
        model.Map.Categories(code, person.Age, person.Sex));

    private static List<RemovedHcc> Drop(SortedSet<int> categories, HccModel model)
    {
        var dropped = model.Dropped.Where(rule => categories.Contains(rule.Category) && !rule.KeptWith.Any(categories.Contains)).ToList();
        foreach (var rule in dropped)
            categories.Remove(rule.Category);
        return [.. dropped.Select(rule => new RemovedHcc(rule.Category, null))];
    }

    private static List<RemovedHcc> ApplyHierarchies(SortedSet<int> categories, HccModel model)
    {
        var removed = new List<RemovedHcc>();
        foreach (var rule in model.Hierarchies)
        {
            // A rule fires only if its HCC still stands when its turn comes.
            if (!categories.Contains(rule.Hcc))
                continue;
            foreach (var lower in rule.Drops.Where(categories.Remove))
                removed.Add(new RemovedHcc(lower, rule.Hcc));
        }
        return removed;
    }

    private static List<ScoreTerm> DemographicTerms(Enrollee person, HccModel model)
    {
        if (person.Segment >= Segment.Transplant1)
            return [Term(model.FlatCoefficient(Graft.TransplantVariable(person.Segment)), Graft.TransplantVariable(person.Segment))];
        var segment = model.CoefficientsOf(person);
        var cell = Status.Cell(person, model)!.Variable;
        var terms = new List<ScoreTerm> { Term(model.Coefficient(segment, cell), cell) };
        terms.AddRange(Status.Variables(person, model.AgedFrom).Where(segment.Has)
            .Select(variable => Term(model.Coefficient(segment, variable), variable)));
        if (person.Segment.HasGraft())
            terms.AddRange(Graft.Variables(model, person).Select(variable => Term(model.FlatCoefficient(variable), variable)));
        return terms;
    }

    private static IEnumerable<ScoreTerm> DiseaseTerms(Enrollee person, SortedSet<int> hccs, HccModel model)
    {
        var segment = model.CoefficientsOf(person);
        foreach (var variable in hccs.Select(hcc => $"HCC{hcc}").Where(segment.Has))
            yield return new ScoreTerm(TermKind.Hcc, variable, model.Coefficient(segment, variable));

        var disabled = Status.IsDisabled(person, model.AgedFrom);
        var underAged = Status.ScoredAge(person, model.AgedFrom) < model.AgedFrom;
        foreach (var interaction in model.Interactions)
        {
            var holds = (disabled || !interaction.Disabled) && (underAged || !interaction.UnderAged)
                && interaction.Groups.All(group => group.Any(hccs.Contains));
            if (holds && segment.Has(interaction.Variable))
                yield return new ScoreTerm(TermKind.Interaction, interaction.Variable, model.Coefficient(segment, interaction.Variable));
        }

        foreach (var (from, orMore, variable) in segment.PaymentCounts)
        {
            if (hccs.Count == from || (orMore && hccs.Count > from))
                yield return new ScoreTerm(TermKind.Count, variable, model.Coefficient(segment, variable));
        }
    }

    private static ScoreTerm Term(RiskScore value, string variable) => new(TermKind.Demographic, variable, value);

    private static RiskScore Sum(IReadOnlyList<ScoreTerm> terms) =>
        terms.Skip(1).Aggregate(terms[0].Value, (sum, term) => sum + term.Value);
}
