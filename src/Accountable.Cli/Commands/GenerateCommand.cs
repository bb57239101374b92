using System.CommandLine;
using System.Globalization;
using Accountable.Cli.Output;
using Accountable.Runs;
using Accountable.Synthetic;

namespace Accountable.Cli.Commands;

/// <summary>Generates claim files with their truth beside them.</summary>
internal static class GenerateCommand
{
    private const int StepsOfProgress = 20;
    private static readonly string LayoutNames = string.Join(", ", GeneratorOptions.LayoutNames);

    public static Command Create()
    {
        var people = new Option<int>("--people")
        {
            Description = "How many people, those of no ACO among them: 1,000 to 1,000,000.",
            HelpName = "N", DefaultValueFactory = _ => 10_000,
        };
        var acos = new Option<int>("--acos") { Description = "How many ACOs.", HelpName = "K", DefaultValueFactory = _ => 2 };
        var years = new Option<string>("--years")
        {
            Description = "Calendar years of care.", HelpName = "Y-Y", DefaultValueFactory = _ => "2021-2024",
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The same seed gives the same bytes.", HelpName = "S", DefaultValueFactory = _ => 1,
        };
        var folder = new Option<string>("--out")
        {
            Description = "An empty folder, a new one, or an earlier output, which is replaced.", HelpName = "DIR", Required = true,
        };
        var fhir = new Option<bool>("--fhir") { Description = "Write FHIR Patient, Coverage and ExplanationOfBenefit as well." };
        var zip = new Option<bool>("--zip") { Description = "Make each delivery a zip rather than a folder." };
        var monthly = new Option<bool>("--monthly") { Description = "Deliver each month rather than each quarter." };
        var layouts = new Option<string>("--layouts")
        {
            Description = $"Layouts, the oldest delivery's first, from {LayoutNames}; without it the one that CMS sent on each day.",
            HelpName = "A,B",
        };
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads, as many as there are processors unless given; the output is the same for any number.", HelpName = "T",
        };
        var format = CommonOptions.Formats();
        var command = new Command("generate", """
            Generates people, their care, the claim files that ACOs receive about it, and what must come out of them in truth/.
            Prints measured figures beside published ones.

            Example:
              accountable claims generate --people 2000 --acos 2 --years 2021-2024 --seed 7 --out generated
            """)
        {
            people, acos, years, seed, folder, fhir, zip, monthly, layouts, threads, format,
        };
        command.SetAction(parsed =>
        {
            var (first, last) = Years(parsed.GetValue(years)!);
            return Run(new GeneratorOptions
            {
                People = parsed.GetValue(people), Acos = parsed.GetValue(acos), FirstYear = first, LastYear = last,
                Seed = parsed.GetValue(seed), Folder = parsed.GetValue(folder)!, Fhir = parsed.GetValue(fhir), Zip = parsed.GetValue(zip),
                Monthly = parsed.GetValue(monthly), Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
                Layouts = parsed.GetValue(layouts)?.Split(',', StringSplitOptions.TrimEntries) ?? [],
            }, parsed.GetValue(format) ?? Printer.Default);
        });
        return command;
    }

    private static int Run(GeneratorOptions options, Format format)
    {
        try
        {
            var said = 0;
            var result = Generator.Run(options, progress =>
            {
                var step = (int)((long)progress.Done * StepsOfProgress / progress.All);
                if (step > said)
                    Console.Error.WriteLine($"{progress.Done:N0} of {progress.All:N0} people");
                said = step;
            });
            Console.Error.WriteLine($"{result.Rows:N0} rows in {result.Deliveries:N0} deliveries under {options.Folder}");
            Printer.Print(Table(result), format);
            var missed = result.Calibration.Where(figure => figure.IsHeld == false).ToList();
            foreach (var figure in missed)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"out of band: {figure.Name} is {figure.Measured:0.####}, published is {figure.Target}, and three standard deviations "
                    + $"are {3 * figure.Sigma:0.####}"));
            return missed.Count > 0 ? Exit.NotHeld : Exit.Done;
        }
        catch (GeneratorException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static Table Table(GeneratorResult result)
    {
        var table = new Table("figure", "measured", "target", "mark", "sigma", "held");
        foreach (var figure in result.Calibration)
            table.Add(figure.Name, Text(figure.Measured), Text(figure.Target), figure.Mark, Text(figure.Sigma),
                figure.IsHeld switch { true => "yes", false => "no", null => "" });
        return table;
    }

    private static string Text(double number) => number.ToString(Math.Abs(number) >= 100 ? "0" : "0.####", CultureInfo.InvariantCulture);

    private static (int First, int Last) Years(string text)
    {
        var parts = text.Split('-');
        return parts.Length is 1 or 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : throw new UsageException($"--years takes a year or two, such as 2021-2024, and not '{text}'");
    }
}
