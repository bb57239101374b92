using System.CommandLine;
using System.CommandLine.Parsing;
using Accountable.Data;
using Accountable.Rules;

namespace Accountable.Cli;

/// <summary>Exit codes of every verb.</summary>
internal static class Exit
{
    public const int Done = 0;
    public const int NotHeld = 1;
    public const int Usage = 2;
    public const int LawGap = 3;
    public const int Internal = 70;
}

/// <summary>Runs a command line and turns what goes wrong into words and an exit code; never a stack trace.</summary>
internal static class Shell
{
    public static int Run(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        var errors = parsed.Errors.Select(error => error.Message).Concat(UnknownOptions(parsed)).ToList();
        if (errors.Count > 0)
        {
            foreach (var error in errors)
                Console.Error.WriteLine($"error: {error}");
            var usage = $"'accountable {string.Join(' ', Path(parsed.CommandResult))} --help' shows how it is used.";
            Console.Error.WriteLine(usage.Replace("  ", " ", StringComparison.Ordinal));
            return Exit.Usage;
        }
        try
        {
            // Told to end, the server ends by itself when work under way is done or taken back: not after the library's two seconds.
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UsageException e)
        {
            return Say(e.Message, Exit.Usage);
        }
        catch (FileRefusedException e)
        {
            return Say(e.Finding.ToString(), e.IsUsage ? Exit.Usage : Exit.NotHeld);
        }
        catch (RulesInvalidException e)
        {
            Console.Error.WriteLine(e.Message);
            return Exit.NotHeld;
        }
        catch (LawGapException e)
        {
            return Say($"error: {e.Message} No result is printed where the law has a gap.", Exit.LawGap);
        }
        catch (LawConflictException e)
        {
            return Say($"error: {e.Message}", Exit.LawGap);
        }
        catch (DllNotFoundException e)
        {
            return Say($"error: {e.Message}", Exit.Internal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say($"error: {e.Message}", Exit.Usage);
        }
        catch (Exception e)
        {
            return Report(e);
        }
    }

    /// <summary>A mistyped option would otherwise be taken for a file of that name.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument && token.Value is ['-', var second, ..] && !char.IsAsciiDigit(second))
        .Select(token => $"There is no option '{token.Value}' here. Put -- before a file whose name begins with a hyphen.");

    private static int Say(string message, int code)
    {
        Console.Error.WriteLine(message);
        return code;
    }

    /// <summary>An error of ours: the details go to a file that the person can send.</summary>
    private static int Report(Exception e)
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var file = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"accountable-report-{id}.txt");
        try
        {
            File.WriteAllText(file, e.ToString());
        }
        catch (IOException)
        {
            file = "(could not be written)";
        }
        Console.Error.WriteLine($"internal error, report {id}: something went wrong in Accountable itself, and no result was written.");
        Console.Error.WriteLine($"The details are in {file}; please send them with the command you ran.");
        return Exit.Internal;
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult result) =>
        (result.Parent is System.CommandLine.Parsing.CommandResult parent ? Path(parent).Append(result.Command.Name) : []);
}

/// <summary>The command line asks for something that does not exist.</summary>
internal sealed class UsageException(string message) : Exception($"error: {message}");
