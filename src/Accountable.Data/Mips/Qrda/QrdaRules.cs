namespace Accountable.Data.Mips.Qrda;

/// <summary>Judges a report: every template by its own rules, from the document inwards.</summary>
/// <remarks>The rules are those that CMS's conversion tool applies to a report of 2025, with its codes.</remarks>
internal static class QrdaRules
{
    private const string BothWays = "PI_HIE_5";
    private static readonly string[] OneWay = ["PI_HIE_1", "PI_HIE_4", "PI_LVOTC_1", "PI_LVITC_2"];

    /// <summary>Everything for which the report is refused, in document order; empty when it is taken.</summary>
    /// <exception cref="UnforeseenException">Counts that must be compared are missing or no whole numbers.</exception>
    public static List<QrdaFault> Judge(QrdaNode document, ElectronicMeasures measures)
    {
        var faults = new List<QrdaFault>();
        Judge(document, QrdaHeader.IsMips(document), measures, faults);
        return faults;
    }

    private static void Judge(QrdaNode node, bool mips, ElectronicMeasures measures, List<QrdaFault> all)
    {
        var faults = new List<QrdaFault>();
        switch (node.Template)
        {
            case QrdaTemplate.Document:
                Document(node, faults);
                break;
            case QrdaTemplate.QualitySection:
                QualitySection(node, faults);
                break;
            case QrdaTemplate.InteroperabilitySection:
                InteroperabilitySection(node, faults);
                break;
            case QrdaTemplate.ActivitySection:
                QrdaCheck.ToFirst(node, faults)
                    .HasAny(43, QrdaTemplate.Activity)
                    .HasExactlyOne(44, QrdaTemplate.ReportingParameters)
                    .HasOnly(45, QrdaTemplate.Activity, QrdaTemplate.ReportingParameters);
                break;
            case QrdaTemplate.ReportingParameters:
                QrdaCheck.ToFirst(node, faults)
                    .HasOne(29, QrdaValue.Start)
                    .HasOne(30, QrdaValue.End)
                    .Has(31, QrdaValue.Year)
                    .IsDate(69, QrdaValue.Start)
                    .IsDate(69, QrdaValue.End);
                break;
            case QrdaTemplate.QualityMeasure when mips:
                QualityMeasureRules.Judge(node, faults, measures);
                break;
            case QrdaTemplate.MeasureData:
                MeasureData(node, faults);
                break;
            case QrdaTemplate.AggregateCount:
                QrdaCheck.ToFirst(node, faults).HasOne(8, QrdaValue.Count).IsWhole(9, QrdaValue.Count);
                break;
            case QrdaTemplate.PerformanceRate when node[QrdaValue.NullRate] != "NA":
                QrdaCheck.ToFirst(node, faults).HasText(72, QrdaValue.Rate).IsShare(33, QrdaValue.Rate);
                break;
            case QrdaTemplate.InteroperabilityRatio:
                QrdaCheck.ToFirst(node, faults)
                    .StandsIn(15, QrdaTemplate.InteroperabilitySection)
                    .HasOne(16, QrdaValue.MeasureId)
                    .HasChildren(17)
                    .HasExactlyOne(18, QrdaTemplate.InteroperabilityDenominator, "Denominators are counted.")
                    .HasExactlyOne(18, QrdaTemplate.InteroperabilityNumerator, "Numerators are counted.");
                break;
            case QrdaTemplate.InteroperabilityNumerator or QrdaTemplate.InteroperabilityDenominator:
                RatioPart(node, faults);
                break;
            case QrdaTemplate.InteroperabilityAttestation:
                QrdaCheck.InFull(node, faults).HasExactlyOne(11, QrdaTemplate.Performed).HasOne(12, QrdaValue.MeasureId);
                break;
            case QrdaTemplate.Activity:
                QrdaCheck.ToFirst(node, faults).HasExactlyOne(50, QrdaTemplate.Performed);
                break;
            case QrdaTemplate.Performed:
                QrdaCheck.ToFirst(node, faults).HasOne(51, QrdaValue.Performed).Is(51, QrdaValue.Performed, "Y", "N");
                break;
        }
        all.AddRange(faults);
        foreach (var child in node.Children)
        {
            if (!child.Judged)
                Judge(child, mips, measures, all);
        }
    }

    private static void Document(QrdaNode node, List<QrdaFault> faults)
    {
        var names = string.Join(", ", QrdaHeader.Programs.Keys.Order(StringComparer.Ordinal));
        var check = QrdaCheck.InFull(node, faults)
            .HasAny(23, QrdaTemplate.InteroperabilitySection, QrdaTemplate.ActivitySection, QrdaTemplate.QualitySection)
            .HasAtMostOne(26, QrdaTemplate.InteroperabilitySection)
            .HasAtMostOne(27, QrdaTemplate.ActivitySection)

            // CMS's tool gives the code of activities for sections of quality as well; its own code for them, 28, is never given.
            .HasAtMostOne(27, QrdaTemplate.QualitySection)
            .HasOne(24, QrdaValue.Program, $"One of {names}.");
        if (faults.Exists(fault => fault.Code == 24))
            return;
        if (!QrdaHeader.IsProgram(node[QrdaValue.Program]!))
            check.Add(25, node[QrdaValue.RawProgram], $"'{node[QrdaValue.RawProgram]}' is none of {names}.");
        if (node[QrdaValue.Entity] == QrdaHeader.VirtualGroup)
            check.Has(78, QrdaValue.EntityId);
    }

    private static void QualitySection(QrdaNode node, List<QrdaFault> faults) =>
        QrdaCheck.ToFirst(node, faults)
            .HasExactlyOne(32, QrdaTemplate.ReportingParameters)
            .HasAny(81, QrdaTemplate.QualityMeasure)
            .Differ(71, QrdaTemplate.QualityMeasure, QrdaValue.MeasureId)
            .HasOne(95, QrdaValue.CategoryExtension)
            .Is(95, QrdaValue.CategoryExtension, QrdaTemplates.CategoryExtension);

    private static void InteroperabilitySection(QrdaNode node, List<QrdaFault> faults)
    {
        var check = QrdaCheck.InFull(node, faults).HasExactlyOne(22, QrdaTemplate.ReportingParameters);

        // The one bidirectional way of exchange stands in place of every other way.
        var ids = node.Children
            .Where(child => child.Template is QrdaTemplate.InteroperabilityRatio or QrdaTemplate.InteroperabilityAttestation)
            .Select(child => child[QrdaValue.MeasureId]).ToList();
        if (ids.Contains(BothWays) && ids.Find(id => OneWay.Contains(id, StringComparer.Ordinal)) is { } other)
            check.Add(102, other);
    }

    private static void MeasureData(QrdaNode node, List<QrdaFault> faults)
    {
        var population = $"Population {node[QrdaValue.PopulationId] ?? "without identifier"}.";
        var check = QrdaCheck.ToFirst(node, faults)
            .HasChildren(52, population)
            .HasExactlyOne(52, QrdaTemplate.AggregateCount, population);
        if (!check.Stopped)
        {
            QrdaCheck.ToFirst(node.Nearest(QrdaTemplate.AggregateCount)!, faults)
                .HasOne(8, QrdaValue.Count).IsWhole(9, QrdaValue.Count).IsNotNegative(53);
        }
    }

    private static void RatioPart(QrdaNode node, List<QrdaFault> faults)
    {
        if (!QrdaCheck.ToFirst(node, faults).HasExactlyOne(39, QrdaTemplate.AggregateCount).Stopped)
        {
            QrdaCheck.ToFirst(node.Nearest(QrdaTemplate.AggregateCount)!, faults)
                .HasOne(42, QrdaValue.Count).IsWhole(41, QrdaValue.Count).IsNotNegative(42);
        }
    }
}

/// <summary>The report cannot be judged to the end; nothing but code 3 is said of it.</summary>
internal sealed class UnforeseenException : Exception;
