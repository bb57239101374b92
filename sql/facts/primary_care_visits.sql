-- People on the assignment lists of a year, and those of them with a primary-care visit in it: a final professional line of one of the
-- codes by one of the specialties that are given.
-- Grain: one row an ACO and year.
with people as (
    select distinct aco_id, bene_key, cast(extract(year from month) as integer) as year
    from core.enrollment_months
),
visited as (
    select distinct aco_id, bene_key, cast(extract(year from clm_line_thru_dt) as integer) as year
    from core.professional_lines
    where not is_denied and not is_orphan_cancellation
      and strpos($codes, ' ' || clm_line_hcpcs_cd || ' ') > 0
      and strpos($specialties, ' ' || clm_prvdr_spclty_cd || ' ') > 0
)
select p.aco_id, p.year, count(*) as people, count(v.bene_key) as with_visit
from people p
left join visited v on v.aco_id = p.aco_id and v.bene_key = p.bene_key and v.year = p.year
group by p.aco_id, p.year
