using Accountable.Data.Engines;
using Accountable.Risk;
using Accountable.Rules;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Runs.Assignment;

/// <summary>Lists of law as relations of the schema <c>law</c>, so that SQL can join them: no number of law stands in SQL.</summary>
public static class LawRelations
{
    private const string Schema = "law";

    private static readonly (string, string)[] Services =
    [
        ("code", "varchar"), ("first_day", "date"), ("last_day", "date"), ("not_during", "varchar"), ("only_at", "varchar"),
        ("only_place", "varchar"), ("needs_base", "varchar"), ("not_place", "varchar"),
    ];

    /// <summary>The lists that assignment joins: services, specialties, bills of health centers and stays.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="law">The law of the performance year.</param>
    /// <param name="window">The windows: where one touches the COVID-19 public health emergency, further services count throughout
    /// (42 CFR 425.400(c)(2)).</param>
    public static void ForAssignment(IEngine engine, RuleYear law, AssignmentWindow window)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(window);
        Fill(engine, "primary_care_services", law[Keys.SharedSavings.Assignment.PrimaryCareServices].Rows, Services);
        var emergency = law[Keys.SharedSavings.Assignment.PublicHealthEmergency].Rows;
        if (window.Earliest <= Date(emergency, "last_day") && window.To >= Date(emergency, "first_day"))
        {
            Fill(engine, "emergency_services", law[Keys.SharedSavings.Assignment.EmergencyServices].Rows, Services);
            engine.Execute("insert into law.primary_care_services select e.* from law.emergency_services e "
                + "where e.code not in (select code from law.primary_care_services)");
        }
        Fill(engine, "assignment_specialties", law[Keys.SharedSavings.Assignment.Specialties].Rows,
            ("specialty", "varchar"), ("kind", "varchar"));
        Fill(engine, "assignment_bills", law[Keys.SharedSavings.Assignment.Bills].Rows,
            ("clm_type_cd", "varchar"), ("facility_type", "varchar"), ("classification", "varchar"), ("what", "varchar"));
        Fill(engine, "assignment_revenue_centers", law[Keys.SharedSavings.Assignment.MethodIiRevenueCenters].Rows,
            ("first_three", "varchar"));
        Fill(engine, "assignment_stays", law[Keys.SharedSavings.Assignment.Stays].Rows, ("clm_type_cd", "varchar"), ("what", "varchar"));
    }

    /// <summary>The lists that the filter of diagnoses joins: types of bill and procedures.</summary>
    public static void ForDiagnoses(IEngine engine, DiagnosisFilter filter)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(filter);
        Fill(engine, "diagnosis_bills", [("type_of_bill", "varchar"), ("setting", "varchar")],
            filter.BillTypes.Select(bill => new object?[] { bill.Key, bill.Value ? "inpatient" : "outpatient" }));
        Fill(engine, "diagnosis_procedures", [("code", "varchar")],
            filter.Procedures.Select(code => new object?[] { code.ToUpperInvariant() }));
    }

    /// <summary>Makes a relation of a table of the rule book. Blank cells are null.</summary>
    public static void Fill(IEngine engine, string name, RuleTable rows, params IReadOnlyList<(string Name, string SqlType)> columns)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        Fill(engine, name, columns, Enumerable.Range(0, rows.RowCount)
            .Select(row => columns.Select(column => Cell(rows.Text(row, column.Name), column.SqlType)).ToArray()));
    }

    /// <summary>Makes a relation of rows.</summary>
    public static void Fill(
        IEngine engine, string name, IReadOnlyList<(string Name, string SqlType)> columns, IEnumerable<object?[]> rows)
    {
        engine.Execute($"create schema if not exists {Schema}");
        engine.Execute($"drop table if exists {Schema}.{name}");
        engine.Execute($"create table {Schema}.{name} ({string.Join(", ", columns.Select(column => $"{column.Name} {column.SqlType}"))})");
        using var appender = engine.Append(Schema, name);
        foreach (var row in rows)
            appender.Add(row);
        appender.Complete();
    }

    private static DateOnly Date(RuleTable rows, string column) => DateOnly.ParseExact(rows.Text(0, column), "yyyy-MM-dd");

    private static object? Cell(string text, string type) => text.Length == 0 ? null : type switch
    {
        "date" => DateOnly.ParseExact(text, "yyyy-MM-dd"),
        "integer" => int.Parse(text),
        _ => text,
    };
}
