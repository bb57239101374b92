-- What counts of each claim in its episode, as a share: numerator over denominator, and what counts behind the end.
-- Prorated settings count by days within over all days, or by days against the geometric mean stay of the MS-DRG, the first day weighted;
-- without a known mean stay by days.  Other settings count whole by their first day.  The anchor is never excluded.
-- Grain: one row an episode and claim or line; excluded ones are marked.
with codes as (
    select p.episode_no, p.source, p.file_id, p.line, x.exclusion_id
    from episode.pairs p
    join episode.exclusions x on x.code_type = 'drg' and x.code = p.drg
    where (x.setting is null or x.setting = p.setting) and p.from_day between x.from_day and x.to_day
    union all
    select p.episode_no, p.source, p.file_id, p.line, x.exclusion_id
    from episode.pairs p
    join episode.exclusions x on x.code_type = 'hcpcs' and x.code = p.hcpcs
    where (x.setting is null or x.setting = p.setting) and p.from_day between x.from_day and x.to_day
    union all
    select p.episode_no, p.source, p.file_id, p.line, x.exclusion_id
    from episode.pairs p
    join episode.exclusions x on x.code_type = 'diagnosis' and left(p.diagnosis, length(x.code)) = x.code
    where (x.setting is null or x.setting = p.setting) and p.from_day between x.from_day and x.to_day
),
excluded as (
    select episode_no, source, file_id, line, min(exclusion_id) as exclusion_id
    from codes
    group by episode_no, source, file_id, line
),
days as (
    select p.*, x.exclusion_id, g.mean_stay, t.first_day_weight, t.lead_days, t.after_days,
           p.thru_day - p.from_day + 1 as all_days,
           least(p.thru_day, p.end_day) - greatest(p.from_day, p.start_day) + 1 as days_within,
           greatest(p.thru_day - greatest(p.end_day, p.from_day - 1), 0) as days_behind
    from episode.pairs p
    cross join episode.terms t
    left join excluded x
      on x.episode_no = p.episode_no and x.source = p.source and x.file_id = p.file_id and x.line = p.line
     and not (p.source = p.anchor_source and p.claim_id = p.anchor_claim)
    left join episode.mean_stays g on g.drg = p.drg and p.proration = 'geometric_mean_stay'
),
shares as (
    select d.*,
           d.proration = 'geometric_mean_stay' and d.mean_stay is not null and d.from_day >= d.start_day and d.from_day <= d.end_day
               and d.thru_day > d.end_day as by_mean_stay
    from days d
)
select s.episode_no, s.source, s.file_id, s.line, s.claim_id, s.setting, s.from_day, s.thru_day, s.drg, s.hcpcs, s.provider,
       s.attending_npi, s.tin, s.paid, s.exclusion_id,
       s.proration = 'geometric_mean_stay' and s.mean_stay is null and s.from_day <= s.end_day and s.thru_day > s.end_day
           as lacks_mean_stay,
       cast(case when s.by_mean_stay then least(s.days_within - 1 + s.first_day_weight, s.mean_stay)
                 when s.proration <> 'none' then greatest(s.days_within, 0)
                 when s.from_day between s.start_day and s.end_day then 1
                 when s.is_lead and s.from_day < s.start_day and s.from_day >= s.start_day - s.lead_days then 1
                 else 0 end as decimal(18, 4)) as numerator,
       cast(case when s.by_mean_stay then s.mean_stay - least(s.days_within - 1 + s.first_day_weight, s.mean_stay)
                 when s.proration <> 'none' then s.days_behind
                 when s.from_day > s.end_day then 1
                 else 0 end as decimal(18, 4)) as numerator_behind,
       cast(case when s.by_mean_stay then s.mean_stay when s.proration <> 'none' then s.all_days else 1 end as decimal(18, 4))
           as denominator
from shares s
where (s.proration <> 'none' and (s.days_within > 0 or s.days_behind > 0))
   or (s.proration = 'none' and s.from_day between s.start_day and s.end_day + s.after_days)
   or (s.proration = 'none' and s.is_lead and s.from_day between s.start_day - s.lead_days and s.start_day)
