using System.CommandLine;
using System.Globalization;
using Accountable.Cli.Output;
using Accountable.Data.Factors;
using Accountable.Data.Mips;
using Accountable.Data.Reports;
using Accountable.Runs.Aco;

namespace Accountable.Cli.Commands;

/// <summary>What the verbs over a store, an ACO and a year ask, and how they run.</summary>
internal sealed class AcoOptions(bool isRequired)
{
    private readonly Option<string?> _store = new("--store")
    {
        Description = "The store of claims: a folder, or a PostgreSQL database as postgres://user@host/database.",
        HelpName = "DIR|URL", Required = isRequired,
    };

    private readonly Option<string?> _aco = new("--aco")
    {
        Description = "The ACO in the store, such as A0001.", HelpName = "ACO", Required = isRequired,
    };

    private readonly Option<int?> _year = Year(isRequired);

    private readonly Option<string?> _factors = new("--factors")
    {
        Description = "The folder of CMS's national and regional factors (docs/reference/benchmark-inputs.md).", HelpName = "DIR",
    };

    private readonly Option<string?> _agreements = new("--agreements")
    {
        Description = "Agreements in place of those in the store (docs/guide/run.md).", HelpName = "FILE",
    };

    private readonly Option<string?> _participants = new("--participants")
    {
        Description = "Participant lists in place of those in the store: aco_id,tin,ccn,npi,role,specialty,start,end.", HelpName = "FILE",
    };

    private readonly Option<string?> _quality = new("--quality")
    {
        Description = "The quality performance score as a fraction, or a file of 'mssp quality score --out'.", HelpName = "0.82|FILE",
    };

    private readonly Option<bool> _means = new("--means-of-store")
    {
        Description = "Where national.csv has no mean risk scores take those of everybody in the ACO's files (A-708).",
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "The seed of the draw for ties of assignment that nothing else decides.", HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();
    private readonly Option<string[]> _overlays = CommonOptions.Overlay();

    /// <summary>Every option but the quality.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _store, _aco, _year, _factors, _agreements, _participants, _means, _seed, _asOf, _overlays })
            command.Add(option);
    }

    /// <summary>The options that a command has not already from elsewhere.</summary>
    public void AddStoreTo(Command command)
    {
        foreach (var option in new Option[] { _store, _aco, _agreements, _participants, _means, _seed })
            command.Add(option);
    }

    /// <summary>The quality.</summary>
    public void AddQuality(Command command) => command.Add(_quality);

    /// <summary>Whether a store is named.</summary>
    public bool IsStore(ParseResult parsed) => parsed.GetValue(_store) is not null;

    /// <summary>Runs with this object's own options.</summary>
    public AcoResult Run(ParseResult parsed, AcoScope scope, string? qpFacts = null) => Run(
        parsed, scope, parsed.GetValue(_year), parsed.GetValue(_factors), parsed.GetValue(_quality), parsed.GetValue(_overlays),
        parsed.GetValue(_asOf), qpFacts, null);

    /// <summary>Runs with options that stand elsewhere.</summary>
    public AcoResult Run(
        ParseResult parsed, AcoScope scope, int? year, string? factors, string? quality, string[]? overlays, DateOnly? asOf,
        string? qpFacts, Func<AgreementYear, AgreementYear>? changed)
    {
        var (score, scores) = QualityOf(quality);
        Printer.Findings(scores?.Findings ?? []);
        var request = new AcoRequest
        {
            Store = parsed.GetValue(_store)!,
            Aco = parsed.GetValue(_aco) ?? throw new UsageException("--store needs --aco, such as A0001"),
            Year = new PerformanceYear(year ?? throw new UsageException("--store needs --year, the performance year")),
            Book = CommonOptions.Book(overlays),
            AsOf = asOf,
            Scope = scope,
            Participants = parsed.GetValue(_participants),
            Agreements = parsed.GetValue(_agreements) is { } file ? Agreements.Read(file) : null,
            Factors = factors is null ? null : FactorFolder.Read(factors),
            EstimateMeans = parsed.GetValue(_means),
            QualityScore = score,
            Quality = scores,
            QpFacts = qpFacts,
            Seed = parsed.GetValue(_seed),
            Override = changed,
        };
        using var stop = new CancellationTokenSource();
        void Cancel(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            stop.Cancel();
        }
        Console.CancelKeyPress += Cancel;
        try
        {
            return AcoRun.Run(request, new Said(), stop.Token);
        }
        finally
        {
            Console.CancelKeyPress -= Cancel;
        }
    }

    /// <summary>Says on stderr what a person must know, and gives the exit code.</summary>
    public static int Say(AcoResult result)
    {
        Printer.Findings(result.Findings);
        foreach (var note in result.Notes)
            Console.Error.WriteLine($"note: {note}");
        foreach (var missing in result.Missing)
            Console.Error.WriteLine($"cannot be computed: {missing.What}: {missing.Because}. {missing.Supply}.");
        Printer.Unverified(result.Unverified);
        return result.Missing.Count > 0 || result.Findings.Any(finding => finding.Severity != Data.Severity.Warning)
            ? Exit.NotHeld : Exit.Done;
    }

    private static (decimal? Score, AcoQualityScores? Scores) QualityOf(string? quality)
    {
        if (quality is null)
            return (null, null);
        if (!decimal.TryParse(quality, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score))
            return (null, AcoQualityScores.Read(quality));
        return score is >= 0 and <= 1 ? (score, null)
            : throw new UsageException($"--quality {quality} is no fraction; write 0.82 for a score of 82");
    }

    private static Option<int?> Year(bool isRequired)
    {
        var option = CommonOptions.Year(description: "The performance year.");
        option.Required = isRequired;
        return option;
    }

    /// <summary>Says each step on stderr as it begins, in order and at once.</summary>
    private sealed class Said : IProgress<AcoProgress>
    {
        public void Report(AcoProgress value) => Console.Error.WriteLine($"{value.Done + 1} of {value.All}: {value.Step}");
    }
}
