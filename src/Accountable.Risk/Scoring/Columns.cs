namespace Accountable.Risk.Scoring;

/// <summary>People and their diagnoses as columns: one place a person in each, no object a person.</summary>
public sealed class EnrolleeColumns
{
    private const byte MedicaidFlag = 1;
    private const byte InstitutionalFlag = MedicaidFlag << 1;
    private readonly byte[] _ages;
    private readonly byte[] _sexes;
    private readonly byte[] _reasons;
    private readonly byte[] _segments;
    private readonly byte[] _duals;
    private readonly byte[] _flags;
    private readonly byte[] _graftMonths;

    /// <summary>Columns for a number of people, with their diagnoses one person after another.</summary>
    /// <param name="firstDiagnosis">Where each person's diagnoses begin, and after the last person where they end.</param>
    /// <param name="diagnoses">The codes as <see cref="Icd10Code.Packed"/>.</param>
    /// <exception cref="ArgumentException">The starts do not ascend or do not end with the diagnoses.</exception>
    public EnrolleeColumns(int[] firstDiagnosis, ulong[] diagnoses)
    {
        ArgumentNullException.ThrowIfNull(firstDiagnosis);
        ArgumentNullException.ThrowIfNull(diagnoses);
        if (firstDiagnosis.Length == 0 || firstDiagnosis[0] != 0 || firstDiagnosis[^1] != diagnoses.Length)
            throw new ArgumentException("The starts must begin at 0 and end with the number of diagnoses.", nameof(firstDiagnosis));
        for (var i = 1; i < firstDiagnosis.Length; i++)
        {
            if (firstDiagnosis[i] < firstDiagnosis[i - 1])
                throw new ArgumentException("The starts must ascend.", nameof(firstDiagnosis));
        }
        Count = firstDiagnosis.Length - 1;
        FirstDiagnosis = firstDiagnosis;
        Diagnoses = diagnoses;
        _ages = new byte[Count];
        _sexes = new byte[Count];
        _reasons = new byte[Count];
        _segments = new byte[Count];
        _duals = new byte[Count];
        _flags = new byte[Count];
        _graftMonths = new byte[Count];
    }

    /// <summary>How many people there are.</summary>
    public int Count { get; }

    internal int[] FirstDiagnosis { get; }

    internal ulong[] Diagnoses { get; }

    /// <summary>One person's status, put together from the columns.</summary>
    public Enrollee this[int person]
    {
        get => new(
            _ages[person], (Sex)_sexes[person], (EntitlementReason)_reasons[person], (Segment)_segments[person],
            (_flags[person] & MedicaidFlag) != 0, (DualStatus)_duals[person],
            (_flags[person] & InstitutionalFlag) != 0, _graftMonths[person]);
        set
        {
            _ages[person] = (byte)Math.Clamp(value.Age, 0, byte.MaxValue);
            _sexes[person] = (byte)value.Sex;
            _reasons[person] = (byte)value.Reason;
            _segments[person] = (byte)value.Segment;
            _duals[person] = (byte)value.Dual;
            _flags[person] = (byte)((value.Medicaid ? MedicaidFlag : 0) | (value.Institutional ? InstitutionalFlag : 0));
            _graftMonths[person] = (byte)Math.Clamp(value.GraftMonths, 0, byte.MaxValue);
        }
    }

    /// <summary>One person's diagnoses as <see cref="Icd10Code.Packed"/>.</summary>
    public ReadOnlySpan<ulong> PackedDiagnosesOf(int person) =>
        Diagnoses.AsSpan(FirstDiagnosis[person], FirstDiagnosis[person + 1] - FirstDiagnosis[person]);

    /// <summary>One person's diagnoses.</summary>
    public IEnumerable<Icd10Code> DiagnosesOf(int person) =>
        Diagnoses[FirstDiagnosis[person]..FirstDiagnosis[person + 1]].Select(Icd10Code.FromPacked);
}

/// <summary>Scores as columns, one place a person.</summary>
public sealed class ScoreColumns
{
    /// <summary>Empty columns for a number of people.</summary>
    public ScoreColumns(int count)
    {
        Scored = new bool[count];
        Raw = new decimal[count];
        Demographic = new decimal[count];
        Hccs = new HccSet[count];
        Terms = new ulong[count];
    }

    /// <summary>Whether the person could be scored; where not, the other columns mean nothing.</summary>
    public bool[] Scored { get; }

    /// <summary>The raw scores, exact.</summary>
    public decimal[] Raw { get; }

    /// <summary>The part of age, sex and status, exact.</summary>
    public decimal[] Demographic { get; }

    /// <summary>The payment HCCs; <see cref="BulkScore.HccNumbers"/> says which place is which HCC.</summary>
    public HccSet[] Hccs { get; }

    /// <summary>The interactions and counts that scored, one bit each; <see cref="BulkScore.TermNames"/> says which.</summary>
    public ulong[] Terms { get; }
}
