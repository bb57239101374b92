namespace Accountable.Runs.Aco;

/// <summary>Diagnosis codes of one year of service, person after person in the order of their keys.</summary>
internal sealed class YearCodes
{
    private readonly List<long> _people = [];
    private readonly List<int> _starts = [];
    private readonly List<ulong> _codes = [];

    /// <summary>Rows that hold no code of ICD-10-CM.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Adds a code.</summary>
    /// <param name="person">The person's key, not below the last one.</param>
    /// <param name="code">The code; blanks around it do not matter.</param>
    public void Add(long person, string code)
    {
        if (!Icd10Code.TryParse(code.AsSpan().Trim(), out var read))
        {
            Unreadable++;
            return;
        }
        if (_people.Count == 0 || _people[^1] != person)
        {
            _people.Add(person);
            _starts.Add(_codes.Count);
        }
        _codes.Add(read.Packed);
    }

    /// <summary>Adds the codes of a person to others.</summary>
    /// <param name="person">The person's key.</param>
    /// <param name="place">Where the search for the last person ended; 0 at first. Keys must ascend.</param>
    /// <param name="into">Gets the codes as <see cref="Icd10Code.Packed"/>.</param>
    public void CopyTo(long person, ref int place, List<ulong> into)
    {
        while (place < _people.Count && _people[place] < person)
            place++;
        if (place == _people.Count || _people[place] != person)
            return;
        var end = place + 1 < _starts.Count ? _starts[place + 1] : _codes.Count;
        for (var at = _starts[place]; at < end; at++)
            into.Add(_codes[at]);
    }
}
