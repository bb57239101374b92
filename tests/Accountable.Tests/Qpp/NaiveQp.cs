using System.Globalization;

namespace Accountable.Tests.Qpp;

/// <summary>A second QP determination, written from the reference with plain loops over the CSV text and its own table of thresholds.
/// It shares no code with the programme, so that the two can disagree.</summary>
internal static class NaiveQp
{
    private sealed record Row(Dictionary<string, string> Cells)
    {
        public string this[string column] => Cells.GetValueOrDefault(column, "");

        public decimal N(string column) => decimal.Parse(this[column], CultureInfo.InvariantCulture);
    }

    private sealed record Try(int Grade, string Option, string Level, string Entity, string Method, string Basis, int Snapshot, decimal Score, decimal PartialThreshold, decimal Threshold, bool HasMinimum);

    public sealed record Result(string Status, string Option, string Level, string Entity, string Method, string Basis, int? Snapshot, decimal? Score, decimal? Threshold, bool MipsExcluded);

    /// <summary>Models that the random folders use, and whether each is an Advanced APM in the years tested.</summary>
    private static bool Advanced(string model, int year) => model switch { "mssp-enhanced" => year >= 2019, "ngaco" => year <= 2021, "aco-reach" => year is >= 2021 and <= 2026, _ => false };

    public static Dictionary<(string Npi, string Tin), Result> Determine(string folder, int year, int through, Func<string, bool> arrangementQualifies)
    {
        var entities = Read(folder, "entities.csv");
        var participants = Read(folder, "participants.csv");
        var scores = Read(folder, "scores.csv");
        var others = Read(folder, "other_payers.csv");
        var payers = Read(folder, "payers.csv").ToDictionary(row => row["payer_id"]);
        var elections = Read(folder, "elections.csv");
        var results = new Dictionary<(string Npi, string Tin), Result>();
        foreach (var npi in participants.Select(row => row["npi"]).Distinct())
        {
            var tries = Tries(npi, entities, participants, scores, others, payers, year, through, arrangementQualifies);
            Try? best = null;
            foreach (var one in tries)
            {
                if (best is null || one.Grade > best.Grade || (one.Grade == 0 && best.Grade == 0 && one.HasMinimum && Miss(one) < Miss(best)))
                    best = one;
            }
            foreach (var tin in participants.Where(row => row["npi"] == npi).Select(row => row["tin"]).Distinct())
            {
                var excluded = best?.Grade == 2;
                if (best?.Grade == 1)
                {
                    var mine = best.Level == "entity"
                        ? elections.FirstOrDefault(row => row["npi"].Length == 0 && row["entity_id"] == best.Entity)
                        : elections.FirstOrDefault(row => row["npi"] == npi && row["tin"] == tin);
                    excluded = mine is null || mine["elects_mips"] != "1";
                }
                results[(npi, tin)] = best is null
                    ? new Result("None", "", "", "", "", "", null, null, null, false)
                    : new Result(best.Grade switch { 2 => "QP", 1 => "PartialQP", _ => "None" }, best.Option, best.Level, best.Entity, best.Method, best.Basis, best.Snapshot, best.Score, best.Threshold, excluded);
            }
        }
        return results;
    }

    private static decimal Miss(Try one) => one.PartialThreshold - one.Score;

    private static List<Try> Tries(
        string npi, List<Row> entities, List<Row> participants, List<Row> scores, List<Row> others, Dictionary<string, Row> payers, int year, int through, Func<string, bool> qualifies)
    {
        var tries = new List<Try>();
        var bases = year >= 2026 ? new[] { "em", "cps" } : ["em"];
        var mine = participants.Where(row => row["npi"] == npi).ToList();
        var thresholds = Thresholds(year);
        for (var snapshot = 1; snapshot <= through; snapshot++)
        {
            foreach (var row in mine.Where(row => row["list"] == "participation" && row[$"snapshot_{snapshot}"] == "1"))
            {
                if (!Usable(entities, row["entity_id"], year, snapshot, out _))
                    continue;
                foreach (var basis in bases)
                    Medicare("entity", row["entity_id"], snapshot, basis);
            }
        }
        var listed = mine.Where(row => Enumerable.Range(1, through).Any(snapshot => row[$"snapshot_{snapshot}"] == "1")).ToList();
        var entered = listed.Select(row => row["entity_id"]).Distinct().ToList();

        // Who is in several is tested alone on those that remain, also when one of the several left.
        var several = entered.Count(id => Counts(entities, id, year, left: true)) > 1 && entered.Exists(id => Counts(entities, id, year));
        if (!tries.Any(one => one.Grade == 2))
        {
            for (var snapshot = 1; snapshot <= through; snapshot++)
            {
                bool individually;
                if (year >= 2026)
                    individually = snapshot == 3 && listed.Any(row => Usable(entities, row["entity_id"], year, 3, out _));
                else
                {
                    individually = mine.Any(row => row["list"] == "affiliated" && row[$"snapshot_{snapshot}"] == "1" && Usable(entities, row["entity_id"], year, snapshot, out _))
                        || (snapshot == 3 && several);
                }
                foreach (var basis in bases.Where(_ => individually))
                    Medicare("individual", npi, snapshot, basis);
            }
        }
        if (year < 2019 || tries.Any(one => one.Grade == 2))
            return tries;
        var alone = year <= 2025 && through == 3 && several;
        for (var snapshot = 1; snapshot <= through; snapshot++)
        {
            foreach (var row in mine.Where(row => row["list"] == "participation" && row[$"snapshot_{snapshot}"] == "1" && !alone))
            {
                if (!Usable(entities, row["entity_id"], year, snapshot, out _))
                    continue;
                foreach (var basis in bases)
                    AllPayer("entity", row["entity_id"], snapshot, basis, null);
            }
            if (!mine.Any(row => row[$"snapshot_{snapshot}"] == "1" && Counts(entities, row["entity_id"], year)))
                continue;
            foreach (var basis in bases)
            {
                var groups = mine.Where(row => row["list"] == "participation" && row[$"snapshot_{snapshot}"] == "1" && Usable(entities, row["entity_id"], year, snapshot, out _))
                    .Select(row => Score("entity", row["entity_id"], snapshot, basis)).OfType<Row>().ToList();
                AllPayer("individual", npi, snapshot, basis, groups);
            }
        }
        return tries;

        Row? Score(string level, string id, int snapshot, string basis) => scores.FirstOrDefault(row =>
            row["level"] == level && row[level == "entity" ? "entity_id" : "npi"] == id && row["snapshot"] == $"{snapshot}" && row["basis"] == basis);

        void Medicare(string level, string id, int snapshot, string basis)
        {
            if (Score(level, id, snapshot, basis) is not { } row)
                return;
            foreach (var (method, n, d, qp, partial) in new[]
            {
                ("payment", row.N("attributed_payments"), row.N("eligible_payments"), thresholds.QpPayment, thresholds.PartialPayment),
                ("patient", row.N("attributed_patients"), row.N("eligible_patients"), thresholds.QpPatient, thresholds.PartialPatient),
            })
            {
                if (d == 0)
                    continue;
                var score = n / d;
                var grade = score >= qp ? 2 : score >= partial ? 1 : 0;
                tries.Add(new Try(grade, "medicare", level, level == "entity" ? id : "", method, basis, snapshot, score, partial, grade == 2 ? qp : partial, true));
            }
        }

        void AllPayer(string level, string id, int snapshot, string basis, List<Row>? groups)
        {
            var rows = others.Where(row => row["level"] == level && row[level == "entity" ? "entity_id" : "npi"] == id && row["snapshot"] == $"{snapshot}").ToList();
            if (rows.Count == 0 || Score(level, id, snapshot, basis) is not { } own)
                return;
            var (money, moneyAll, people, peopleAll) = (0m, 0m, 0m, 0m);
            foreach (var row in rows)
            {
                var payer = payers[row["payer_id"]];
                if (payer["payer_type"] is "dod" or "va" || (payer["payer_type"] == "medicaid" && (payer["medicaid_apm_available"] != "1" || payer["eligible_to_join"] != "1")))
                    continue;
                moneyAll += row.N("payments_total");
                peopleAll += row.N("patients_total");
                if (row["arrangement_id"].Length > 0 && qualifies(row["arrangement_id"]))
                {
                    money += row.N("payments_under_apm");
                    people += row.N("patients_under_apm");
                }
            }
            var (n, d) = (own.N("attributed_payments"), own.N("eligible_payments"));
            var (pn, pd) = (own.N("attributed_patients"), own.N("eligible_patients"));
            foreach (var group in groups ?? [])
            {
                if (group.N("eligible_payments") > 0 && d > 0 && group.N("attributed_payments") / group.N("eligible_payments") is var e && e > n / d)
                    n = e * d;
                if (group.N("eligible_patients") > 0 && pd > 0 && group.N("attributed_patients") / group.N("eligible_patients") is var f && f > pn / pd)
                    pn = f * pd;
            }
            var qpMinimum = (d > 0 && n / d >= 0.25m) || (pd > 0 && pn / pd >= 0.20m);
            var partialMinimum = (d > 0 && n / d >= 0.20m) || (pd > 0 && pn / pd >= 0.10m);
            foreach (var (method, top, bottom, qp, partial) in new[]
            {
                ("payment", n + money, d + moneyAll, thresholds.QpPayment, thresholds.PartialPayment), ("patient", pn + people, pd + peopleAll, thresholds.QpPatient, thresholds.PartialPatient),
            })
            {
                if (bottom == 0)
                    continue;
                var score = top / bottom;
                var grade = score >= qp && qpMinimum ? 2 : score >= partial && partialMinimum ? 1 : 0;
                tries.Add(new Try(grade, "all-payer", level, level == "entity" ? id : "", method, basis, snapshot, score, partial, grade == 2 ? qp : partial, partialMinimum));
            }
        }
    }

    private static bool Counts(List<Row> entities, string id, int year, bool left = false)
    {
        Usable(entities, id, year, 3, out var counts, left);
        return counts;
    }

    private static bool Usable(List<Row> entities, string id, int year, int snapshot, out bool counts, bool left = false)
    {
        counts = false;
        if (entities.FirstOrDefault(row => row["entity_id"] == id) is not { } entity || !Advanced(entity["model_id"], year))
            return false;
        var from = new DateTime(year, 1, 1);
        var to = new DateTime(year, 8, 31);
        if (entity["active_from"].Length > 0 && DateTime.Parse(entity["active_from"], CultureInfo.InvariantCulture) > from)
            from = DateTime.Parse(entity["active_from"], CultureInfo.InvariantCulture);
        if (entity["active_to"].Length > 0 && DateTime.Parse(entity["active_to"], CultureInfo.InvariantCulture) < to)
            to = DateTime.Parse(entity["active_to"], CultureInfo.InvariantCulture);
        var days = (to - from).Days + 1;
        if (entity["terminated_on"].Length > 0 && !left)
        {
            var end = DateTime.Parse(entity["terminated_on"], CultureInfo.InvariantCulture);
            if (end < new DateTime(year, 8, 31) || (year >= 2020 && entity["bears_risk_on_termination"] != "1"))
                return false;
        }
        counts = days > 0;
        var date = snapshot switch { 1 => new DateTime(year, 3, 31), 2 => new DateTime(year, 6, 30), _ => new DateTime(year, 8, 31) };
        return days >= 60 && date >= from.AddDays(59);
    }

    private static (decimal QpPayment, decimal QpPatient, decimal PartialPayment, decimal PartialPatient) Thresholds(int year) => year switch
    {
        2017 or 2018 => (0.25m, 0.20m, 0.20m, 0.10m),
        (>= 2019 and <= 2024) or 2026 => (0.50m, 0.35m, 0.40m, 0.25m),
        _ => (0.75m, 0.50m, 0.50m, 0.35m),
    };

    private static List<Row> Read(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
            return [];
        var lines = File.ReadAllLines(path);
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line =>
        {
            var cells = line.Split(',');
            return new Row(header.Select((name, i) => (name, cells[i])).ToDictionary(pair => pair.name, pair => pair.Item2));
        })];
    }
}
