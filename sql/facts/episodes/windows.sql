-- Windows after what is asked of the patient: the last day, and why an episode is cancelled, the first reason in a fixed order.
-- A month without enrolment counts where lists cover the month, the patient has months in that year, and lived.
-- Grain: one row an anchor.
with covered as (
    select distinct aco_id, month from episode.enrolled_months
),
years as (
    select distinct aco_id, bene_key, date_part('year', month) as year from episode.enrolled_months
),
gaps as (
    select a.anchor_no, min(v.month) as gap_month
    from episode.anchors a
    join covered v on v.aco_id = a.aco_id and v.month between cast(date_trunc('month', a.start_day) as date) and a.planned_end
    join years y on y.aco_id = a.aco_id and y.bene_key = a.bene_key and y.year = date_part('year', v.month)
    left join episode.enrolled_months m on m.aco_id = a.aco_id and m.bene_key = a.bene_key and m.month = v.month
    left join episode.people p on p.aco_id = a.aco_id and p.bene_key = a.bene_key
    where m.month is null and (p.death_day is null or v.month <= p.death_day)
    group by a.anchor_no
),
checked as (
    select a.*, p.person_id, p.birth_day, p.death_day, p.dual_status, p.has_esrd,
           p.part_a_from > a.start_day or p.part_b_from > a.start_day as begins_late, g.gap_month,
           case t.enrolled_at when 'start' then a.start_day when 'anchor' then a.anchor_end else a.planned_end end as enrolled_until,
           case t.alive_at when 'start' then a.start_day - 1 when 'anchor' then a.anchor_end else a.planned_end end as alive_until,
           t.enrolled_at, t.enrolled_else, t.alive_at, t.alive_else, t.esrd_at, t.primary_at
    from episode.anchors a
    cross join episode.terms t
    left join episode.people p on p.aco_id = a.aco_id and p.bene_key = a.bene_key
    left join gaps g on g.anchor_no = a.anchor_no
),
judged as (
    select c.*,
           c.enrolled_at <> 'no' and coalesce(c.begins_late or c.gap_month <= c.start_day, false) as starts_outside,
           c.enrolled_at <> 'no' and coalesce(c.gap_month <= c.enrolled_until, false) as leaves,
           c.alive_at <> 'no' and coalesce(c.death_day < c.start_day, false) as starts_dead,
           c.alive_at <> 'no' and coalesce(c.death_day <= c.alive_until, false) as dies
    from checked c
)
select j.anchor_no, j.aco_id, j.bene_key, j.person_id, j.birth_day, j.dual_status, j.source, j.file_id, j.line, j.claim_id, j.setting,
       j.provider, j.operating_npi, j.attending_npi, j.tin, j.anchor_start, j.start_day, j.anchor_end, j.is_stay, j.trigger_id,
       j.category, j.stratum,
       least(j.planned_end,
             case when j.leaves and j.enrolled_else = 'truncate' then j.gap_month - 1 else j.planned_end end,
             case when j.dies and j.alive_else = 'truncate' then j.death_day else j.planned_end end) as end_day,
       case when j.starts_outside or (j.leaves and j.enrolled_else = 'cancel') then 'part_a_and_b'
            when j.esrd_at <> 'no' and coalesce(j.has_esrd, false) then 'not_esrd'
            when j.primary_at <> 'no' and j.primary_payer is not null then 'medicare_primary'
            when j.starts_dead or (j.dies and j.alive_else = 'cancel') then 'alive'
       end as cancelled_for
from judged j
