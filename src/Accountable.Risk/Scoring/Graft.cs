using System.Globalization;
using System.Text.RegularExpressions;
using Accountable.Risk.Model;

namespace Accountable.Risk.Scoring;

/// <summary>What a functioning graft adds, by the months since the transplant. ESRD software, after the sums of the segments.</summary>
internal static partial class Graft
{
    private const string Divisor = "ActAdj_";

    /// <summary>The flat coefficient of a month of the transplant.</summary>
    public static string TransplantVariable(Segment segment) =>
        segment.Name().Replace("TRANSPLANT_", "TRANSPLANT_KIDNEY_ONLY_", StringComparison.Ordinal);

    /// <summary>The period of a number of months, such as <c>DUR4_9</c>; null in the first months, which have flat scores.</summary>
    public static string? Period(HccModel model, int months)
    {
        foreach (var variable in model.AllSegments.SelectMany(segment => segment.Values.Keys))
        {
            if (Duration().Match(variable) is not { Success: true } match || months < Whole(match, "from"))
                continue;
            if (match.Groups["open"].Success || months <= Whole(match, "to"))
                return match.Groups["period"].Value;
        }
        return null;
    }

    /// <summary>The names of the coefficients that are added for a person.</summary>
    public static IEnumerable<string> Variables(HccModel model, Enrollee person)
    {
        var period = Period(model, person.GraftMonths)!;
        var age = person.Age >= model.AgedFrom ? "GE65" : "LT65";
        if (person.Segment == Segment.NeGraft && Status.ScoredAge(person, model.AgedFrom) >= model.AgedFrom)
            age = "GE65";

        // ESRD V21: one amount by age and months.
        if (model.HasFlat($"{age}_{period}"))
        {
            yield return $"{age}_{period}";
            yield break;
        }

        // ESRD V24: by dual status as well; a flag for partial duals and an amount for institutional people, new enrollees apart.
        var place = person.Segment == Segment.GraftInst ? "FGI" : "FGC";
        yield return $"{place}_{age}_{period}_{(person.Dual == DualStatus.Full ? "FBD" : "ND_PBD")}";
        if (person.Dual == DualStatus.Partial && person.Segment != Segment.NeGraft)
            yield return $"{place}_PBD_{age}_flag";
        if (person.Institutional && person.Segment == Segment.GraftInst)
            yield return $"LTI_{age}";
    }

    /// <summary>ESRD V24 divides the sum of a new enrollee by an actuarial adjustment.</summary>
    public static RiskScore Adjusted(HccModel model, Enrollee person, RiskScore sum)
    {
        var variable = Divisor + Period(model, person.GraftMonths);
        return person.Segment == Segment.NeGraft && model.HasFlat(variable) ? sum / model.FlatRatio(variable) : sum;
    }

    private static int Whole(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"_(?<period>DUR(?<from>\d+)(_(?<to>\d+)|(?<open>PL)))(_|$)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Duration();
}
