namespace Accountable.Data;

/// <summary>How much a finding costs.</summary>
public enum Severity
{
    /// <summary>Read all the same; a person should look.</summary>
    Warning,

    /// <summary>The row is left out.</summary>
    RowRefused,

    /// <summary>The file is left out.</summary>
    FileRefused,
}

/// <summary>Something wrong or doubtful in an input: where, what, and what to do.</summary>
/// <param name="Severity">What it costs.</param>
/// <param name="File">The file as named on the command line.</param>
/// <param name="Line">The line in the file, from 1; 0 when it speaks of the file.</param>
/// <param name="Column">The column's header; empty when it speaks of the row.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Do">What to do about it.</param>
public sealed record Finding(Severity Severity, string File, long Line, string Column, string What, string Do)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        var column = Column.Length > 0 ? $" column {Column}:" : "";
        var cost = Severity switch { Severity.FileRefused => "error", Severity.RowRefused => "row refused", _ => "warning" };
        return $"{place}: {cost}:{column} {What}. {Do}{(Do.EndsWith('?') ? "" : ".")}";
    }
}

/// <summary>A file that cannot be read at all. Its finding says why.</summary>
public sealed class FileRefusedException(Finding finding, bool isUsage = false) : Exception(finding.ToString())
{
    /// <summary>Whether the command line is at fault: a path that is not there, a year that must be given.</summary>
    public bool IsUsage { get; } = isUsage;

    /// <summary>Why.</summary>
    public Finding Finding { get; } = finding;
}
