using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Accountable.Explanations;
using Accountable.Runs;
using Accountable.Server.Api;
using Accountable.Server.Pipelines;
using Microsoft.Data.Sqlite;

namespace Accountable.Server.State;

/// <summary>A table of a job's results, without its rows.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="PersonLevel">Whether its rows are single beneficiaries.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">How many rows it has.</param>
internal sealed record StoredTable(string Name, string Label, bool PersonLevel, IReadOnlyList<TableColumn> Columns, int Rows);

/// <summary>A derivation of a job's results, without its tree.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="Value">The value.</param>
internal sealed record StoredDerivation(string Name, string Label, string Unit, decimal Value);

/// <summary>Tables and derivations of jobs, in the state file. They are written with the job that they belong to, or not at all.</summary>
internal sealed class ResultStore(StateFile state)
{
    private const int KeptTables = 64;
    private readonly ConcurrentDictionary<(string Job, string Name), Table> _tables = new();

    /// <summary>Writes what a job leaves.</summary>
    public static void Write(SqliteConnection connection, string job, IReadOnlyList<RunTable> tables,
        IReadOnlyList<RunDerivation> derivations)
    {
        for (var i = 0; i < tables.Count; i++)
        {
            var (name, label, table, personLevel) = tables[i];
            connection.Run("""
                insert into results(job_id, ordinal, name, label, person_level, columns, rows, content)
                values ($job, $ordinal, $name, $label, $people, $columns, $rows, $content)
                """, ("job", job), ("ordinal", i), ("name", name), ("label", label), ("people", personLevel),
                ("columns", JsonSerializer.Serialize(TablePages.Columns(table), Json.Options)), ("rows", table.Rows.Count),
                ("content", Packed(json => WriteRows(json, table))));
        }
        for (var i = 0; i < derivations.Count; i++)
        {
            var (name, label, root) = derivations[i];
            connection.Run("""
                insert into derivations(job_id, ordinal, name, label, unit, value, content)
                values ($job, $ordinal, $name, $label, $unit, $value, $content)
                """, ("job", job), ("ordinal", i), ("name", name), ("label", label),
                ("unit", JsonNamingPolicy.SnakeCaseLower.ConvertName(root.Unit.ToString())),
                ("value", root.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("content", Packed(json => DerivationJson.Write(json, root))));
        }
    }

    /// <summary>The tables of a job.</summary>
    public IReadOnlyList<StoredTable> Tables(string job)
    {
        using var connection = state.Open();
        return connection.Rows("select name, label, person_level, columns, rows from results where job_id = $job order by ordinal",
            row => new StoredTable(row.GetString(0), row.GetString(1), row.GetBoolean(2),
                JsonSerializer.Deserialize<TableColumn[]>(row.GetString(3), Json.Options)!, row.GetInt32(4)), ("job", job));
    }

    /// <summary>The rows of a table; null when the job has none of that name.</summary>
    public Table? Table(string job, string name)
    {
        if (_tables.TryGetValue((job, name), out var known))
            return known;
        using var connection = state.Open();
        var found = connection.Rows("select columns, content from results where job_id = $job and name = $name",
            row => (Columns: row.GetString(0), Content: row.GetFieldValue<byte[]>(1)), ("job", job), ("name", name));
        if (found is not [var (columns, content)])
            return null;
        var table = ReadRows(JsonSerializer.Deserialize<TableColumn[]>(columns, Json.Options)!, content);
        if (_tables.Count >= KeptTables)
            _tables.Clear();
        return _tables[(job, name)] = table;
    }

    /// <summary>The derivations of a job.</summary>
    public IReadOnlyList<StoredDerivation> Derivations(string job)
    {
        using var connection = state.Open();
        return connection.Rows("select name, label, unit, value from derivations where job_id = $job order by ordinal",
            row => new StoredDerivation(row.GetString(0), row.GetString(1), row.GetString(2),
                decimal.Parse(row.GetString(3), System.Globalization.CultureInfo.InvariantCulture)), ("job", job));
    }

    /// <summary>A derivation's tree as JSON; null when the job has none of that name.</summary>
    public JsonElement? Derivation(string job, string name)
    {
        using var connection = state.Open();
        var found = connection.Rows("select content from derivations where job_id = $job and name = $name",
            row => row.GetFieldValue<byte[]>(0), ("job", job), ("name", name));
        if (found is not [var content])
            return null;
        using var unpacked = Unpacked(content);
        using var document = JsonDocument.Parse(unpacked);
        return document.RootElement.Clone();
    }

    private static byte[] Packed(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var json = new Utf8JsonWriter(packed))
            write(json);
        return bytes.ToArray();
    }

    private static GZipStream Unpacked(byte[] content) => new(new MemoryStream(content), CompressionMode.Decompress);

    /// <summary>A list of lists. Dollars and percent are numbers whose column says what they are.</summary>
    private static void WriteRows(Utf8JsonWriter json, Table table)
    {
        json.WriteStartArray();
        foreach (var row in table.Rows)
        {
            json.WriteStartArray();
            foreach (var cell in row)
            {
                switch (cell)
                {
                    case null:
                        json.WriteNullValue();
                        break;
                    case int number:
                        json.WriteNumberValue(number);
                        break;
                    case decimal number:
                        json.WriteNumberValue(number);
                        break;
                    case Dollars money:
                        json.WriteNumberValue(money.Amount);
                        break;
                    case Percent share:
                        json.WriteNumberValue(share.Amount);
                        break;
                    default:
                        json.WriteStringValue(cell.ToString());
                        break;
                }
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static Table ReadRows(TableColumn[] columns, byte[] content)
    {
        var table = new Table([.. columns.Select(column => column.Name)]);
        using var unpacked = Unpacked(content);
        using var document = JsonDocument.Parse(unpacked);
        foreach (var row in document.RootElement.EnumerateArray())
        {
            var cells = new object?[columns.Length];
            var at = 0;
            foreach (var cell in row.EnumerateArray())
            {
                cells[at] = cell.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => cell.GetString(),
                    _ => columns[at].Unit switch
                    {
                        "dollars" => new Dollars(cell.GetDecimal()),
                        "percent" => new Percent(cell.GetDecimal()),
                        _ => cell.GetDecimal(),
                    },
                };
                at++;
            }
            table.Add(cells);
        }
        return table;
    }
}
