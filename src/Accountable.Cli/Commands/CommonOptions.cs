using System.CommandLine;
using System.Globalization;
using Accountable.Cli.Output;
using Accountable.Rules;
using Accountable.Rules.Yaml;
using Accountable.Runs;

namespace Accountable.Cli.Commands;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    public static Argument<string[]> Files(string what) => new("FILE") { Description = what, Arity = ArgumentArity.OneOrMore };

    public static Option<int?> Year(string name = "--year", string description = "The performance year, when the file does not say it.")
    {
        var option = new Option<int?>(name)
        {
            Description = description,
            HelpName = "YEAR",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and <= 2999)
                    return year;
                result.AddError($"'{text}' is no year; write one such as 2024.");
                return null;
            },
        };
        return option;
    }

    public static Option<string?> Out(string what) => new("--out") { Description = what, HelpName = "FILE" };

    public static Option<string[]> Overlay() => new("--overlay")
    {
        Description = "A rule overlay to lay on the law; may be given several times.",
        HelpName = "FILE.yaml",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Option<DateOnly?> AsOf()
    {
        var option = new Option<DateOnly?>("--as-of")
        {
            Description = "Use the law as it was known on this day.",
            HelpName = "YYYY-MM-DD",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    return day;
                result.AddError($"'{text}' is no day; write 2026-01-15.");
                return null;
            },
        };
        return option;
    }

    public static Option<Format?> Formats()
    {
        var option = new Option<Format?>("--format")
        {
            Description = "table, csv or json. The default is a table on a terminal and csv in a pipe.",
            HelpName = "table|csv|json",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Enum.TryParse<Format>(text, ignoreCase: true, out var format)
                    && Enum.IsDefined(format) && !char.IsAsciiDigit(text[0]))
                    return format;
                result.AddError($"'{text}' is no format; use table, csv or json.");
                return null;
            },
        };
        return option;
    }

    /// <summary>The file to write, which must be none of those that are read.</summary>
    public static string? Output(string? path, params IReadOnlyList<string> inputs)
    {
        if (string.IsNullOrWhiteSpace(path))
            return path;
        var same = inputs.FirstOrDefault(input => input.Length > 0 && Path.GetFullPath(input) == Path.GetFullPath(path));
        return same is null
            ? path
            : throw new UsageException($"--out {path} would overwrite the input {same}; name another file");
    }

    /// <summary>Where several files were given the first column is the file, though all but one were refused.</summary>
    public static Table WithFile(Table table, int given, IReadOnlyList<string> read) =>
        given > 1 && read.Count == 1 ? table.Behind("file", read[0]) : table;

    /// <summary>The rule book with overlays. What each replaces is said on stderr.</summary>
    public static RuleBook Book(IReadOnlyList<string>? overlays)
    {
        var book = RuleBook.Embedded;
        foreach (var path in overlays ?? [])
        {
            if (!File.Exists(path))
                throw new UsageException($"there is no overlay {path}");
            var overlay = OverlayFile.Read(path, book);
            book = book.With(overlay);
            Console.Error.WriteLine($"overlay {overlay.Id}: {overlay.Title} ({overlay.Source})");
            if (overlay.Note is not null)
                Console.Error.WriteLine($"  {overlay.Note}");
        }
        foreach (var replaced in book.Replacements())
        {
            var key = replaced.Of is null ? replaced.ParameterId : $"{replaced.ParameterId} ({replaced.Of})";
            Console.Error.WriteLine($"  {key} for {replaced.For}: {replaced.Before:0.######} -> {replaced.After:0.######}");
        }
        foreach (var missing in book.Overlays.SelectMany(overlay => overlay.NotCarried))
            Console.Error.WriteLine($"  not carried: {missing.What} ({missing.Why})");
        return book;
    }
}
