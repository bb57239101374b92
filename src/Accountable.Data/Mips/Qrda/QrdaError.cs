namespace Accountable.Data.Mips.Qrda;

/// <summary>One reason for which a report is refused, with CMS's code for it.</summary>
/// <param name="Code">The code of CMS's conversion tool.</param>
/// <param name="Message">What is wrong and what to do, in our words.</param>
/// <param name="Value">The value that is wrong; null where none is.</param>
/// <param name="Location">The part of the report as a person knows it; empty when it speaks of the file.</param>
/// <param name="Path">Where it stands, as an XPath; empty when it speaks of the file.</param>
/// <param name="Line">The line, from 1; 0 when it speaks of the file.</param>
/// <param name="Column">The column, from 1; 0 when it speaks of the file.</param>
public sealed record QrdaError(int Code, string Message, string? Value, string Location, string Path, int Line, int Column)
{
    /// <summary>An error of the whole file.</summary>
    internal static QrdaError OfFile(int code, string? detail = null) =>
        new(code, detail is null ? QrdaErrorText.Of(code, null) : $"{QrdaErrorText.Of(code, null)} In this file: {detail}.", null, "", "", 0, 0);
}
