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
    internal static QrdaError OfFile(int code, string? detail = null) => new(code, QrdaErrorText.Of(code, detail), null, "", "", 0, 0);

    /// <summary>A fault with its place in words and as a path.</summary>
    internal static QrdaError Of(QrdaFault fault, ElectronicMeasures measures)
    {
        var (node, named) = (fault.Node, fault.Node.TemplateId);
        return new QrdaError(fault.Code, QrdaErrorText.Of(fault.Code, fault.Detail), fault.Value,
            Place(node, measures), node.Element.Path(), named?.Line ?? 0, named?.Column ?? 0);
    }

    /// <summary>The nearest part that has a title, with its measure.</summary>
    private static string Place(QrdaNode? node, ElectronicMeasures measures)
    {
        while (node is not null && QrdaTemplates.Title(node.Template).Length == 0)
            node = node.Parent;
        if (node is null)
            return "";
        var measure = node[QrdaValue.MeasureId] ?? "";
        var ecqm = node.Template == QrdaTemplate.QualityMeasure ? measures.Find(measure)?.Ecqm : null;
        return $"{QrdaTemplates.Title(node.Template)}{(measure.Length > 0 ? " " + measure : "")}{(ecqm is null ? "" : $" ({ecqm})")}";
    }
}

/// <summary>A fault of a node, before its place is put into words: of many faults only the first are listed.</summary>
/// <param name="Node">The node.</param>
/// <param name="Code">The code of CMS's conversion tool.</param>
/// <param name="Value">The value that is wrong; null where none is.</param>
/// <param name="Detail">What more there is to say of the case; null where nothing is.</param>
internal sealed record QrdaFault(QrdaNode Node, int Code, string? Value, string? Detail);
