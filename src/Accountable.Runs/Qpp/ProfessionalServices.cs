using Accountable.Data.Engines;
using Accountable.Rules;
using Accountable.Runs.Assignment;

namespace Accountable.Runs.Qpp;

/// <summary>Which procedure codes are covered professional services, and which of those evaluation and management services.
/// 42 CFR 414.1305.</summary>
internal sealed class ProfessionalServices(RuleYear law)
{
    private readonly List<CodeRange> _notCovered = CodeRange.Of(law[Keys.Qpp.Qp.NotCoveredProfessionalServices].Rows);
    private readonly List<CodeRange> _visits = CodeRange.Of(law[Keys.Qpp.Qp.EvaluationAndManagementServices].Rows);

    /// <summary>Whether a line with this code on a physician claim is a covered professional service. SSA 1848(k)(3)(A).</summary>
    public bool IsCovered(string code) => !_notCovered.Exists(range => range.Holds(code));

    /// <summary>Whether it is an evaluation and management service.</summary>
    public bool IsVisit(string code) => IsCovered(code) && _visits.Exists(range => range.Holds(code));

    /// <summary>Makes <c>law.professional_services</c> of the codes that the store has, and the lists of bills, revenue centers and
    /// payers.</summary>
    public void Fill(IEngine engine)
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        using (var reader = engine.Query("""
            select distinct clm_line_hcpcs_cd from core.professional_lines where clm_line_hcpcs_cd is not null
            union
            select distinct clm_line_hcpcs_cd from input.cclf2 where clm_line_hcpcs_cd is not null
            """))
        {
            while (reader.Read())
                codes.Add(reader.GetString(0));
        }
        LawRelations.Fill(engine, "professional_services", [("code", "varchar"), ("is_visit", "integer")],
            codes.Where(IsCovered).Select(code => new object?[] { code, IsVisit(code) ? 1 : 0 }));
        LawRelations.Fill(engine, "facility_bills", law[Keys.Qpp.Qp.FacilityBills].Rows,
            ("clm_type_cd", "varchar"), ("facility_type", "varchar"), ("classification", "varchar"), ("what", "varchar"));
        LawRelations.Fill(engine, "professional_revenue_centers", law[Keys.Qpp.Qp.MethodIiRevenueCenters].Rows,
            ("first_three", "varchar"));
        LawRelations.Fill(engine, "other_primary_payers", law[Keys.Qpp.Qp.OtherPrimaryPayers].Rows, ("code", "varchar"));
    }

    /// <summary>Codes from one to another of the same form: digits with digits, and a letter at the same place.</summary>
    private readonly record struct CodeRange(string First, string Last)
    {
        public static List<CodeRange> Of(RuleTable rows) =>
            [.. Enumerable.Range(0, rows.RowCount).Select(row => new CodeRange(rows.Text(row, "first"), rows.Text(row, "last")))];

        public bool Holds(string code)
        {
            if (code.Length != First.Length)
                return false;
            for (var i = 0; i < code.Length; i++)
            {
                if (char.IsAsciiDigit(code[i]) != char.IsAsciiDigit(First[i]) || (!char.IsAsciiDigit(code[i]) && code[i] != First[i]))
                    return false;
            }
            return string.CompareOrdinal(First, code) <= 0 && string.CompareOrdinal(code, Last) <= 0;
        }
    }
}
