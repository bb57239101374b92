using System.Text;
using System.Text.Json;
using Accountable.Data;
using Accountable.Runs;
using Spectre.Console;
using Table = Accountable.Runs.Table;

namespace Accountable.Cli.Output;

/// <summary>How a table is printed.</summary>
internal enum Format
{
    Table,
    Csv,
    Json,
}

/// <summary>Prints tables, findings and warnings: results to stdout or a file, everything else to stderr.</summary>
internal static class Printer
{
    private const int FindingsShown = 20;

    /// <summary>A table for a person when stdout is a terminal, CSV when it is a pipe.</summary>
    public static Format Default => Console.IsOutputRedirected ? Format.Csv : Format.Table;

    public static void Print(Table table, Format format)
    {
        switch (format)
        {
            case Format.Csv:
                Write(table.ToCsv());
                break;
            case Format.Json:
                Write(Json(table.Write));
                break;
            default:
                PrintTable(table);
                break;
        }
    }

    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    public static void Write(string text)
    {
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Writes a result whole or not at all.</summary>
    public static void WriteFile(string path, string text)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new UsageException("--out needs the name of a file");
        if (Directory.Exists(path))
            throw new UsageException($"{path} is a folder; name a file");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a long result row by row, whole or not at all.</summary>
    public static void WriteFile(string path, Action<TextWriter> write)
    {
        if (Directory.Exists(path))
            throw new UsageException($"{path} is a folder; name a file");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        using (var text = new StreamWriter(temporary, append: false, new UTF8Encoding(false)))
            write(text);
        File.Move(temporary, path, overwrite: true);
    }

    public static void Findings(IReadOnlyList<Finding> findings)
    {
        // The worst first, so that no warning hides a refused row.
        foreach (var finding in findings.OrderByDescending(finding => finding.Severity).Take(FindingsShown))
            Console.Error.WriteLine(finding);
        if (findings.Count > FindingsShown)
            Console.Error.WriteLine($"... and {findings.Count - FindingsShown:N0} more findings of the same file or files.");
    }

    public static void Unverified(IReadOnlyList<string> parameters)
    {
        if (parameters.Count > 0)
        {
            Console.Error.WriteLine($"warning: these results rest on unverified parameters: {string.Join(", ", parameters)}. "
                + "'accountable rules show ID' tells more.");
        }
    }

    private static void PrintTable(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 1000;
        var view = new Spectre.Console.Table { Border = TableBorder.Simple, UseSafeBorder = true };
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var numeric = table.Rows.Any(row => row[i] is int or decimal or Dollars or Percent);
            view.AddColumn(new TableColumn(Markup.Escape(table.Columns[i]))
            {
                Alignment = numeric ? Justify.Right : Justify.Left,
                NoWrap = numeric,
            });
        }
        foreach (var row in table.Rows)
            view.AddRow([.. row.Select(cell => new Text(Shown(cell)))]);
        console.Write(view);
    }

    private static string Shown(object? cell) => cell is Dollars money ? Display.Of(Unit.Dollars, money.Amount) : Table.Text(cell);
}
