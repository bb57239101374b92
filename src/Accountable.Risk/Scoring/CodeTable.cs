using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Accountable.Risk.Model;

namespace Accountable.Risk.Scoring;

/// <summary>Codes to sets of categories by open addressing: one probe finds nearly every code.</summary>
internal sealed class CodeTable
{
    private readonly ulong[] _keys;
    private readonly Entry[] _entries;
    private readonly List<(DiagnosisEdit Edit, HccSet Set)[]> _edits = [];
    private readonly int _bits;

    public CodeTable(DiagnosisMap map, IReadOnlyDictionary<int, int> placeOf)
    {
        // Three slots or more a code keep runs short.
        var codes = map.Codes.ToList();
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(codes.Count + codes.Count + codes.Count + 1));
        _bits = BitOperations.Log2((uint)size);
        _keys = new ulong[size];
        _entries = new Entry[size];
        HccSet SetOf(IEnumerable<int> categories) =>
            categories.Aggregate(default(HccSet), (set, category) => set | HccSet.Of(placeOf[category]));
        foreach (var code in codes)
        {
            var slot = Slot(code.Packed);
            while (_keys[slot] != 0)
                slot = (slot + 1) & (size - 1);
            _keys[slot] = code.Packed;
            var edits = map.Edits(code);
            if (edits.Count > 0)
                _edits.Add([.. edits.Select(edit => (edit, SetOf(edit.Category is { } category ? [category] : [])))]);
            _entries[slot] = new Entry(SetOf(map.Mapping(code)), edits.Count > 0 ? _edits.Count : 0);
        }
    }

    /// <summary>The categories of a diagnosis of a person; empty when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HccSet Find(ulong code, int age, Sex sex)
    {
        var slot = Slot(code);
        while (_keys[slot] != code)
        {
            if (_keys[slot] == 0)
                return default;
            slot = (slot + 1) & (_keys.Length - 1);
        }
        ref readonly var entry = ref _entries[slot];
        return entry.Edits == 0 ? entry.Set : Edited(entry, age, sex);
    }

    private HccSet Edited(in Entry entry, int age, Sex sex)
    {
        foreach (var (edit, set) in _edits[entry.Edits - 1])
        {
            if (edit.Applies(age, sex))
                return set;
        }
        return entry.Set;
    }

    private int Slot(ulong code) => Icd10Code.FromPacked(code).Slot(_bits);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(HccSet Set, int Edits);
}
