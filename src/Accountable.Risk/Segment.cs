namespace Accountable.Risk;

/// <summary>A segment: the part of a model whose coefficients apply to a person.</summary>
public enum Segment : byte
{
    /// <summary>Community, not dual, aged.</summary>
    Cna,

    /// <summary>Community, not dual, disabled.</summary>
    Cnd,

    /// <summary>Community, full-benefit dual, aged.</summary>
    Cfa,

    /// <summary>Community, full-benefit dual, disabled.</summary>
    Cfd,

    /// <summary>Community, partial-benefit dual, aged.</summary>
    Cpa,

    /// <summary>Community, partial-benefit dual, disabled.</summary>
    Cpd,

    /// <summary>Long-term institutional.</summary>
    Ins,

    /// <summary>New enrollee.</summary>
    Ne,

    /// <summary>New enrollee of a chronic-condition special needs plan.</summary>
    Snpne,

    /// <summary>Dialysis.</summary>
    Dial,

    /// <summary>Functioning graft, community.</summary>
    GraftComm,

    /// <summary>Functioning graft, institutional.</summary>
    GraftInst,

    /// <summary>New enrollee on dialysis.</summary>
    NeDial,

    /// <summary>New enrollee with a functioning graft.</summary>
    NeGraft,

    /// <summary>First month of a kidney transplant.</summary>
    Transplant1,

    /// <summary>Second month of a kidney transplant.</summary>
    Transplant2,

    /// <summary>Third month of a kidney transplant.</summary>
    Transplant3,
}

/// <summary>What segments are called and what they have in common.</summary>
public static class Segments
{
    private static readonly string[] Names =
    [
        "CNA", "CND", "CFA", "CFD", "CPA", "CPD", "INS", "NE", "SNPNE",
        "DIAL", "GRAFT_COMM", "GRAFT_INST", "NE_DIAL", "NE_GRAFT", "TRANSPLANT_1M", "TRANSPLANT_2M", "TRANSPLANT_3M",
    ];

    /// <summary>The name in files and in the software.</summary>
    public static string Name(this Segment segment) => Names[(int)segment];

    /// <summary>The segment with a name, in any case; null when there is none.</summary>
    public static Segment? Parse(string name)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                return (Segment)i;
        }
        return null;
    }

    /// <summary>The names of a model's segments, for messages.</summary>
    public static string NamesOf(bool esrd) =>
        string.Join(", ", Enum.GetValues<Segment>().Where(segment => segment.IsEsrd() == esrd).Select(Name));

    /// <summary>Whether the segment belongs to the ESRD models.</summary>
    public static bool IsEsrd(this Segment segment) => segment >= Segment.Dial;

    /// <summary>Whether diagnoses do not count: new enrollees and the months of a transplant.</summary>
    public static bool IsDemographicOnly(this Segment segment) => segment.IsNewEnrollee() || segment >= Segment.Transplant1;

    /// <summary>Whether the segment is one of new enrollees.</summary>
    public static bool IsNewEnrollee(this Segment segment) => segment is Segment.Ne or Segment.Snpne or Segment.NeDial or Segment.NeGraft;

    /// <summary>Whether the segment is one of people in the community who are aged.</summary>
    public static bool IsAgedCommunity(this Segment segment) => segment is Segment.Cna or Segment.Cfa or Segment.Cpa;

    /// <summary>Whether the score depends on the months since a transplant.</summary>
    public static bool HasGraft(this Segment segment) => segment is Segment.GraftComm or Segment.GraftInst or Segment.NeGraft;
}
