namespace Accountable.Tests.Core;

/// <summary>Traced and untraced amounts, and what a traced result must look like.</summary>
internal static class Traced
{
    public static T Fact<T>(decimal amount, string name = "fact")
        where T : struct, IQuantity<T> =>
        T.Create(amount, null).From(name, $"{name}.csv#1");

    public static T Plain<T>(decimal amount)
        where T : struct, IQuantity<T> => T.Create(amount, null);

    /// <summary>The result has the value, the unit, the operation and exactly these operands in this order.</summary>
    public static void IsMadeBy<T>(T result, decimal amount, Unit unit, Operation operation, params Derivation?[] operands)
        where T : struct, IQuantity<T>
    {
        Assert.Equal(amount, result.Amount);
        Assert.Equal(unit, T.Unit);
        var node = Assert.IsType<Derivation>(result.Derivation);
        Assert.Equal(DerivationKind.Operation, node.Kind);
        Assert.Equal(operation, node.Operation);
        Assert.Equal(amount, node.Value);
        Assert.Equal(unit, node.Unit);
        Assert.Null(node.Name);
        Assert.Equal(operands.Length, node.Operands.Count);
        for (var i = 0; i < operands.Length; i++)
            Assert.Same(operands[i], node.Operands[i]);
        Assert.Empty(Replay.Check(node));
    }
}
