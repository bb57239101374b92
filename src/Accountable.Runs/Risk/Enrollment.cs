using Accountable.Data;
using Accountable.Data.Risk;
using Accountable.Risk;
using Accountable.Risk.Model;
using Accountable.Risk.Scoring;
using Accountable.Rules;

namespace Accountable.Runs.Risk;

/// <summary>People as the models see them, with those that cannot be scored in findings.</summary>
/// <param name="People">One a row of the file, in its order.</param>
/// <param name="Usable">Whether the person can be scored.</param>
/// <param name="Findings">Why others cannot.</param>
public sealed record Enrolled(IReadOnlyList<Enrollee> People, IReadOnlyList<bool> Usable, IReadOnlyList<Finding> Findings);

/// <summary>Turns rows of a people file into enrollees: age, segment, Medicaid.</summary>
public static class Enrollment
{
    private static readonly Segment[] WithMedicaid = [Segment.Ins, Segment.Ne, Segment.Snpne];

    /// <summary>Reads every row for models of one kind and payment year.</summary>
    public static Enrolled Of(PeopleFile file, IReadOnlyList<HccModel> models, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(law);
        var people = new Enrollee[file.Rows.Count];
        var usable = new bool[file.Rows.Count];
        var findings = new List<Finding>();
        for (var i = 0; i < people.Length; i++)
        {
            var row = file.Rows[i];
            if (Read(row, models, law, out var person) is { } problem)
                findings.Add(new Finding(Severity.RowRefused, file.Path, row.Line, problem.Column, problem.What, problem.Do));
            else
            {
                people[i] = person;
                usable[i] = true;
            }
        }
        return new Enrolled(people, usable, findings);
    }

    /// <summary>Reads one row; why it cannot be scored, or null.</summary>
    internal static Problem? Read(PersonRow row, IReadOnlyList<HccModel> models, RuleYear law, out Enrollee person)
    {
        person = default;
        var reason = (EntitlementReason)row.Reason;
        if (row.Birth is { } birth && row.Age is null && birth.Year > law.PaymentYear.Value)
            return new Problem("birth_date", "The birth date is after the payment year", "Check the date");
        var age = row.Age ?? AgeRule.On(row.Birth!.Value, reason, law);
        if (age > PersonLimits.GreatestAge)
            return new Problem("birth_date", $"The person would be {age} years old", "Check the date");

        var dual = (Dual: DualStatus.None, Medicaid: (bool?)null);
        if (row.DualStatus is { Length: > 0 } code)
        {
            if (DualStatusCodes.Read(code, law) is not { } known)
                return new Problem("dual_status", $"'{code}' is no dual status code", "Use 00 to 06, 08, 09 or 99");
            dual = known;
        }
        else if (row.DualStatus is not null)
            dual = (DualStatus.None, false);

        if (Choose(row, age, dual.Dual, models[0], law, out var segment) is { } problem)
            return problem;
        var medicaid = row.Medicaid ?? dual.Medicaid;
        if (NeedsDualStatus(row, segment, models[0]))
        {
            return new Problem(
                "dual_status",
                $"{segment.Name()} needs the dual status",
                "Add the column dual_status; 00 stands for not dual");
        }
        if (medicaid is null && WithMedicaid.Contains(segment))
            return new Problem("medicaid", $"{segment.Name()} needs the Medicaid flag", "Add medicaid with 1 or 0, or dual_status");

        // A graft in an institution says so itself; the status of other segments stands in its column.
        person = new Enrollee(
            age, row.Female ? Sex.Female : Sex.Male, reason, segment, medicaid ?? false, segment.IsEsrd() ? dual.Dual : DualStatus.None,
            segment.IsEsrd() && (row.Institutional ?? segment == Segment.GraftInst), segment.HasGraft() ? row.GraftMonths ?? 0 : 0);
        foreach (var model in models)
        {
            if (HccScore.WhyNot(person, model) is { } why)
                return new Problem("segment", why, "Check age, segment and model");
        }
        return null;
    }

    private static bool NeedsDualStatus(PersonRow row, Segment segment, HccModel model) =>
        segment.IsEsrd() && row.DualStatus is null && segment < Segment.Transplant1 && (row.Medicaid is null || model.Name != "ESRDV21");

    private static Problem? Choose(PersonRow row, int age, DualStatus dual, HccModel model, RuleYear law, out Segment segment)
    {
        segment = default;
        if (row.Segment.Length > 0)
        {
            if (Segments.Parse(row.Segment) is not { } named)
            {
                var shown = row.Segment.Length <= 20 ? row.Segment : row.Segment[..20];
                return new Problem("segment", $"'{shown}' is no segment", $"Use {Segments.NamesOf(model.IsEsrd)}");
            }
            segment = named;
            return null;
        }
        if (model.IsEsrd)
            return new Problem("segment", $"{model.Name} needs a segment", $"Use {Segments.NamesOf(esrd: true)}");
        if (row.Esrd == true)
        {
            return new Problem(
                "esrd",
                $"The person has end-stage renal disease, which {model.Name} does not score",
                "Score the person with ESRDV24 or ESRDV21");
        }
        if (row.DualStatus is null && row.Institutional != true && row.NewEnrollee != true)
        {
            return new Problem(
                "dual_status",
                "There is neither a segment nor a dual status",
                "Add segment, or dual_status with 00 for not dual");
        }
        segment = SegmentChoice.Of(age, (EntitlementReason)row.Reason, dual, row.Institutional ?? false, row.NewEnrollee ?? false, law);
        return null;
    }

    /// <summary>Why a person cannot be scored.</summary>
    internal sealed record Problem(string Column, string What, string Do);
}
