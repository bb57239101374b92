using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>A value for <c>$name</c>; the name is written without the dollar.</summary>
public sealed class DuckDbParameter : DbParameter
{
    /// <inheritdoc/>
    public override DbType DbType { get; set; } = DbType.Object;

    /// <summary>Values only go in.</summary>
    public override ParameterDirection Direction { get => ParameterDirection.Input; set => _ = value; }

    /// <inheritdoc/>
    public override bool IsNullable { get; set; } = true;

    /// <inheritdoc/>
    [AllowNull]
    public override string ParameterName { get => field ?? ""; set; }

    /// <inheritdoc/>
    public override int Size { get; set; }

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn { get => field ?? ""; set; }

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    /// <inheritdoc/>
    public override object? Value { get; set; }

    /// <inheritdoc/>
    public override void ResetDbType() => DbType = DbType.Object;
}

/// <summary>The parameters of a command, found by name.</summary>
public sealed class DuckDbParameterCollection : DbParameterCollection
{
    private readonly List<DuckDbParameter> _items = [];

    /// <inheritdoc/>
    public override int Count => _items.Count;

    /// <inheritdoc/>
    public override object SyncRoot => _items;

    /// <inheritdoc/>
    public override int Add(object value)
    {
        _items.Add((DuckDbParameter)value);
        return _items.Count - 1;
    }

    /// <inheritdoc/>
    public override void AddRange(Array values)
    {
        foreach (var value in values)
            Add(value);
    }

    /// <inheritdoc/>
    public override void Clear() => _items.Clear();

    /// <inheritdoc/>
    public override bool Contains(object value) => _items.Contains((DuckDbParameter)value);

    /// <inheritdoc/>
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(object value) => _items.IndexOf((DuckDbParameter)value);

    /// <summary>Names are compared without case, as the engine does.</summary>
    public override int IndexOf(string parameterName) =>
        _items.FindIndex(item => string.Equals(item.ParameterName, parameterName, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override void Insert(int index, object value) => _items.Insert(index, (DuckDbParameter)value);

    /// <inheritdoc/>
    public override void Remove(object value) => _items.Remove((DuckDbParameter)value);

    /// <inheritdoc/>
    public override void RemoveAt(int index) => _items.RemoveAt(index);

    /// <inheritdoc/>
    public override void RemoveAt(string parameterName) => _items.RemoveAt(Found(parameterName));

    /// <inheritdoc/>
    protected override DbParameter GetParameter(int index) => _items[index];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(string parameterName) => _items[Found(parameterName)];

    /// <inheritdoc/>
    protected override void SetParameter(int index, DbParameter value) => _items[index] = (DuckDbParameter)value;

    /// <inheritdoc/>
    protected override void SetParameter(string parameterName, DbParameter value) => _items[Found(parameterName)] = (DuckDbParameter)value;

    private int Found(string name) => IndexOf(name) is var at and >= 0 ? at
        : throw new KeyNotFoundException($"There is no parameter {name}.");
}
