-- People and their months by Medicare enrollment type and calendar year.  Type 0 stands for all types: a person may have several.
-- Grain: one row an ACO, year and type.
select aco_id, cast(extract(year from month) as integer) as year, enrollment_type,
       count(distinct bene_key) as people, count(*) as months
from core.enrollment_months
group by aco_id, cast(extract(year from month) as integer), enrollment_type
union all
select aco_id, cast(extract(year from month) as integer), 0, count(distinct bene_key), count(*)
from core.enrollment_months
group by aco_id, cast(extract(year from month) as integer)
