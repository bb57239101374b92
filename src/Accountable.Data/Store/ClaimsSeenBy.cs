using Accountable.Data.Engines;

namespace Accountable.Data.Store;

/// <summary>The claims of an ACO as a store would hold them had it been filled up to a day: versions seen later are left away, and what is
/// left is netted anew by the text of <see cref="CoreModels"/>.</summary>
/// <remarks>A final claim does not tell whether an earlier version stood in its place on the day, so the cut comes before netting.
/// The relations are this run's own: the tables <c>facts.institutional_claims</c>, <c>facts.part_b_lines</c> and the versions that they
/// are made from.</remarks>
public static class ClaimsSeenBy
{
    private static readonly (string Versions, string Claims, string Day)[] Parts =
    [
        ("institutional_versions", "institutional_claims", "clm_thru_dt"), ("part_b_versions", "part_b_lines", "clm_line_thru_dt"),
    ];

    /// <summary>Makes them anew.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c>, <c>law</c> and <c>core</c>.</param>
    /// <param name="aco">The ACO.</param>
    /// <param name="first">The first day of service.</param>
    /// <param name="last">The last day of service.</param>
    /// <param name="seen">The last day on which a version was loaded, or where that is blank, its effective day.</param>
    public static void Create(IEngine engine, string aco, DateOnly first, DateOnly last, DateOnly seen)
    {
        ArgumentNullException.ThrowIfNull(engine);
        engine.Execute("create schema if not exists facts");
        foreach (var (versions, claims, day) in Parts)
        {
            engine.Execute($"drop table if exists facts.{versions}");
            engine.Execute($"create table facts.{versions} as select * from core.{versions} limit 0");
            engine.Execute($"""
                insert into facts.{versions}
                select * from core.{versions}
                where aco_id = $aco and {day} between $first and $last
                  and (coalesce(clm_idr_ld_dt, clm_efctv_dt) is null or coalesce(clm_idr_ld_dt, clm_efctv_dt) <= $seen)
                """, ("aco", aco), ("first", first), ("last", last), ("seen", seen));
            if (engine.IsShared)
                engine.Execute($"analyze facts.{versions}");
            engine.Execute($"drop table if exists facts.{claims}");
            engine.Execute($"create table facts.{claims} as\n" + CoreModels.All.Single(relation => relation.Name == claims).Sql
                .Replace($"core.{versions}", $"facts.{versions}", StringComparison.Ordinal));
        }
    }
}
