using System.Globalization;
using Accountable.Synthetic.Care;

namespace Accountable.Synthetic.Processing;

/// <summary>Makes versions of a person's claims with identifiers and control numbers of their own.</summary>
internal sealed class Sender(int person, int first)
{
    private const long IdsAPerson = 100_000;
    private const long FirstId = 1_000_000_000_000;
    private const int FridayBefore = 3;
    private int _next = first;

    private long NextId() => FirstId + person * IdsAPerson + _next++;

    public ClaimVersion Original(Claim claim, int load, string? control = null) => Add(new ClaimVersion
    {
        Claim = claim, Id = NextId(), Adjustment = '0', Effective = load - FridayBefore, Load = load, From = claim.From, Thru = claim.Thru,
        Control = control ?? NextControl(), Paid = claim.Paid, Lines = claim.Lines,
    });

    /// <summary>Takes a version away; <paramref name="isKnown"/> is false when that version was never delivered.</summary>
    public ClaimVersion Cancel(ClaimVersion version, int load, bool isKnown = true) => Add(new ClaimVersion
    {
        Claim = version.Claim, Id = NextId(), Adjustment = '1', Effective = load - FridayBefore, Load = load, From = version.From,
        Thru = version.Thru, Control = version.Control, Paid = version.Paid, Lines = version.Lines, Cancels = isKnown ? version : null,
    });

    /// <summary>Puts other lines in the place of a cancelled version: an adjustment of Part A, a new original of Part B.</summary>
    public ClaimVersion Replace(ClaimVersion version, int load, List<ServiceLine> lines, int from, int thru)
    {
        var claim = version.Claim;
        // The payment of a stay is not the sum of its lines, so that the change of the first line's charge carries over.
        var paid = !claim.IsInstitutional ? lines.Sum(line => line.Paid)
            : lines.Exists(line => line.Paid != 0) ? lines.Sum(line => line.Paid)
            : lines.Count > 0 && claim.Lines[0].Charge > 0 ? claim.Paid * lines[0].Charge / claim.Lines[0].Charge : claim.Paid * 9 / 10;
        return Add(new ClaimVersion
        {
            Claim = claim, Id = NextId(), Adjustment = claim.IsInstitutional ? '2' : '0', Effective = load - FridayBefore, Load = load,
            From = from, Thru = thru, Control = claim.IsInstitutional ? NextControl() : version.Control, Paid = paid, Lines = lines,
        });
    }

    public string NextControl() =>
        string.Create(CultureInfo.InvariantCulture, $"GEN{person:D7}{_next:D6}");

    private static ClaimVersion Add(ClaimVersion version)
    {
        version.Claim.Versions.Add(version);
        return version;
    }
}
