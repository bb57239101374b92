using Accountable.Data.PublicResults;
using Accountable.Runs;

namespace Accountable.Carry;

/// <summary>Writes the public GPDC and ACO REACH results with the columns that settlement uses, one file a year.</summary>
public static class ReachCarrier
{
    public static void Carry(string source, string folder)
    {
        var file = ReachResults.Read(source, withPublished: true);
        if (file.Rows.Count != file.RowCount)
            throw new InvalidOperationException($"{source}: {file.RowCount - file.Rows.Count} rows were refused.");
        Directory.CreateDirectory(folder);
        foreach (var year in file.Rows.GroupBy(row => row.Year.Value))
        {
            var table = new Table(
                "perf_year", "aco_id", "risk_arrangement", "unadj_benchmark", "final_benchmark", "tot_cost_care_net",
                "retention_withhold", "qual_scr", "gross_savings", "shared_savings", "shared_savings_seq");
            foreach (var row in year)
            {
                table.Add(
                    row.Year.Value, row.AcoId, row.Global ? "Global" : "Professional",
                    row.UnadjustedBenchmark, row.FinalBenchmark, row.CostOfCare,
                    row.RetentionWithhold, row.QualityScore, row.PublishedGross, row.PublishedShared, row.PublishedEarned);
            }
            File.WriteAllText(Path.Combine(folder, $"{year.Key}.csv"), table.ToCsv());
            File.WriteAllText(Path.Combine(folder, $"{year.Key}.meta.yaml"), $"""
                title: Inputs of settlement and published results of {(year.Key < 2023 ? "GPDC" : "ACO REACH")}, performance year {year.Key}
                source: CMS, GPDC and ACO REACH financial and quality results, data.cms.gov
                licence: US Government work, not subject to copyright
                rows: {year.Count()}

                """);
        }
    }
}
