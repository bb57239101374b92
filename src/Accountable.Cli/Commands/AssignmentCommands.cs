using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Assignment;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Cli.Commands;

/// <summary>Assignment from a store: who is assigned to an ACO, and why a person is or is not.</summary>
internal static class AssignmentCommands
{
    public static IEnumerable<Command> Create() => [Assign(), Person()];

    private static Command Assign()
    {
        var options = new Options();
        var output = new Option<string?>("--out")
        {
            Description = "Write assignment.csv (person_id,aco_id,assigned,step,reason), assignment.json with the counts and "
                + "manifest.json into this folder. The first names beneficiaries: keep it where the store is.",
            HelpName = "DIR",
        };
        var previous = new Option<string?>("--previous")
        {
            Description = "assignment.csv of an earlier run: say who came and who left, by cause.", HelpName = "FILE",
        };
        var format = CommonOptions.Formats();
        var command = new Command("assign", """
            Assigns beneficiaries to an ACO by the steps of 42 CFR 425.402, from the claims and lists in a store.
            Prints counts by step and reason.

            Examples:
              accountable mssp assign --store claims --aco A0001 --year 2024 --out assigned
              accountable mssp assign --store claims --aco A0001 --year 2025 --window prospective --previous assigned/assignment.csv
            """);
        options.AddTo(command);
        command.Add(output);
        command.Add(previous);
        command.Add(format);
        command.SetAction(parsed =>
        {
            using var session = options.Open(parsed);
            var run = session.Run;
            Printer.Findings(run.Findings);
            var result = AssignmentTables.Of(run, session.Request, session.PersonIds());
            var turnover = parsed.GetValue(previous) is { } before ? result.Turnover(before) : null;
            if (parsed.GetValue(output) is { } folder)
                Write(folder, result, turnover, session.Manifest("mssp assign"));
            var table = turnover ?? result.Counts();
            Printer.Print(table, parsed.GetValue(format) ?? Printer.Default);
            Printer.Unverified([.. session.Request.Law.Unverified]);
            Console.Error.WriteLine($"{result.Assigned:N0} of {result.People:N0} people with a primary care service "
                + $"or on a list are assigned to {session.Request.Aco} for {session.Request.Year}.");
            return Exit.Done;
        });
        return command;
    }

    private static void Write(string folder, AssignmentTables result, Table? turnover, Manifest manifest)
    {
        Printer.WriteFile(Path.Combine(folder, "assignment.csv"),
            text => Table.WriteCsv(text, AssignmentTables.Columns, result.Rows()));
        Printer.WriteFile(Path.Combine(folder, "assignment.json"), Printer.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("manifest");
            manifest.Write(json);
            json.WriteNumber("people", result.People);
            json.WriteNumber("assigned", result.Assigned);
            json.WritePropertyName("steps");
            result.Counts().Write(json);
            if (turnover is not null)
            {
                json.WritePropertyName("turnover");
                turnover.Write(json);
            }
            json.WriteEndObject();
        }));
        Printer.WriteFile(Path.Combine(folder, "manifest.json"), manifest.ToJson());
    }

    private static Command Person()
    {
        var options = new Options();
        var person = new Option<string>("--person")
        {
            Description = "The beneficiary's identifier, any that the person ever had.", HelpName = "ID", Required = true,
        };
        var format = CommonOptions.Formats();
        var command = new Command("assignment", """
            Shows why one person is or is not assigned: each entity's services and charges, the step, and what decided.

            Example:
              accountable mssp assignment --person 1A00A00AA00 --store claims --aco A0001 --year 2024
            """);
        options.AddTo(command);
        command.Add(person);
        command.Add(format);
        command.SetAction(parsed =>
        {
            using var session = options.Open(parsed);
            Printer.Findings(session.Run.Findings);
            if (session.Facts(parsed.GetValue(person)!) is not { } facts)
                throw new UsageException("the store knows no such person with a primary care service in the windows");
            var determination = session.Run.Determine(facts);
            Printer.Print(AssignmentTables.Of(facts, determination), parsed.GetValue(format) ?? Printer.Default);
            Console.Error.WriteLine(AssignmentTables.Sentence(facts, determination, session.Request));
            return Exit.Done;
        });
        return command;
    }

    /// <summary>What every verb over assigned people asks.</summary>
    internal sealed class Options
    {
        private readonly Option<string> _store = new("--store")
        {
            Description = "The store: a folder, or a PostgreSQL database as postgres://user@host/database.",
            HelpName = "DIR|URL", Required = true,
        };

        private readonly Option<string> _aco = new("--aco") { Description = "The ACO, such as A0001.", HelpName = "ACO", Required = true };
        private readonly Option<int?> _year = CommonOptions.Year("--year", "The performance year.");

        private readonly Option<string?> _participants = new("--participants")
        {
            Description = "Participant lists in place of those in the store: aco_id,tin,ccn,npi,role,specialty,start,end.",
            HelpName = "FILE",
        };

        private readonly Option<AssignmentMethod?> _window = new("--window")
        {
            Description = "The ACO's method: retrospective (the year itself) or prospective (twelve months to September before it). "
                + "The default is what methods.csv in the store says, else retrospective.",
            HelpName = "retrospective|prospective",
        };

        private readonly Option<long> _seed = new("--seed")
        {
            Description = "The seed of the draw for ties that nothing else decides; it is in the manifest.", HelpName = "N",
            DefaultValueFactory = _ => 1,
        };

        private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();

        public void AddTo(Command command)
        {
            _year.Required = true;
            foreach (var option in new Option[] { _store, _aco, _year, _participants, _window, _seed, _asOf })
                command.Add(option);
        }

        /// <summary>The ACO and the year.</summary>
        public (string Aco, int Year) Of(ParseResult parsed) => (parsed.GetValue(_aco)!, parsed.GetValue(_year)!.Value);

        /// <summary>The store.</summary>
        public string Store(ParseResult parsed) => parsed.GetValue(_store)!;

        /// <summary>The law of the year, on the day that was asked for.</summary>
        public RuleYear Law(ParseResult parsed)
        {
            var year = new PerformanceYear(parsed.GetValue(_year)!.Value);
            return parsed.GetValue(_asOf) is { } day ? RuleBook.Embedded.For(year, day) : RuleBook.Embedded.For(year);
        }

        public AssignmentSession Open(ParseResult parsed)
        {
            var (law, store, aco) = (Law(parsed), Store(parsed), parsed.GetValue(_aco)!);
            var year = law.Year;
            var method = parsed.GetValue(_window) ?? AssignmentSession.MethodOf(store, aco, year.Value) ?? AssignmentMethod.Retrospective;
            var request = new AssignmentRequest(aco, year, method, law, parsed.GetValue(_seed));
            return AssignmentSession.Open(store, request, parsed.GetValue(_participants));
        }
    }
}
