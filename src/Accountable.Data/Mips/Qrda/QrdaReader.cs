namespace Accountable.Data.Mips.Qrda;

/// <summary>Finds the templates of a report and reads their values. What no known template covers is passed over.</summary>
/// <remarks>
/// The values of a template are read from the element that names it. What stands after the name of a template belongs to
/// that template, and what stands after a second known template in one element belongs to the second.
/// Counts, days of performance, strata and attestations end their element: nothing after them is read.
/// An element whose templates are all unknown is passed over with everything inside it.
/// </remarks>
internal static class QrdaReader
{
    private const string MeasureRoot = "2.16.840.1.113883.4.738";

    private static readonly HashSet<string> Populations =
        new(["IPP", "IPOP", "DENEX", "DENOM", "DENEXCEP", "NUMER", "NUMEX"], StringComparer.Ordinal);

    private enum Next
    {
        /// <summary>What follows in the element belongs to the template.</summary>
        Inside,

        /// <summary>Nothing more is read from the element.</summary>
        Done,

        /// <summary>The template says nothing and is left out.</summary>
        LeftOut,
    }

    /// <summary>
    /// The document with everything found inside it; null when the root is no ClinicalDocument whose first known template is the year's.
    /// </summary>
    public static QrdaNode? Read(QrdaElement root)
    {
        if (root.Name != "ClinicalDocument" || !root.At(root.Space, "templateId").Any(id => QrdaTemplates.Of(id) == QrdaTemplate.Document))
            return null;
        var outside = new QrdaNode(QrdaTemplate.Unknown, null, root, null);
        Inside(root, outside);
        return outside.Children is [{ Template: QrdaTemplate.Document } document, ..] ? document : null;
    }

    private static void Inside(QrdaElement element, QrdaNode around)
    {
        var named = element.Children.Where(child => child.Name == "templateId").Select(QrdaTemplates.Of).ToList();
        if (named.Count > 0 && named.TrueForAll(template => template == QrdaTemplate.Unknown))
            return;
        var current = around;
        var seen = new HashSet<QrdaTemplate>();
        foreach (var child in element.Children)
        {
            if (child.Name != "templateId")
            {
                Inside(child, current);
                continue;
            }
            var template = QrdaTemplates.Of(child);
            if (!QrdaTemplates.IsRead(template) || !seen.Add(template))
                continue;
            var node = new QrdaNode(template, current.Template == QrdaTemplate.Unknown ? null : current, element, child);
            var next = Values(element, child.Space, node);
            if (next == Next.LeftOut)
                return;
            current.Add(node);
            if (next == Next.Done)
                return;
            Inside(child, node);
            current = node;
        }
    }

    private static Next Values(QrdaElement element, string space, QrdaNode node)
    {
        switch (node.Template)
        {
            case QrdaTemplate.Document:
                QrdaHeader.Read(element, space, node);
                return Next.Inside;
            case QrdaTemplate.QualitySection:
                node.Take(QrdaValue.Category, "quality");
                var category = element.At(space, "templateId").Where(id => id.Attribute("root") == QrdaTemplates.CategoryRoot);
                node.Take(QrdaValue.CategoryExtension, Written(category, "extension").FirstOrDefault());
                return Next.Inside;
            case QrdaTemplate.InteroperabilitySection:
                node.Take(QrdaValue.Category, "pi");
                return Next.Inside;
            case QrdaTemplate.ActivitySection:
                node.Take(QrdaValue.Category, "ia");
                return Next.Inside;
            case QrdaTemplate.ReportingParameters:
                return Period(element, space, node);
            case QrdaTemplate.QualityMeasure:
                var ids = MeasureIds(element, space).Where(id => id.Attribute("root") == MeasureRoot);
                Keep(node, QrdaValue.MeasureId, Written(ids, "extension").Select(id => id.ToLowerInvariant()));
                return Next.Inside;
            case QrdaTemplate.InteroperabilityRatio or QrdaTemplate.InteroperabilityAttestation:
                Keep(node, QrdaValue.MeasureId, Written(MeasureIds(element, space), "extension"));
                return Next.Inside;
            case QrdaTemplate.Activity:
                node.Take(QrdaValue.MeasureId, Written(MeasureIds(element, space), "extension").FirstOrDefault());
                return Next.Inside;
            case QrdaTemplate.MeasureData:
                Keep(node, QrdaValue.PopulationType, Written(element.At(space, "value"), "code").Where(Populations.Contains));
                Keep(node, QrdaValue.PopulationId, Written(PopulationIds(element, space), "root"));
                return node[QrdaValue.PopulationType] is null ? Next.LeftOut : Next.Inside;
            case QrdaTemplate.AggregateCount:
                Keep(node, QrdaValue.Count, Written(element.At(space, "value"), "value"));
                return Next.Done;
            case QrdaTemplate.Performed:
                Keep(node, QrdaValue.Performed, Written(element.At(space, "value"), "code"));
                return Next.Done;
            case QrdaTemplate.PerformanceRate:
                node.Take(QrdaValue.Rate, Written(element.At(space, "value"), "value").FirstOrDefault());
                if (node[QrdaValue.Rate] is null)
                    node.Take(QrdaValue.NullRate, Written(element.At(space, "value"), "nullFlavor").FirstOrDefault());
                node.Take(QrdaValue.RateId, Written(PopulationIds(element, space), "root").FirstOrDefault());
                return Next.Inside;
            case QrdaTemplate.ReportingStratum:
                return Next.Done;
            default:
                return Next.Inside;
        }
    }

    private static Next Period(QrdaElement element, string space, QrdaNode node)
    {
        const int YearDigits = 4;
        foreach (var start in Written(element.At(space, "effectiveTime", "low"), "value"))
        {
            node.Keep(QrdaValue.Start, start);
            if (start.Length >= YearDigits)
                node.Take(QrdaValue.Year, start[..YearDigits]);
        }
        Keep(node, QrdaValue.End, Written(element.At(space, "effectiveTime", "high"), "value"));
        return Next.Done;
    }

    private static IEnumerable<QrdaElement> MeasureIds(QrdaElement element, string space) =>
        element.At(space, "reference", "externalDocument", "id");

    private static IEnumerable<QrdaElement> PopulationIds(QrdaElement element, string space) =>
        element.At(space, "reference", "externalObservation", "id");

    private static void Keep(QrdaNode node, QrdaValue value, IEnumerable<string> found)
    {
        foreach (var text in found)
            node.Keep(value, text);
    }

    /// <summary>The values of an attribute where it is written.</summary>
    private static IEnumerable<string> Written(IEnumerable<QrdaElement> elements, string attribute) =>
        elements.Select(element => element.Attribute(attribute)).OfType<string>();
}
