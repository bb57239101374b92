using System.Text;
using System.Xml;

namespace Accountable.Data.Mips.Qrda;

/// <summary>Reads the XML of a report into elements, with limits on size, depth and number, so that no file can exhaust memory.</summary>
internal static class QrdaXml
{
    /// <summary>The most characters of a report. The largest report of CMS's samples has under three million.</summary>
    public const long MostCharacters = 50_000_000;

    /// <summary>The most levels of a report. Reports of the guide have about twenty.</summary>
    public const int MostLevels = 100;

    /// <summary>The most elements and attributes of a report together.</summary>
    public const int MostItems = 1_000_000;

    /// <summary>Reports may be written in the encodings of Windows.</summary>
    static QrdaXml() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The root element, or null and why the file is refused, in words without a full stop at the end.</summary>
    public static QrdaElement? Read(Stream stream, out string refused)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MostCharacters,
            CloseInput = false,
        };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            return Build(reader, out refused);
        }
        catch (XmlException e)
        {
            refused = e.LineNumber > 0 ? $"line {e.LineNumber}, column {e.LinePosition} is wrong: {Reason(e)}" : Reason(e);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            refused = "the bytes are not of the encoding that is named";
            return null;
        }
    }

    private static QrdaElement? Build(XmlReader reader, out string refused)
    {
        var place = (IXmlLineInfo)reader;
        QrdaElement? root = null;
        QrdaElement? current = null;
        QrdaElement? unplaced = null;
        var items = 0;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (unplaced is not null)
                (unplaced.Line, unplaced.Column, unplaced) = (place.LineNumber, place.LinePosition - Opening(reader.NodeType), null);
            if (reader.NodeType == XmlNodeType.EndElement)
                current = current?.Parent;
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            items += 1 + reader.AttributeCount;
            if (reader.Depth >= MostLevels || items > MostItems)
            {
                refused = reader.Depth >= MostLevels
                    ? $"elements stand more than {MostLevels} levels deep (line {place.LineNumber})"
                    : $"there are more than {MostItems:N0} elements and attributes";
                return null;
            }
            var element = new QrdaElement(reader.LocalName, reader.NamespaceURI, current);
            current?.Add(element);
            root ??= element;
            var empty = reader.IsEmptyElement;
            for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            {
                if (reader.NamespaceURI.Length == 0 && IsRead(reader.LocalName))
                    element.Add(reader.LocalName, Once(values, reader.Value));
            }
            unplaced = element;
            current = empty ? current : element;
        }
        refused = "";
        return root;
    }

    /// <summary>Whether a value of a report can stand in an attribute of this name.</summary>
    private static bool IsRead(string attribute) => attribute is "root" or "extension" or "value" or "code" or "nullFlavor";

    /// <summary>A text that was met before in place of its copy: reports repeat the same identifiers thousands of times.</summary>
    private static string Once(Dictionary<string, string> values, string text)
    {
        if (values.TryGetValue(text, out var met))
            return met;
        values.Add(text, text);
        return text;
    }

    /// <summary>How many characters of a node's markup stand before the place that the reader names.</summary>
    private static int Opening(XmlNodeType type) => type switch
    {
        XmlNodeType.Element => "<".Length,
        XmlNodeType.EndElement => "</".Length,
        XmlNodeType.Comment => "<!--".Length,
        XmlNodeType.ProcessingInstruction => "<?".Length,
        XmlNodeType.CDATA => "<![CDATA[".Length,
        _ => 0,
    };

    /// <summary>Our words for the refusals that matter; the parser's own for the rest.</summary>
    private static string Reason(XmlException e) => e.Message.Contains("DTD", StringComparison.Ordinal)
        ? "there is a document type definition, which is not allowed"
        : e.Message.Contains("MaxCharactersInDocument", StringComparison.Ordinal)
            ? $"there are more than {MostCharacters:N0} characters"
            : e.Message.Split(" Line ", 2)[0].TrimEnd('.');
}
