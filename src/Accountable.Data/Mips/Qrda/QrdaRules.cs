namespace Accountable.Data.Mips.Qrda;

/// <summary>Judges a report: every template by its own rules, from the document inwards.</summary>
/// <remarks>The rules are those that CMS's conversion tool applies to a report of 2025, with its codes.</remarks>
internal static class QrdaRules
{
    /// <summary>Everything for which the report is refused, in document order; empty when it is taken.</summary>
    /// <exception cref="UnforeseenException">Counts that must be compared are missing or no whole numbers.</exception>
    public static List<QrdaError> Judge(QrdaNode document, ElectronicMeasures measures)
    {
        var errors = new List<QrdaError>();
        Judge(document, QrdaHeader.IsMips(document), measures, errors);
        return errors;
    }

    private static void Judge(QrdaNode node, bool mips, ElectronicMeasures measures, List<QrdaError> all)
    {
        var errors = new List<QrdaError>();
        switch (node.Template)
        {
            case QrdaTemplate.Document:
                Document(node, errors, measures);
                break;
            case QrdaTemplate.QualitySection:
                QualitySection(node, errors, measures);
                break;
            case QrdaTemplate.InteroperabilitySection:
                InteroperabilitySection(node, errors, measures);
                break;
            case QrdaTemplate.ActivitySection:
                QrdaCheck.ToFirst(node, errors, measures)
                    .HasAny(43, QrdaTemplate.Activity)
                    .HasExactlyOne(44, QrdaTemplate.ReportingParameters)
                    .HasOnly(45, QrdaTemplate.Activity, QrdaTemplate.ReportingParameters);
                break;
            case QrdaTemplate.ReportingParameters:
                QrdaCheck.ToFirst(node, errors, measures)
                    .HasOne(29, QrdaValue.Start)
                    .HasOne(30, QrdaValue.End)
                    .Has(31, QrdaValue.Year)
                    .IsDate(69, QrdaValue.Start)
                    .IsDate(69, QrdaValue.End);
                break;
            case QrdaTemplate.QualityMeasure when mips:
                QualityMeasureRules.Judge(node, errors, measures);
                break;
            case QrdaTemplate.MeasureData:
                MeasureData(node, errors, measures);
                break;
            case QrdaTemplate.AggregateCount:
                QrdaCheck.ToFirst(node, errors, measures).HasOne(8, QrdaValue.Count).IsWhole(9, QrdaValue.Count);
                break;
            case QrdaTemplate.PerformanceRate when node[QrdaValue.NullRate] != "NA":
                QrdaCheck.ToFirst(node, errors, measures).HasText(72, QrdaValue.Rate).IsShare(33, QrdaValue.Rate);
                break;
            case QrdaTemplate.InteroperabilityRatio:
                QrdaCheck.ToFirst(node, errors, measures)
                    .StandsIn(15, QrdaTemplate.InteroperabilitySection)
                    .HasOne(16, QrdaValue.MeasureId)
                    .HasChildren(17)
                    .HasExactlyOne(18, QrdaTemplate.InteroperabilityDenominator, "Denominators are counted.")
                    .HasExactlyOne(18, QrdaTemplate.InteroperabilityNumerator, "Numerators are counted.");
                break;
            case QrdaTemplate.InteroperabilityNumerator or QrdaTemplate.InteroperabilityDenominator:
                RatioPart(node, errors, measures);
                break;
            case QrdaTemplate.InteroperabilityAttestation:
                QrdaCheck.InFull(node, errors, measures).HasExactlyOne(11, QrdaTemplate.Performed).HasOne(12, QrdaValue.MeasureId);
                break;
            case QrdaTemplate.Activity:
                QrdaCheck.ToFirst(node, errors, measures).HasExactlyOne(50, QrdaTemplate.Performed);
                break;
            case QrdaTemplate.Performed:
                QrdaCheck.ToFirst(node, errors, measures).HasOne(51, QrdaValue.Performed).Is(51, QrdaValue.Performed, "Y", "N");
                break;
        }
        all.AddRange(errors);
        foreach (var child in node.Children)
        {
            if (!child.Judged)
                Judge(child, mips, measures, all);
        }
    }

    private static void Document(QrdaNode node, List<QrdaError> errors, ElectronicMeasures measures)
    {
        var names = string.Join(", ", QrdaHeader.Programs.Keys.Order(StringComparer.Ordinal));
        var check = QrdaCheck.InFull(node, errors, measures)
            .HasAny(23, QrdaTemplate.InteroperabilitySection, QrdaTemplate.ActivitySection, QrdaTemplate.QualitySection)
            .HasAtMostOne(26, QrdaTemplate.InteroperabilitySection)
            .HasAtMostOne(27, QrdaTemplate.ActivitySection)

            // CMS's tool gives the code of activities for sections of quality as well; its own code for them, 28, is never given.
            .HasAtMostOne(27, QrdaTemplate.QualitySection)
            .HasOne(24, QrdaValue.Program, $"One of {names}.");
        if (errors.Exists(error => error.Code == 24))
            return;
        if (!QrdaHeader.IsProgram(node[QrdaValue.Program]!))
            check.Add(25, node[QrdaValue.RawProgram], $"'{node[QrdaValue.RawProgram]}' is none of {names}.");
        if (node[QrdaValue.Entity] == QrdaHeader.VirtualGroup)
            check.Has(78, QrdaValue.EntityId);
    }

    private static void QualitySection(QrdaNode node, List<QrdaError> errors, ElectronicMeasures measures) =>
        QrdaCheck.ToFirst(node, errors, measures)
            .HasExactlyOne(32, QrdaTemplate.ReportingParameters)
            .HasAny(81, QrdaTemplate.QualityMeasure)
            .Differ(71, QrdaTemplate.QualityMeasure, QrdaValue.MeasureId)
            .HasOne(95, QrdaValue.CategoryExtension)
            .Is(95, QrdaValue.CategoryExtension, QrdaTemplates.CategoryExtension);

    private static void InteroperabilitySection(QrdaNode node, List<QrdaError> errors, ElectronicMeasures measures)
    {
        var check = QrdaCheck.InFull(node, errors, measures).HasExactlyOne(22, QrdaTemplate.ReportingParameters);

        // The one bidirectional way of exchange stands in place of every other way.
        var ratios = node.Of(QrdaTemplate.InteroperabilityRatio).Select(ratio => ratio[QrdaValue.MeasureId]).ToList();
        if (ratios.Contains("PI_HIE_5") && ratios.Find(id => id is "PI_HIE_1" or "PI_HIE_4" or "PI_LVOTC_1" or "PI_LVITC_2") is { } other)
            check.Add(102, other);
    }

    private static void MeasureData(QrdaNode node, List<QrdaError> errors, ElectronicMeasures measures)
    {
        var population = $"Population {node[QrdaValue.PopulationId] ?? "without identifier"}.";
        var check = QrdaCheck.ToFirst(node, errors, measures)
            .HasChildren(52, population)
            .HasExactlyOne(52, QrdaTemplate.AggregateCount, population);
        if (!check.Stopped)
        {
            QrdaCheck.ToFirst(node.Nearest(QrdaTemplate.AggregateCount)!, errors, measures)
                .HasOne(8, QrdaValue.Count).IsWhole(9, QrdaValue.Count).IsNotNegative(53);
        }
    }

    private static void RatioPart(QrdaNode node, List<QrdaError> errors, ElectronicMeasures measures)
    {
        if (!QrdaCheck.ToFirst(node, errors, measures).HasExactlyOne(39, QrdaTemplate.AggregateCount).Stopped)
        {
            QrdaCheck.ToFirst(node.Nearest(QrdaTemplate.AggregateCount)!, errors, measures)
                .HasOne(42, QrdaValue.Count).IsWhole(41, QrdaValue.Count).IsNotNegative(42);
        }
    }
}

/// <summary>The report cannot be judged to the end; nothing but code 3 is said of it.</summary>
internal sealed class UnforeseenException : Exception;
