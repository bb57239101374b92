using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data;
using Accountable.Data.Risk;
using Accountable.Risk.Model;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Risk;

namespace Accountable.Cli.Commands;

/// <summary>CMS-HCC risk scores: score and explain.</summary>
internal static class RiskCommands
{
    public static Command Create() => new("risk", "CMS-HCC risk scores: score people, explain a score or a population.")
    {
        RiskScoreCommand.Create(), RiskExplainCommand.Create(),
    };

    public static Option<string?> People(bool required = true) => new("--people")
    {
        Description = "People: person_id, sex, orec, age or birth_date, and segment or dual_status.", HelpName = "P.csv",
        Required = required,
    };

    public static Option<string?> Diagnoses() => new("--diagnoses")
    {
        Description = "Diagnoses of the year before the payment year: person_id, icd10.", HelpName = "D.csv",
    };

    public static Option<string?> Model(bool required = true)
    {
        var option = new Option<string?>("--model")
        {
            Description = "V22, V23, V24, V28, ESRDV21, ESRDV24, or blend for the models of the payment year with their shares.",
            HelpName = "MODEL",
            Required = required,
            CustomParser = result =>
            {
                // The rule book is opened only when somebody names a model, so that other verbs start without it.
                var known = HccModel.Names(RuleBook.Embedded);
                var text = result.Tokens[0].Value;
                var model = known.Append(ScoreRun.BlendName).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
                if (model is null)
                    result.AddError($"'{text}' is no model; use {string.Join(", ", known)} or {ScoreRun.BlendName}.");
                return model;
            },
        };
        return option;
    }

    public static Option<int> PaymentYear(string name = "--payment-year")
    {
        var option = new Option<int>(name) { Description = "The payment year.", HelpName = "YEAR", Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var year) || year is < 1900 or > 2999))
                result.AddError($"'{text}' is no year.");
        });
        return option;
    }

    public static Option<bool> RawOnly() => new("--raw-only")
    {
        Description = "Only raw scores, for years without a normalization factor.",
    };

    public static DiagnosesFile? ReadDiagnoses(string? path, PeopleFile people, bool demographicOnly)
    {
        if (path is null && !demographicOnly)
            throw new UsageException("name the diagnoses with --diagnoses D.csv, or ask for --demographic-only scores");
        return path is null || demographicOnly ? null : DiagnosesFile.Read(path, people);
    }

    /// <summary>Rows that were refused make the run one that did not hold, though the rest is scored.</summary>
    public static int CodeOf(PopulationScores scores) =>
        scores.Findings.Any(finding => finding.Severity != Severity.Warning) ? Exit.NotHeld : Exit.Done;

    /// <summary>Findings, then counts that balance, then what is not verified: all to stderr.</summary>
    public static void Report(PopulationScores scores)
    {
        Printer.Findings(scores.Findings);
        foreach (var file in scores.Findings.GroupBy(finding => finding.File))
        {
            var columns = file.GroupBy(finding => finding.Column.Length > 0 ? finding.Column : "row")
                .Select(group => $"{group.Key} {group.Count():N0}");
            Console.Error.WriteLine($"{file.Count():N0} findings in {file.Key}: {string.Join(", ", columns)}.");
        }
        var counts = scores.Counts;
        Console.Error.WriteLine($"{counts.Scored:N0} of {counts.People:N0} rows of people scored.");
        if (counts.Diagnoses > 0)
        {
            Console.Error.WriteLine(
                $"{counts.Diagnoses:N0} rows of diagnoses: {counts.Mapped:N0} with a category, "
                + $"{counts.WithoutCategory:N0} with one of {counts.CodesWithoutCategory.Count:N0} codes that have none, "
                + $"{counts.OtherYear:N0} not valid in the payment year, {counts.NotUsed:N0} refused.");
        }
        Printer.Unverified([.. scores.Law.Unverified]);
    }

    public static Manifest ManifestOf(
        string pipeline, RuleBook book, DateOnly? asOf, ScoreRun run, PeopleFile people, DiagnosesFile? diagnoses)
    {
        var decisions = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["models"] = string.Join(' ', run.Models.Select(model => model.Name)), ["payment_year"] = run.Law.PaymentYear.ToString(),
        };
        var inputs = new List<ManifestInput> { new(Path.GetFileName(people.Path), people.Sha256, people.RowCount, decisions) };
        if (diagnoses is not null)
        {
            var none = new Dictionary<string, string>(StringComparer.Ordinal);
            inputs.Add(new(Path.GetFileName(diagnoses.Path), diagnoses.Sha256, diagnoses.RowCount, none));
        }
        return new Manifest { Pipeline = pipeline, Book = book, AsOf = asOf ?? book.AsOf, Inputs = inputs };
    }
}
