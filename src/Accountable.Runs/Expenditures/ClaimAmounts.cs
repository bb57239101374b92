using System.Globalization;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Rules;

namespace Accountable.Runs.Expenditures;

/// <summary>Tables of final claims and lines with the parts that expenditures are made of, for those who look at them one by one.</summary>
internal static class ClaimAmounts
{
    /// <summary>The columns in order, as <c>sql/facts/claim_amounts.sql</c> gives them.</summary>
    public const string Columns = "bene_key, part, clm_type_cd, cur_clm_uniq_id, clm_line_num, service_day, seen_day, paid, ime, dsh, "
        + "uncompensated_care, population_based, sequestration, rate";

    private const string Typed = "bene_key bigint, part varchar, clm_type_cd varchar, cur_clm_uniq_id bigint, clm_line_num bigint, "
        + "service_day date, seen_day date, paid decimal(18,2), ime decimal(18,2), dsh decimal(18,2), uncompensated_care decimal(18,2), "
        + "population_based decimal(18,2), sequestration decimal(18,2), rate decimal(9,6)";

    /// <summary>Makes an empty table of the schema <c>facts</c>.</summary>
    public static void CreateTable(IEngine engine, string table, string before = "")
    {
        engine.Execute("create schema if not exists facts");
        engine.Execute($"drop table if exists facts.{table}");
        engine.Execute($"create table facts.{table} ({before}{Typed})");
    }

    /// <summary>The query; of claims as they were seen by the day that <see cref="ClaimsSeenBy"/> was made for, or of all.</summary>
    public static string Sql(bool seenBy)
    {
        var sql = FactModels.Sql("claim_amounts");
        return seenBy ? sql.Replace("core.", "facts.", StringComparison.Ordinal) : sql;
    }

    /// <summary>What the query asks.</summary>
    public static (string Name, object? Value)[] Parameters(RuleYear law, string aco, DateOnly first, DateOnly last) =>
    [
        ("aco", aco), ("first_day", first), ("last_day", last),
        ("state", law[Keys.SharedSavings.Expenditures.StateWithoutAddOns].Amount.ToString("00", CultureInfo.InvariantCulture)),
    ];

    /// <summary>Makes a table of the claims of the people whom another table holds.</summary>
    public static void Fill(IEngine engine, string table, string people, bool seenBy, params (string Name, object? Value)[] parameters)
    {
        CreateTable(engine, table);
        engine.Execute($"insert into facts.{table} select {string.Join(", ", Columns.Split(", ").Select(column => $"c.{column}"))}\n"
            + $"from (\n{Sql(seenBy)}\n) c join facts.{people} p on p.bene_key = c.bene_key", parameters);
        if (engine.IsShared)
            engine.Execute($"analyze facts.{table}");
    }
}
