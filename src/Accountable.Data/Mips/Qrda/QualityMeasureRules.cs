namespace Accountable.Data.Mips.Qrda;

/// <summary>Judges a quality measure of MIPS against the populations that its specification names.</summary>
internal static class QualityMeasureRules
{
    private static readonly (string Kind, Func<MeasureStratum, string?> Id)[] Kinds =
    [
        ("DENEXCEP", stratum => stratum.DenominatorException),
        ("DENEX", stratum => stratum.DenominatorExclusion),
        ("NUMER", stratum => stratum.Numerator),
        ("DENOM", stratum => stratum.Denominator),

        // No measure of the year has exclusions from the numerator.
        ("NUMEX", _ => null),
    ];

    /// <summary>Adds what is wrong with a measure.</summary>
    /// <exception cref="UnforeseenException">A denominator and its initial population cannot be compared.</exception>
    public static void Judge(QrdaNode node, List<QrdaFault> faults, ElectronicMeasures measures)
    {
        var check = QrdaCheck.InFull(node, faults)
            .HasOne(70, QrdaValue.MeasureId)
            .HasAny(7, QrdaTemplate.MeasureData);
        if (node[QrdaValue.MeasureId] is not { } id)
            return;
        if (measures.Find(id) is not { } measure)
        {
            check.Add(6, id);
            return;
        }
        var judged = new Measure(node, measure, check, faults);
        judged.Count();
        foreach (var stratum in measure.Electronic)
            judged.Identify(stratum);
        judged.Rates();
    }

    private sealed class Measure(QrdaNode node, ElectronicMeasure measure, QrdaCheck check, List<QrdaFault> faults)
    {
        private IEnumerable<QrdaNode> Populations => node.Of(QrdaTemplate.MeasureData);

        /// <summary>As many populations of each kind as the specification has.</summary>
        public void Count()
        {
            foreach (var (kind, id) in Kinds)
            {
                var expected = measure.Electronic.Count(stratum => id(stratum) is not null);
                var actual = Populations.Count(population => IsOf(population, kind));
                if (expected != actual)
                    check.Add(14, kind, $"{measure.Ecqm} has {expected} of the kind {kind}, the report {actual}.");
            }
        }

        /// <summary>Each population of a stratum by its identifier, and the denominator within the initial population.</summary>
        public void Identify(MeasureStratum stratum)
        {
            foreach (var (kind, id) in Kinds)
            {
                if (id(stratum) is { } expected && !Populations.Any(population => IsOf(population, kind) && HasId(population, expected)))
                    check.Add(59, expected, $"{measure.Ecqm} needs a {kind} with the identifier {expected}.");
            }
            var denominator = Exactly(stratum.Denominator, "DENOM");
            var initial = Exactly(stratum.InitialPopulation, "IPP", "IPOP");
            if (denominator is null || initial is null)
                return;
            if (denominator.Nearest(QrdaTemplate.AggregateCount) is not { } count
                || WholeNumber.Read(initial.Nearest(QrdaTemplate.AggregateCount)?[QrdaValue.Count]) is not { } most)
            {
                throw new UnforeseenException();
            }
            QrdaCheck.InFull(count, faults).Unfinished().IsWhole(9, QrdaValue.Count).IsAtMost(13, most);
        }

        /// <summary>Each performance rate by the numerator that it refers to.</summary>
        public void Rates()
        {
            foreach (var rate in node.Of(QrdaTemplate.PerformanceRate))
            {
                QrdaCheck.InFull(rate, faults).Unfinished().HasOne(61, QrdaValue.RateId);
                var numerators = measure.Electronic.Select(stratum => stratum.Numerator).ToList();
                if (rate[QrdaValue.RateId] is { } id && !numerators.Contains(id, StringComparer.OrdinalIgnoreCase))
                    check.Add(59, id, $"A performance rate of {measure.Ecqm} refers to {string.Join(" or ", numerators)}.");
            }
        }

        /// <summary>The population of a kind whose identifier is written letter for letter as the specification writes it.</summary>
        private QrdaNode? Exactly(string? id, params string[] kinds) => Populations.FirstOrDefault(population =>
            kinds.Contains(population[QrdaValue.PopulationType], StringComparer.Ordinal) && population[QrdaValue.PopulationId] == id);

        private bool IsOf(QrdaNode population, string kind)
        {
            QrdaCheck.InFull(population, faults).Unfinished().HasOne(58, QrdaValue.PopulationType);
            return population[QrdaValue.PopulationType] == kind;
        }

        private bool HasId(QrdaNode population, string expected)
        {
            QrdaCheck.InFull(population, faults).Unfinished().HasOne(57, QrdaValue.PopulationId);
            return expected.Equals(population[QrdaValue.PopulationId], StringComparison.OrdinalIgnoreCase);
        }
    }
}
