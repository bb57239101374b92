using System.Text;
using Accountable.Explanations;
using Accountable.Qpp.QualifyingParticipants;

namespace Accountable.Runs.Qpp;

/// <summary>Why one clinician is what the determination says: every score, what each lacked, then the derivation.</summary>
public static class QpExplanationText
{
    /// <summary>The explanation as text. The run must be traced to end with derivations.</summary>
    /// <exception cref="ArgumentException">The clinician is not in the facts.</exception>
    public static string Of(QpRun run, string npi)
    {
        ArgumentNullException.ThrowIfNull(run);
        var index = -1;
        for (var i = 0; i < run.Facts.Clinicians.Count && index < 0; i++)
            index = run.Facts.Clinicians[i].Npi == npi ? i : -1;
        if (index < 0)
            throw new ArgumentException($"NPI {npi} is not in the facts.", nameof(npi));
        return Of(run, index);
    }

    /// <summary>The explanation of the clinician at an index.</summary>
    public static string Of(QpRun run, int index)
    {
        ArgumentNullException.ThrowIfNull(run);
        var explanation = run.Determinations.Explain(index);
        var text = new StringBuilder();
        text.Append($"NPI {run.Facts.Clinicians[index].Npi}, performance year {run.Law.Year}, payment year {run.Law.PaymentYear}: ");
        text.Append($"{explanation.Determination.Status.Word()}\n");
        text.Append($"{run.Determinations.Reason(index, explanation.Determination)}\n\n");
        foreach (var attempt in explanation.Attempts)
        {
            var mark = ReferenceEquals(attempt, explanation.Determination.Decided) ? "*" : " ";
            text.Append($"  {mark} {attempt.Option.Word(),-10} {ThresholdScore.Who(attempt.Level, attempt.Of)}, ");
            text.Append($"snapshot {attempt.Snapshot}, {attempt.Basis.Word()}, {attempt.Method.Word()}: ");
            text.Append($"{attempt.Score} against {attempt.QpThreshold} and {attempt.PartialThreshold}: {attempt.Status.Word()}");
            if (!attempt.HasMedicareMinimum)
                text.Append("; lacks the Medicare minimum");
            else if (attempt.Lacks > 0)
            {
                var next = attempt.Status == QpStatus.PartialQp ? "QP" : "Partial QP";
                text.Append($"; lacks {Display.Of(Unit.Ratio, attempt.Lacks)} for {next}");
            }
            text.Append('\n');
        }
        foreach (var note in explanation.Notes)
            text.Append($"note: {note}\n");
        if (explanation.IsQp.Derivation is { } isQp && explanation.IsPartialQp.Derivation is { } isPartial)
            text.Append('\n').Append(Outline.Of(isQp, isPartial));
        return text.ToString();
    }
}
