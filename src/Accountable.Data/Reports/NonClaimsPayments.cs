using Accountable.Data.Claims;
using Accountable.Data.Delimited;

namespace Accountable.Data.Reports;

/// <summary>A payment for a person that no claim shows.</summary>
/// <param name="PersonHash">The hash of the identifier.</param>
/// <param name="Month">The month that it is for.</param>
/// <param name="Amount">Dollars.</param>
public sealed record NonClaimsPayment(long PersonHash, DateOnly Month, decimal Amount);

/// <summary>Individually identifiable payments outside of claims, as a file gives them: person_id,month,amount.</summary>
/// <remarks>CMS's reports of such payments have no published layout; these columns are our own.</remarks>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Payments">Its rows.</param>
/// <param name="Findings">Rows that were refused.</param>
public sealed record NonClaimsPayments(
    string Path, string Sha256, IReadOnlyList<NonClaimsPayment> Payments, IReadOnlyList<Finding> Findings)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FileRefusedException">It lacks a column.</exception>
    public static NonClaimsPayments Read(string path)
    {
        var file = DelimitedFile.Read(path);
        var (person, month, amount) = (Column(file, "person_id"), Column(file, "month"), Column(file, "amount"));
        var payments = new List<NonClaimsPayment>();
        var findings = file.Findings.ToList();
        foreach (var row in file.Rows)
        {
            if (row.Cells[person].Trim().Length == 0)
                findings.Add(Refused(row, "person_id", "it is blank", "Write the beneficiary's identifier"));
            else if (!DateOnly.TryParseExact(row.Cells[month].Trim(), "yyyy-MM", out var day))
                findings.Add(Refused(row, "month", $"'{row.Cells[month]}' is no month", "Write it as 2024-01"));
            else if (Cell.Number(row.Cells[amount]) is not { } dollars)
                findings.Add(Refused(row, "amount", $"'{row.Cells[amount]}' is no amount", "Write dollars"));
            else
                payments.Add(new NonClaimsPayment(BeneficiaryHash.Of(row.Cells[person].Trim()), day, dollars));
        }
        return new NonClaimsPayments(path, file.Sha256, payments, findings);

        Finding Refused(DelimitedRow row, string column, string what, string then) =>
            new(Severity.RowRefused, path, row.Line, column, what, then);
    }

    private static int Column(DelimitedFile file, string name)
    {
        var place = Array.IndexOf(file.Header, name);
        return place >= 0 ? place : throw new FileRefusedException(new Finding(Severity.FileRefused, file.Path, 1, name,
            "the column is missing", "The header is person_id,month,amount"));
    }
}
