using Accountable.Data.Claims;
using Spectre.Console;

namespace Accountable.Cli.Output;

/// <summary>What a person sees while an import runs: a bar on a terminal, a line a file anywhere else. On stderr.</summary>
internal static class ImportView
{
    /// <summary>Runs an import under a bar where there is a terminal.</summary>
    /// <param name="work">The import, given what to call for a file that is done and for progress.</param>
    public static T Run<T>(Func<Action<ImportedFile>?, Action<ImportProgress>?, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(Say, null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return !console.Profile.Capabilities.Interactive
            ? work(Say, null)
            : console.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                    new RemainingTimeColumn())
                .Start(context =>
                {
                    var bar = context.AddTask("looking for deliveries", autoStart: true);
                    return work(null, progress =>
                    {
                        bar.Description = Markup.Escape(progress.File);
                        bar.MaxValue = Math.Max(1, progress.Bytes);
                        bar.Value = Math.Min(progress.BytesRead, progress.Bytes);
                    });
                });
    }

    private static void Say(ImportedFile file) => Console.Error.WriteLine(file.File.IsDerived
        ? $"  {file.File.Table}: {file.File.RowsLoaded:N0} rows" : file.IsNew
        ? $"{file.File.Name}: {file.File.RowsRead:N0} rows read, {file.File.RowsLoaded:N0} loaded, {file.File.RowsRefused:N0} refused"
        : $"{file.File.Name}: already in the store");
}
