namespace Accountable.Rules;

/// <summary>A key of the rule book. The keys are generated from <c>rules/</c>, so that a wrong one does not compile.</summary>
public abstract class LawKey
{
    private protected LawKey(string id, int ordinal)
    {
        Id = id;
        Ordinal = ordinal;
    }

    /// <summary>The key as written in rule files.</summary>
    public string Id { get; }

    internal int Ordinal { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>The key of a rate.</summary>
public sealed class RatioKey : LawKey
{
    internal RatioKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of an amount.</summary>
public sealed class MoneyKey : LawKey
{
    internal MoneyKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of a count.</summary>
public sealed class CountKey : LawKey
{
    internal CountKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of points.</summary>
public sealed class PointsKey : LawKey
{
    internal PointsKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of a table.</summary>
public sealed class TableKey : LawKey
{
    internal TableKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of a rate for each member.</summary>
public sealed class RatioByKey : LawKey
{
    internal RatioByKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of an amount for each member.</summary>
public sealed class MoneyByKey : LawKey
{
    internal MoneyByKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of a count for each member.</summary>
public sealed class CountByKey : LawKey
{
    internal CountByKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of a table for each member.</summary>
public sealed class TableByKey : LawKey
{
    internal TableByKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}

/// <summary>The key of points for each member.</summary>
public sealed class PointsByKey : LawKey
{
    internal PointsByKey(string id, int ordinal)
        : base(id, ordinal)
    {
    }
}
