using Accountable.Data.Engines;
using Accountable.Data.Engines.DuckDb;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Engines;

/// <summary>What both engines must do alike.</summary>
public sealed class EngineTests(ITestOutputHelper output)
{
    public static TheoryData<string> Engines() => ["duckdb", "postgres"];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Parameters_are_bound_by_name_in_every_type(string name)
    {
        using var engine = Open(name);
        if (engine is null)
            return;
        using var reader = engine.Query(
            """
            select $text as text, cast($money as decimal(18,2)) as money, $day as day, $whole + 0 as whole, $flag as flag, cast($missing as integer) as missing, '$text' as quoted
            -- $nothing here
            where $text = $text
            """,
            ("text", "é'; drop table x"), ("money", -1234567890123456.78m), ("day", new DateOnly(1999, 12, 31)),
                ("whole", 9_000_000_000L), ("flag", true), ("missing", null));
        Assert.True(reader.Read());
        Assert.Equal("é'; drop table x", reader.GetString(0));
        Assert.Equal(-1234567890123456.78m, reader.GetDecimal(1));
        Assert.Equal(new DateOnly(1999, 12, 31), reader.GetFieldValue<DateOnly>(2));
        Assert.Equal(9_000_000_000L, reader.GetInt64(3));
        Assert.True(reader.GetBoolean(4));
        Assert.True(reader.IsDBNull(5));
        Assert.Equal("$text", reader.GetString(6));
        Assert.False(reader.Read());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Appended_rows_come_back_over_several_chunks(string name)
    {
        const int Rows = 10_000;
        using var engine = Open(name);
        if (engine is null)
            return;
        engine.Execute("create schema s; create table s.t (id bigint, amount decimal(18,2), day date, word varchar, small integer)");
        using (var appender = engine.Append("s", "t"))
        {
            for (var i = 0; i < Rows; i++)
                appender.Add((long)i, i % 7 == 0 ? null : i / 100m, new DateOnly(2024, 1, 1).AddDays(i % 366), i % 2 == 0 ? "short"
                    : $"a word longer than twelve bytes {i}", i);
            appender.Complete();
        }
        using var reader = engine.Query("select id, amount, day, word, small from s.t order by id");
        for (var i = 0; i < Rows; i++)
        {
            Assert.True(reader.Read());
            Assert.Equal(i, reader.GetInt64(0));
            Assert.Equal(i % 7 == 0, reader.IsDBNull(1));
            if (i % 7 != 0)
                Assert.Equal(i / 100m, reader.GetDecimal(1));
            Assert.Equal(new DateOnly(2024, 1, 1).AddDays(i % 366), reader.GetFieldValue<DateOnly>(2));
            Assert.Equal(i % 2 == 0 ? "short" : $"a word longer than twelve bytes {i}", reader.GetString(3));
            Assert.Equal(i, reader.GetInt32(4));
        }
        Assert.False(reader.Read());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void An_abandoned_appender_leaves_nothing(string name)
    {
        using var engine = Open(name);
        if (engine is null)
            return;
        engine.Execute("create schema s; create table s.t (id bigint)");
        using (var appender = engine.Append("s", "t"))
            appender.Add(1L);
        using var reader = engine.Query("select count(*) from s.t");
        Assert.True(reader.Read());
        Assert.Equal(0, reader.GetInt64(0));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_mistake_is_said_and_the_engine_goes_on(string name)
    {
        using var engine = Open(name);
        if (engine is null)
            return;
        Assert.ThrowsAny<System.Data.Common.DbException>(() => engine.Execute("select * from there_is_no_such_table"));
        Assert.Contains("$nobody", Assert.Throws<EngineException>(() => engine.Execute("select $nobody")).Message,
            StringComparison.Ordinal);
        using var reader = engine.Query("select 1");
        Assert.True(reader.Read());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_long_statement_is_interrupted_from_another_thread(string name)
    {
        using var engine = Open(name);
        if (engine is null)
            return;
        var sql = name == "duckdb" ? "select count(*) from range(10000000) a, range(10000000) b where a.range * b.range = 7"
            : "select pg_sleep(600)";
        var running = Task.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => engine.Execute(sql)));
        while (!running.IsCompleted)
        {
            engine.Interrupt();
            await Task.Delay(20);
        }
        await running;
        using var reader = engine.Query("select 1");
        Assert.True(reader.Read());
    }

    [Fact]
    public void Decimals_of_the_embedded_engine_keep_their_scale()
    {
        using var engine = new DuckDbEngine();
        using var reader = engine.Query("select 10.00::decimal(4,2), 10.00::decimal(9,2), 10.00::decimal(18,2), -12345678901234567890.12::decimal(38,2), 170141183460469231731::hugeint");
        Assert.True(reader.Read());
        Assert.Equal("-12345678901234567890.12", reader.GetDecimal(3).ToString());
        Assert.Equal(["10.00", "10.00", "10.00"], Enumerable.Range(0, 3).Select(i => $"{reader.GetDecimal(i)}"));
        Assert.Equal(170141183460469231731m, reader.GetDecimal(4));
    }

    [Fact]
    public void A_transaction_that_is_not_committed_is_taken_back()
    {
        using var engine = new DuckDbEngine();
        engine.Execute("create table t (id integer)");
        using (engine.Connection.BeginTransaction())
            engine.Execute("insert into t values ($id)", ("id", 1));
        using var command = engine.Connection.CreateCommand();
        command.CommandText = "select count(*) from t";
        Assert.Equal(0L, command.ExecuteScalar());
    }

    [Fact]
    public void The_last_of_several_statements_gives_the_result()
    {
        using var engine = new DuckDbEngine();
        Assert.Equal(3, engine.Execute("create table t (id integer); insert into t values (1), (2), ($id)", ("id", 5)));
    }

    [Theory]
    [InlineData("select $a + $b + $a", "select $1 + $2 + $1", "a b")]
    [InlineData("select '$a' || \"$b\" || $c", "select '$a' || \"$b\" || $1", "c")]
    [InlineData("select 1 -- $a\n, /* $b */ $c", "select 1 -- $a\n, /* $b */ $1", "c")]
    [InlineData("select $$ $a $$, $t$ $b $t$, $c", "select $$ $a $$, $t$ $b $t$, $1", "c")]
    [InlineData("select x$y, $A, $a", "select x$y, $1, $1", "A")]
    [InlineData("select 'it''s $a', $b", "select 'it''s $a', $1", "b")]
    public void Names_become_numbers_outside_quotes_and_comments(string sql, string expected, string names)
    {
        var (text, order) = NamedParameters.Number(sql);
        Assert.Equal(expected, text);
        Assert.Equal(names, string.Join(' ', order));
    }

    private IEngine? Open(string name) => name == "duckdb" ? new DuckDbEngine() : Postgres.Connect(output.WriteLine);
}
