using Accountable.Data.Delimited;

namespace Accountable.Data.Reports;

/// <summary>Reads the result of an earlier assignment: <c>person_id,aco_id,assigned,step,reason</c>.</summary>
public static class EarlierAssignment
{
    /// <summary>Who was assigned and why, by identifier.</summary>
    /// <exception cref="FileRefusedException">It is no such result.</exception>
    public static Dictionary<string, (bool IsAssigned, string Reason)> Read(string path)
    {
        var file = DelimitedFile.Read(path);
        var places = new[] { "person_id", "assigned", "step", "reason" }.Select(column => Array.IndexOf(file.Header, column)).ToList();
        if (places.Contains(-1))
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 1, "",
                "the header is not person_id,aco_id,assigned,step,reason", "Name what 'accountable mssp assign --out' wrote"));
        var people = new Dictionary<string, (bool, string)>(StringComparer.Ordinal);
        foreach (var row in file.Rows)
        {
            var isAssigned = row.Cells[places[1]] == "1";
            people[row.Cells[places[0]]] =
                (isAssigned, isAssigned ? $"{row.Cells[places[2]]} {row.Cells[places[3]]}" : row.Cells[places[3]]);
        }
        return people;
    }
}
