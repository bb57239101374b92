namespace Accountable.Data.Qpp;

/// <summary>The paid amounts of the base period, one row a clinician and TIN (docs/reference/qpp-facts.md).</summary>
/// <param name="Input">The file as read.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Findings">What was wrong or doubtful.</param>
public sealed record BasePeriodFile(FactsInput Input, IReadOnlyList<BaseRow> Rows, IReadOnlyList<Finding> Findings)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="FileRefusedException">It is not there, or has not the columns it needs.</exception>
    public static BasePeriodFile Read(string path)
    {
        var rows = new List<BaseRow>();
        var findings = new List<Finding>();
        var seen = new HashSet<(string, string)>();
        var file = FactsFile.Read(path,
            ["npi", "tin", "paid_covered_professional_services", "mips_adjustment_included", "tin_exists_at_payment",
                "tin_in_qp_entity_in_year"],
            ["base_year_tie", "rescinded", "already_paid"], new Dictionary<string, string>(StringComparer.Ordinal), findings, row =>
            {
                var (npi, tin) = (row.Text("npi"), row.Text("tin"));
                var paid = row.Amount("paid_covered_professional_services");
                var adjustment = row.Number("mips_adjustment_included");
                var (exists, inEntity) = (row.Flag("tin_exists_at_payment"), row.Flag("tin_in_qp_entity_in_year"));
                var tie = row.Text("base_year_tie", required: false).ToLowerInvariant();
                if (tie is not ("" or "same_apm" or "advanced_apm" or "same_apm_any_track" or "other_apm"))
                    row.Refuse("base_year_tie", $"'{tie}' is none of same_apm, advanced_apm, same_apm_any_track, other_apm",
                        "Use one of these words or leave it empty");
                var rescinded = row.Flag("rescinded", required: false);
                var already = row.Number("already_paid", required: false);
                if (row.Good && adjustment > paid)
                    row.Refuse("mips_adjustment_included", "More MIPS adjustment is included than was paid",
                        "Enter the dollars of adjustment within the paid amount, negative when it was cut");
                if (row.Good && already < 0)
                    row.Refuse("already_paid", $"The amount is negative: {already}", "Enter what CMS already paid for the year");
                if (row.Good && !seen.Add((npi, tin)))
                    row.Refuse("", $"NPI {npi} with TIN {tin} stands twice", "Keep one row a clinician and TIN");
                if (row.Good)
                    rows.Add(new BaseRow(row.Line, npi, tin, paid, adjustment, exists == true, inEntity == true, tie, rescinded == true,
                        already));
            });
        return new BasePeriodFile(new FactsInput(Path.GetFileName(path), file.Sha256, file.Rows), rows, findings);
    }
}
