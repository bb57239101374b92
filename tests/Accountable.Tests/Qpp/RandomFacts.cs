using System.Globalization;
using System.Text;

namespace Accountable.Tests.Qpp;

/// <summary>Writes a facts folder of random entities, lists and scores near the thresholds.</summary>
internal static class RandomFacts
{
    private static readonly string[] Models = ["mssp-enhanced", "ngaco", "aco-reach", "mssp-basic-a"];
    private static readonly string[] Payers = ["commercial,NC,,", "medicare_advantage,NC,,", "medicaid,NC,1,1", "medicaid,SC,0,1", "medicaid,GA,1,0", "dod,,,", "va,,,"];

    public static void Write(string folder, int seed, int year)
    {
        var random = new Random(seed);
        var entityCount = random.Next(1, 5);
        var npis = Enumerable.Range(1, random.Next(1, 9)).Select(i => $"100000000{i}").ToList();
        var entities = new StringBuilder("entity_id,model_id,active_from,active_to,terminated_on,bears_risk_on_termination\n");
        var participants = new StringBuilder("entity_id,npi,tin,list,snapshot_1,snapshot_2,snapshot_3\n");
        var scores = new StringBuilder("level,entity_id,npi,snapshot,basis,attributed_payments,eligible_payments,attributed_patients,eligible_patients\n");
        var others = new StringBuilder("level,entity_id,npi,tin,snapshot,payer_id,arrangement_id,payments_under_apm,payments_total,patients_under_apm,patients_total\n");
        var bases = year >= 2026 ? new[] { "em", "cps" } : ["em"];
        for (var e = 1; e <= entityCount; e++)
        {
            // The days always stand in the row, so that the second implementation needs no catalogue.
            var from = random.Next(4) == 0 ? new DateOnly(year, random.Next(1, 9), random.Next(1, 29)) : new DateOnly(year, 1, 1);
            var to = random.Next(6) == 0 ? from.AddDays(random.Next(20, 200)) : new DateOnly(year, 12, 31);
            var terminated = random.Next(6) == 0 ? $"{new DateOnly(year, random.Next(1, 13), random.Next(1, 29)):yyyy-MM-dd},{random.Next(2)}" : ",";
            entities.Append($"E{e},{Models[random.Next(Models.Length)]},{from:yyyy-MM-dd},{to:yyyy-MM-dd},{terminated}\n");
            for (var snapshot = 1; snapshot <= 3; snapshot++)
            {
                foreach (var basis in bases.Where(_ => random.Next(12) > 0))
                    scores.Append($"entity,E{e},,{snapshot},{basis},{Amounts(random)}\n");
                if (random.Next(2) == 0)
                    Others(others, random, $"entity,E{e},,,{snapshot}");
            }
        }
        foreach (var npi in npis)
        {
            foreach (var e in Enumerable.Range(1, entityCount).Where(_ => random.Next(2) == 0))
                participants.Append($"E{e},{npi},T{random.Next(1, 4)},{(random.Next(5) == 0 ? "affiliated" : "participation")},{random.Next(2)},{random.Next(2)},{random.Next(2)}\n");
            for (var snapshot = 1; snapshot <= 3; snapshot++)
            {
                if (year >= 2026 && snapshot < 3)
                    continue;
                foreach (var basis in bases.Where(_ => random.Next(8) > 0))
                    scores.Append($"individual,,{npi},{snapshot},{basis},{Amounts(random)}\n");
                if (random.Next(3) == 0)
                    Others(others, random, $"individual,,{npi},,{snapshot}");
            }
        }
        var elections = new StringBuilder("npi,tin,entity_id,elects_mips\n");
        elections.Append(CultureInfo.InvariantCulture, $",,E1,{random.Next(2)}\n{npis[0]},T1,,1\n{npis[0]},T2,,0\n");
        File.WriteAllText(Path.Combine(folder, "entities.csv"), entities.ToString());
        File.WriteAllText(Path.Combine(folder, "participants.csv"), participants.ToString());
        File.WriteAllText(Path.Combine(folder, "scores.csv"), scores.ToString());
        File.WriteAllText(Path.Combine(folder, "elections.csv"), elections.ToString());
        File.WriteAllText(Path.Combine(folder, "other_payers.csv"), OnKnownLists(others.ToString(), participants.ToString()));
        File.WriteAllText(Path.Combine(folder, "payers.csv"), "payer_id,payer_type,state,medicaid_apm_available,eligible_to_join\n" + string.Concat(Payers.Select((payer, i) => $"P{i},{payer}\n")));
        Directory.CreateDirectory(Path.Combine(folder, "arrangements"));
        File.WriteAllText(Path.Combine(folder, "arrangements", "good.yaml"), Arrangement("good", "0.5"));
        File.WriteAllText(Path.Combine(folder, "arrangements", "weak.yaml"), Arrangement("weak", "0.2"));
    }

    /// <summary>Numbers that often lie on a threshold, or one step beside it.</summary>
    private static string Amounts(Random random)
    {
        var eligible = random.Next(10) == 0 ? 0 : 100000m;
        var patients = random.Next(10) == 0 ? 0 : 1000;
        decimal[] lines = [0.05m, 0.10m, 0.20m, 0.25m, 0.35m, 0.40m, 0.50m, 0.75m];
        var attributed = eligible == 0 ? 0 : (lines[random.Next(lines.Length)] * eligible) + (random.Next(-1, 2) * 0.01m);
        var seen = patients == 0 ? 0 : (int)(lines[random.Next(lines.Length)] * patients) + random.Next(-1, 2);
        return string.Create(CultureInfo.InvariantCulture, $"{attributed},{eligible},{seen},{patients}");
    }

    private static void Others(StringBuilder others, Random random, string key)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var total = random.Next(0, 200000);
            var people = random.Next(0, 2000);
            var under = random.Next(3);
            others.Append(CultureInfo.InvariantCulture,
                $"{key},P{random.Next(Payers.Length)},{under switch { 0 => "", 1 => "weak", _ => "good" }},{(under == 0 ? 0 : random.Next(0, total + 1))},{total},{(under == 0 ? 0 : random.Next(0, people + 1))},{people}\n");
        }
    }

    /// <summary>Rows of clinicians on no list are findings of their own; here they would only hide the comparison.</summary>
    private static string OnKnownLists(string others, string participants) =>
        string.Concat(others.Split('\n').Where(line => line.Length > 0).Where(line => line.Split(',')[2] is not { Length: > 3 } npi || participants.Contains(npi, StringComparison.Ordinal)).Select(line => line + "\n"));

    private static string Arrangement(string id, string marginal) => $$"""
        arrangement: {{id}}
        name: {{id}}
        payer: commercial
        cehrt_share: 1
        quality_moves_payment: yes
        measures: [ { id: "1", outcome: yes, evidence: mips_list } ]
        risk: { forms: [owes_payer], total_risk: 40, expected_expenditures: 1000, marginal_risk: {{marginal}}, minimum_loss_rate: 0.02 }
        """;
}
