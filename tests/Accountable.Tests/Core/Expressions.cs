namespace Accountable.Tests.Core;

/// <summary>What a program over the units came to.</summary>
/// <param name="Amount">The value of its last result.</param>
/// <param name="Root">The derivation of its last result; null when untraced.</param>
/// <param name="Skipped">The instructions that had no meaning at these values, such as a division by zero.</param>
internal sealed record Outcome(decimal Amount, Derivation? Root, IReadOnlyList<int> Skipped);

/// <summary>Random calculations over all units. A program is a list of instructions, each of which picks an operation and earlier results.</summary>
internal static class Expressions
{
    public const int Leaves = 12;

    /// <summary>Runs a program over twelve leaves: two of each unit, every third of them a number of law.</summary>
    public static Outcome Run(IReadOnlyList<int> program, IReadOnlyList<decimal> leaves, bool traced)
    {
        var state = new State(leaves, traced);
        var skipped = new List<int>();
        for (var i = 0; i < program.Count; i++)
        {
            try
            {
                state.Step(program[i]);
            }
            catch (Exception e) when (e is DivideByZeroException or OverflowException or ArgumentException)
            {
                skipped.Add(i);
            }
        }
        return new Outcome(state.Amount, state.Root, skipped);
    }

    public static string LeafName(int index) => $"leaf {index}";

    private sealed class State
    {
        private readonly List<Money> _money = [];
        private readonly List<Ratio> _ratio = [];
        private readonly List<Points> _points = [];
        private readonly List<PersonYears> _years = [];
        private readonly List<Count> _count = [];
        private readonly List<Test> _test = [];

        public State(IReadOnlyList<decimal> leaves, bool traced)
        {
            T Leaf<T>(int index)
                where T : struct, IQuantity<T>
            {
                var amount = T.Unit == Unit.YesNo ? (leaves[index] > 0 ? 1 : 0) : leaves[index];
                var (name, at) = (LeafName(index), $"key.{index}");
                return T.Create(amount, !traced ? null : index % 3 == 0
                    ? Derivation.Parameter(T.Unit, amount, name, at, "42 CFR 425.605", Verified.Primary)
                    : Derivation.Input(T.Unit, amount, name, at));
            }
            for (var i = 0; i < 2; i++)
            {
                _money.Add(Leaf<Money>(i));
                _ratio.Add(Leaf<Ratio>(2 + i));
                _points.Add(Leaf<Points>(4 + i));
                _years.Add(Leaf<PersonYears>(6 + i));
                _count.Add(Leaf<Count>(8 + i));
                _test.Add(Leaf<Test>(10 + i));
            }
            Keep(_money, _money[0]);
        }

        public decimal Amount { get; private set; }

        public Derivation? Root { get; private set; }

        public void Step(int instruction)
        {
            var (operation, a, b) = (instruction % 40, instruction / 40 % 50, instruction / 2000 % 50);
            var (m, n, r, s) = (At(_money, a), At(_money, b), At(_ratio, a), At(_ratio, b));
            var (p, q, y, z) = (At(_points, a), At(_points, b), At(_years, a), At(_years, b));
            var (c, d, t, u) = (At(_count, a), At(_count, b), At(_test, a), At(_test, b));
            switch (operation)
            {
                case 0: Keep(_money, m + n); break;
                case 1: Keep(_money, m - n); break;
                case 2: Keep(_money, -m); break;
                case 3: Keep(_money, m * s); break;
                case 4: Keep(_money, r * n); break;
                case 5: Keep(_money, m * z); break;
                case 6: Keep(_money, m / z); break;
                case 7: Keep(_money, m * d); break;
                case 8: Keep(_ratio, m / n); break;
                case 9: Keep(_ratio, r + s); break;
                case 10: Keep(_ratio, r - s); break;
                case 11: Keep(_ratio, -r); break;
                case 12: Keep(_ratio, r * s); break;
                case 13: Keep(_ratio, r / s); break;
                case 14: Keep(_points, p + q); break;
                case 15: Keep(_points, p - q); break;
                case 16: Keep(_points, -p); break;
                case 17: Keep(_points, p * s); break;
                case 18: Keep(_ratio, p / q); break;
                case 19: Keep(_years, y + z); break;
                case 20: Keep(_years, y - z); break;
                case 21: Keep(_ratio, y / z); break;
                case 22: Keep(_count, c + d); break;
                case 23: Keep(_count, c - d); break;
                case 24: Keep(_ratio, c / d); break;
                case 25: Keep(_test, t | u); break;
                case 26: Keep(_test, t & u); break;
                case 27: Keep(_test, !t); break;
                case 28: Keep(_test, m.MeetsOrExceeds(n)); break;
                case 29: Keep(_test, r.Exceeds(s)); break;
                case 30: Keep(_test, p.IsBelow(q)); break;
                case 31: Keep(_money, t.Choose(m, n)); break;
                case 32: Keep(_ratio, u.Choose(r, Ratio.Zero)); break;
                case 33: Keep(_money, Quantity.Least(m, n)); break;
                case 34: Keep(_ratio, Quantity.Greatest(r, s)); break;
                case 35: Keep(_money, m.Rounded(To.Hundredths, "42 CFR 425.605")); break;
                case 36: Keep(_ratio, Quantity.Interpolate(r, s, c, d, At(_count, a + b))); break;
                case 37: Keep(_money, m.As($"step {instruction}", "42 CFR 425.605")); break;
                case 38: Keep(_ratio, Ratio.One - r); break;
                default: Keep(_ratio, r.Within(Ratio.Zero, Ratio.One).As($"step {instruction}", "42 CFR 425.610")); break;
            }
        }

        private static T At<T>(List<T> pool, int index) => pool[^(1 + (index % pool.Count))];

        private void Keep<T>(List<T> pool, T value)
            where T : struct, IQuantity<T>
        {
            pool.Add(value);
            Amount = value.Amount;
            Root = value.Derivation;
        }
    }
}
