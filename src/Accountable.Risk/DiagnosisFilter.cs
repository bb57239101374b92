using Accountable.Rules;

namespace Accountable.Risk;

/// <summary>Which diagnoses of a claim may count. CMS Encounter Data Diagnosis Filtering Logic.</summary>
/// <remarks>The test is of the whole record: one eligible line admits every diagnosis of the claim.</remarks>
public sealed class DiagnosisFilter
{
    private readonly HashSet<string> _procedures = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool> _inpatientByBillType = new(StringComparer.Ordinal);

    /// <summary>The filter of a year of service.</summary>
    /// <param name="law">The law of the year of service, which is the year before the payment year.</param>
    /// <exception cref="LawGapException">The rule book has no list of procedures for that year of service.</exception>
    public DiagnosisFilter(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var procedures = law[Keys.Risk.DiagnosisFilter.EligibleProcedures].Rows;
        for (var row = 0; row < procedures.RowCount; row++)
        {
            if (law.Year.Value >= procedures.Number(row, "from") && law.Year.Value <= procedures.Number(row, "to"))
                _procedures.UnionWith(procedures.Text(row, "codes").Split(' '));
        }
        var bills = law[Keys.Risk.DiagnosisFilter.BillTypes].Rows;
        for (var row = 0; row < bills.RowCount; row++)
            _inpatientByBillType.Add(bills.Text(row, "type_of_bill"), bills.Text(row, "setting") == "inpatient");
    }

    /// <summary>The CPT and HCPCS codes with which a diagnosis counts.</summary>
    public IReadOnlyCollection<string> Procedures => _procedures;

    /// <summary>The types of bill whose diagnoses may count, two digits, and whether they are of an inpatient stay.</summary>
    public IReadOnlyDictionary<string, bool> BillTypes => _inpatientByBillType;

    /// <summary>Whether an institutional claim's diagnoses count.</summary>
    /// <remarks>Hospital inpatient always, hospital outpatient with an eligible procedure, others never.</remarks>
    /// <param name="typeOfBill">Two or three digits, or four with the leading zero.</param>
    /// <param name="procedures">The CPT and HCPCS codes of its lines.</param>
    public bool AcceptsInstitutional(string typeOfBill, IEnumerable<string> procedures)
    {
        ArgumentNullException.ThrowIfNull(typeOfBill);
        ArgumentNullException.ThrowIfNull(procedures);
        var digits = typeOfBill.Trim().TrimStart('0');
        var facility = _inpatientByBillType.Keys.FirstOrDefault(key => digits.StartsWith(key, StringComparison.Ordinal));
        return facility is not null && (_inpatientByBillType[facility] || procedures.Any(IsEligible));
    }

    /// <summary>Whether a professional claim's diagnoses count: with an eligible procedure on any line.</summary>
    public bool AcceptsProfessional(IEnumerable<string> procedures)
    {
        ArgumentNullException.ThrowIfNull(procedures);
        return procedures.Any(IsEligible);
    }

    /// <summary>Whether a CPT or HCPCS code is on the list of the year.</summary>
    public bool IsEligible(string procedure) => procedure is not null && _procedures.Contains(procedure.Trim());
}
