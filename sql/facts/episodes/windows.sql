-- Windows after what is asked of the patient: the last day, and why an episode is cancelled, the first reason in a fixed order.
-- Spans of enrolment tell of each month between the first and the last that any span has: outside of a person's own spans, with one
-- part alone or in a health plan the person is not enrolled (A-680).  Of whom there are no spans, the months of enrolment of an ACO tell
-- where its lists cover the month and name the patient in that year (A-309).  Months behind a death are not asked.
-- Grain: one row an anchor.
with recursive
calendar as (
    select cast(date_trunc('month', min(start_day)) as date) as month, max(planned_end) as last_day from episode.anchors
    union all
    select cast(month + interval '1 month' as date), last_day from calendar where cast(month + interval '1 month' as date) <= last_day
),
asked as (
    select a.anchor_no, a.bene_key, v.month, v.month <= a.start_day as is_first
    from episode.anchors a
    join calendar v on v.month between cast(date_trunc('month', a.start_day) as date) and a.planned_end
    left join episode.people p on p.bene_key = a.bene_key
    where p.death_day is null or v.month <= p.death_day
),
spans as (
    select p.bene_key, e.from_month, e.thru_month, e.part_a and e.part_b and not coalesce(e.health_plan, false) as is_enrolled,
           coalesce(e.esrd, false) as has_esrd
    from input.eligibility e
    left join core.mbi_history m on m.mbi_hash = e.bene_mbi_id_hash
    join episode.people p on p.bene_key = coalesce(m.bene_key, e.bene_mbi_id_hash)
),
spanned as (
    select k.bene_key, r.first_month, r.last_month
    from (select distinct bene_key from spans) k
    cross join (select min(from_month) as first_month, max(thru_month) as last_month from input.eligibility) r
),
by_span as (
    select q.anchor_no, q.month, q.is_first, coalesce(bool_or(s.is_enrolled), false) as is_enrolled, bool_or(s.has_esrd) as has_esrd
    from asked q
    join spanned k on k.bene_key = q.bene_key and q.month between k.first_month and k.last_month
    left join spans s on s.bene_key = q.bene_key and q.month between s.from_month and s.thru_month
    group by q.anchor_no, q.month, q.is_first
),
covered as (
    select distinct aco_id, month from core.enrollment_months
),
listed as (
    select m.aco_id, m.bene_key, m.month, m.enrollment_type
    from core.enrollment_months m
    join episode.people p on p.bene_key = m.bene_key
),
years as (
    select distinct aco_id, bene_key, date_part('year', month) as year from listed
),
by_list as (
    select q.anchor_no, q.month, q.is_first, bool_or(m.month is not null) as is_enrolled, bool_or(m.enrollment_type = 1) as has_esrd
    from asked q
    join years y on y.bene_key = q.bene_key and y.year = date_part('year', q.month)
    join covered v on v.aco_id = y.aco_id and v.month = q.month
    left join spanned k on k.bene_key = q.bene_key and q.month between k.first_month and k.last_month
    left join listed m on m.aco_id = y.aco_id and m.bene_key = q.bene_key and m.month = q.month
    where k.bene_key is null
    group by q.anchor_no, q.month, q.is_first
),
told as (
    select * from by_span
    union all
    select * from by_list
),
months as (
    select q.anchor_no, min(case when not t.is_enrolled then q.month end) as gap_month,
           bool_or(case when q.is_first then t.has_esrd end) as has_esrd, bool_or(t.month is null) as has_unknown_months
    from asked q
    left join told t on t.anchor_no = q.anchor_no and t.month = q.month
    group by q.anchor_no
),
checked as (
    select a.*, p.person_id, p.birth_day, p.death_day, p.dual_status, coalesce(g.has_esrd, p.has_esrd) as has_esrd,
           p.part_a_from > a.start_day or p.part_b_from > a.start_day as begins_late, g.gap_month,
           coalesce(g.has_unknown_months, false) as has_unknown_months,
           case t.enrolled_at when 'start' then a.start_day when 'anchor' then a.anchor_end else a.planned_end end as enrolled_until,
           case t.alive_at when 'start' then a.start_day - 1 when 'anchor' then a.anchor_end else a.planned_end end as alive_until,
           t.enrolled_at, t.enrolled_else, t.alive_at, t.alive_else, t.esrd_at, t.primary_at
    from episode.anchors a
    cross join episode.terms t
    left join episode.people p on p.bene_key = a.bene_key
    left join months g on g.anchor_no = a.anchor_no
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
       j.category, j.stratum, j.has_unknown_months,
       least(j.planned_end,
             case when j.leaves and j.enrolled_else = 'truncate' then j.gap_month - 1 else j.planned_end end,
             case when j.dies and j.alive_else = 'truncate' then j.death_day else j.planned_end end) as end_day,
       case when j.starts_outside or (j.leaves and j.enrolled_else = 'cancel') then 'part_a_and_b'
            when j.esrd_at <> 'no' and coalesce(j.has_esrd, false) then 'not_esrd'
            when j.primary_at <> 'no' and j.primary_payer is not null then 'medicare_primary'
            when j.starts_dead or (j.dies and j.alive_else = 'cancel') then 'alive'
       end as cancelled_for
from judged j
