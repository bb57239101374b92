namespace Accountable.Rules;

/// <summary>The law for one performance year as known on one day. Look-ups are typed by generated keys.</summary>
/// <remarks>Resolved values are kept, so that a look-up in a loop costs an array access.</remarks>
public sealed class RuleYear
{
    internal const int YearsToPayment = 2;

    private readonly LawValue?[][] _resolved;
    private readonly ResolvedTable?[] _tables;
    private readonly DateOnly? _agreementStart;
    private readonly DateOnly? _date;
    private readonly HashSet<string> _unverified;

    internal RuleYear(
        RuleBook book,
        PerformanceYear year,
        DateOnly asOf,
        bool traced,
        DateOnly? agreementStart = null,
        DateOnly? date = null,
        HashSet<string>? unverified = null)
    {
        Book = book;
        Year = year;
        AsOf = asOf;
        Traced = traced;
        _agreementStart = agreementStart;
        _date = date;
        _unverified = unverified ?? [];
        _resolved = new LawValue?[book.Parameters.Count][];
        _tables = new ResolvedTable?[book.Parameters.Count];
    }

    /// <summary>The book it reads.</summary>
    public RuleBook Book { get; }

    /// <summary>The performance year.</summary>
    public PerformanceYear Year { get; }

    /// <summary>The payment year that the performance year decides, two years later.</summary>
    public PaymentYear PaymentYear => new(Year.Value + YearsToPayment);

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Whether values carry their derivation.</summary>
    public bool Traced { get; }

    /// <summary>The parameters looked up so far that nobody has verified. A result that rests on one must say so.</summary>
    public IReadOnlyCollection<string> Unverified => _unverified;

    /// <summary>A rate of law.</summary>
    public Ratio this[RatioKey key] => Get<Ratio>(key, null);

    /// <summary>An amount of law.</summary>
    public Money this[MoneyKey key] => Get<Money>(key, null);

    /// <summary>A count of law.</summary>
    public Count this[CountKey key] => Get<Count>(key, null);

    /// <summary>Points of law.</summary>
    public Points this[PointsKey key] => Get<Points>(key, null);

    /// <summary>A rate of law for one member, such as a track.</summary>
    public Ratio this[RatioByKey key, string member] => Get<Ratio>(key, member);

    /// <summary>An amount of law for one member.</summary>
    public Money this[MoneyByKey key, string member] => Get<Money>(key, member);

    /// <summary>A count of law for one member.</summary>
    public Count this[CountByKey key, string member] => Get<Count>(key, member);

    /// <summary>Points of law for one member.</summary>
    public Points this[PointsByKey key, string member] => Get<Points>(key, member);

    /// <summary>A table of law.</summary>
    public ResolvedTable this[TableKey key] => _tables[Book.OrdinalOf(key)] ??= Table(key, null);

    /// <summary>A table of law for one member.</summary>
    public ResolvedTable this[TableByKey key, string member] => Table(key, member);

    /// <summary>Whether the law has a value for a member in this year.</summary>
    public bool Has(LawKey key, string? member = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameter = Book.Parameters[Book.OrdinalOf(key)];
        return (parameter.By is null || parameter.Members.Contains(member ?? ""))
            && parameter.Find(member, Place(parameter), AsOf) is not null;
    }

    /// <summary>The same year for an agreement period that started on a day.</summary>
    public RuleYear ForAgreementStarting(DateOnly start) => new(Book, Year, AsOf, Traced, start, _date, _unverified);

    /// <summary>The same year for parameters that run on a calendar day.</summary>
    public RuleYear On(DateOnly date) => new(Book, Year, AsOf, Traced, _agreementStart, date, _unverified);

    private T Get<T>(LawKey key, string? member)
        where T : struct, IQuantity<T>
    {
        var ordinal = Book.OrdinalOf(key);
        var value = Resolve(ordinal, member);
        return Leaf<T>(Book.Parameters[ordinal], value, member, value.Number!.Value);
    }

    private T Leaf<T>(Parameter parameter, LawValue value, string? member, decimal number)
        where T : struct, IQuantity<T>
    {
        if (!Traced)
            return T.Create(number, null);
        var label = member is null ? parameter.Label : $"{parameter.Label}, {member}";
        return T.Create(number, Derivation.Parameter(T.Unit, number, label, parameter.Id, value.Citation, value.Verified));
    }

    private ResolvedTable Table(LawKey key, string? member)
    {
        var ordinal = Book.OrdinalOf(key);
        var value = Resolve(ordinal, member);
        return new ResolvedTable(Book.Parameters[ordinal], value, Book.Table(value.Table!), Traced);
    }

    private LawValue Resolve(int ordinal, string? member)
    {
        var parameter = Book.Parameters[ordinal];
        var members = _resolved[ordinal] ??= new LawValue?[Math.Max(1, parameter.Members.Count)];
        var index = member is null ? 0 : MemberIndex(parameter, member);
        if (members[index] is { } known)
            return known;
        var value = parameter.At(member, Place(parameter), AsOf);
        if (value.Verified == Verified.No)
            _unverified.Add(parameter.Id);
        return members[index] = value;
    }

    private static int MemberIndex(Parameter parameter, string member)
    {
        for (var i = 0; i < parameter.Members.Count; i++)
        {
            if (parameter.Members[i] == member)
                return i;
        }
        throw new LawGapException(parameter.Id, $"{parameter.By} {member}", string.Join(", ", parameter.Members));
    }

    private int Place(Parameter parameter) => parameter.Axis switch
    {
        Axis.PerformanceYear => Year.Value,
        Axis.PaymentYear => PaymentYear.Value,
        Axis.AgreementStart => _agreementStart?.DayNumber ?? throw new LawGapException(parameter.Id, "an unknown agreement start"),
        _ => _date?.DayNumber ?? throw new LawGapException(parameter.Id, "an unknown date"),
    };
}

/// <summary>A table of law as it stands in one year; its cells are traced like single parameters.</summary>
public sealed class ResolvedTable
{
    private readonly Parameter _parameter;
    private readonly LawValue _value;
    private readonly bool _traced;

    internal ResolvedTable(Parameter parameter, LawValue value, RuleTable table, bool traced)
    {
        _parameter = parameter;
        _value = value;
        _traced = traced;
        Rows = table;
    }

    /// <summary>The rows.</summary>
    public RuleTable Rows { get; }

    /// <summary>A cell as a quantity that cites the table's paragraph.</summary>
    /// <exception cref="LawGapException">The cell is blank.</exception>
    public T Cell<T>(int row, string column)
        where T : struct, IQuantity<T>
    {
        var number = Rows.Number(row, column) ?? throw new LawGapException(_parameter.Id, $"row {row + 1}, column {column}");
        return T.Create(number, _traced
            ? Derivation.Parameter(T.Unit, number, $"{_parameter.Label}, {column.Replace('_', ' ')} (row {row + 1})",
                $"{_parameter.Id}#{row + 1}.{column}", _value.Citation, _value.Verified)
            : null);
    }
}
