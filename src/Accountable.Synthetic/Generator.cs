using System.Globalization;
using System.Text;
using Accountable.Synthetic.Calibration;
using Accountable.Synthetic.Feeds;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic;

/// <summary>Generates people, their care, the claim files that ACOs receive about it, and the truth about those files.</summary>
/// <remarks>Everything follows from the seed: the same options give the same bytes on any number of threads.</remarks>
public static class Generator
{
    private const string MarkName = "generated.txt";
    private const int PeopleAPiece = 50;

    /// <summary>Generates into the folder, which must be empty, not there yet, or an earlier output, which is replaced.</summary>
    /// <exception cref="GeneratorException">The options are out of range, or the folder holds other things.</exception>
    public static GeneratorResult Run(GeneratorOptions options, Action<GeneratorProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        Prepare(options.Folder);
        var market = new Market(options);
        var deliveries = Schedule.Of(options);
        var files = new OutputFiles(options, market.Acos, deliveries);
        var sink = new Sink(options.Folder, files);
        var tally = new Tally();
        var factors = new Reports.FactorFiles(market);
        var maker = new PersonMaker(market, options, deliveries);
        var running = new Queue<(Task<Pieces> Task, int People)>();
        var idle = new Stack<Pieces>();
        var done = 0;
        for (var from = 0; from < options.People || running.Count > 0;)
        {
            while (from < options.People && running.Count < options.Threads)
            {
                var (first, count) = (from, Math.Min(PeopleAPiece, options.People - from));
                var pieces = idle.Count > 0 ? idle.Pop() : new Pieces(files);
                running.Enqueue((Task.Run(() => Make(maker, pieces, first, count)), count));
                from += count;
            }
            // Pieces are taken in the order of the people, whichever is ready first.
            var (task, people) = running.Dequeue();
            var made = task.GetAwaiter().GetResult();
            sink.Take(made);
            tally.Add(made.Tally);
            factors.Take(made.Factors);
            made.Clear();
            idle.Push(made);
            progress?.Invoke(new GeneratorProgress(done += people, options.People));
        }
        sink.Complete(market.Acos, deliveries, options.Zip);
        Reports.ParticipantLists.Write(options.Folder, market);
        WriteMeanStays(options.Folder);
        Reports.AgreementLists.Write(options.Folder, market);
        factors.Write(options.Folder);
        var figures = Comparison.Figures(tally, options.Acos);
        WriteCalibration(options.Folder, figures);
        return new GeneratorResult(options.People, sink.Rows, deliveries.Count * options.Acos, figures);
    }

    private static Pieces Make(PersonMaker maker, Pieces pieces, int first, int count)
    {
        for (var index = first; index < first + count; index++)
            maker.Make(index, pieces);
        return pieces;
    }

    private static void Check(GeneratorOptions options)
    {
        if (options.People is < GeneratorOptions.FewestPeople or > GeneratorOptions.MostPeople)
            throw new GeneratorException(
                $"--people must lie between {GeneratorOptions.FewestPeople:N0} and {GeneratorOptions.MostPeople:N0}");
        if (options.Acos is < 1 or > GeneratorOptions.MostAcos)
            throw new GeneratorException($"--acos must lie between 1 and {GeneratorOptions.MostAcos}");
        // The code lists and the layouts that the generator knows begin with 2021 and are written up to 2030.
        if (options.FirstYear < 2021 || options.LastYear > 2030 || options.LastYear < options.FirstYear
            || options.LastYear - options.FirstYear > 5)
            throw new GeneratorException("--years must be one to six years between 2021 and 2030, such as 2021-2024");
        foreach (var layout in options.Layouts.Where(layout => !GeneratorOptions.LayoutNames.Contains(layout)))
            throw new GeneratorException($"there is no layout {layout}; there are {string.Join(", ", GeneratorOptions.LayoutNames)}");
        if (options.Threads < 1)
            throw new GeneratorException("--threads must be at least 1");
    }

    private static void Prepare(string folder)
    {
        var mark = Path.Combine(folder, MarkName);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(mark))
                throw new GeneratorException(
                    $"{folder} holds other things; name an empty folder, one that is not there yet, or an earlier output");
            Directory.Delete(folder, recursive: true);
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(mark,
            "Generated people and claims. No row is about a living person. 'accountable claims generate' replaces this folder.\n");
    }

    /// <summary>The geometric mean stays that the truth counts with, as building episodes takes them.</summary>
    private static void WriteMeanStays(string folder) => File.WriteAllLines(Path.Combine(folder, "truth", "gmlos.csv"),
        Truth.Bundle.MeanStays.Select(stay => string.Create(CultureInfo.InvariantCulture, $"{stay.Key},{stay.Value / 100m:0.00}"))
            .Prepend("drg,gmlos"));

    private static void WriteCalibration(string folder, IReadOnlyList<CalibrationFigure> figures)
    {
        var text = new StringBuilder("figure,measured,target,mark,sigma,held\n");
        foreach (var figure in figures)
        {
            var held = figure.IsHeld switch { true => "yes", false => "no", null => "" };
            text.Append(CultureInfo.InvariantCulture,
                $"\"{figure.Name}\",{figure.Measured:0.#####},{figure.Target},{figure.Mark},{figure.Sigma:0.#####},{held}\n");
        }
        File.WriteAllText(Path.Combine(folder, "calibration.csv"), text.ToString());
    }
}
