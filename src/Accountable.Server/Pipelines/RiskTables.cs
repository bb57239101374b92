using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Risk;

namespace Accountable.Server.Pipelines;

/// <summary>What changed the mean risk score of the assigned people, how common each HCC is, and which were not coded again.</summary>
internal static class RiskTables
{
    /// <param name="store">The store.</param>
    /// <param name="request">The ACO and the year.</param>
    /// <param name="people">The run's table of people with their assignment.</param>
    public static RunPart Of(string store, RunRequest request, Table people) => RunPart.Of("HCCs and the change of risk scores", () =>
    {
        var (id, assigned) = (people.Columns.ToList().IndexOf("person_id"), people.Columns.ToList().IndexOf("assigned"));
        var own = people.Rows.Where(row => row[assigned] is 1).Select(row => (string)row[id]!).ToHashSet(StringComparer.Ordinal);
        var years = PopulationYears.Of(store, request.Aco, request.PerformanceYear, RuleBook.Embedded, request.AsOf, own);
        List<RunTable> tables = [];
        void Add(string name, string label, Table? table, bool personLevel = false)
        {
            if (table is not null)
                tables.Add(new RunTable(name, label, table, personLevel));
        }
        Add("risk-change", "What changed the mean risk score", years.Change);
        Add("hcc-prevalence", "How common each HCC is", years.Prevalence);
        Add("gaps", "HCCs that were not coded again", years.Gaps);
        Add("gaps-people", "HCCs of each person that were not coded again", years.GapsByPerson, personLevel: true);
        return new RunPart(tables,
            [
                .. RunPart.Counted(years.Findings),
                .. years.Missing.Select(missing => new RunWarning("missing", $"{missing.What}: {missing.Because}", missing.Supply)),
            ],
            [.. years.Unverified]);
    });
}
