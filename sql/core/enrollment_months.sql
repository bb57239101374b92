-- Months of enrollment by Medicare enrollment type: 1 ESRD, 2 disabled, 3 aged and dual, 4 aged and not dual.
-- Of the assignment lists of an ACO that cover a month one governs: the annual one before Q4, Q3, Q2, Q1 and the initial one; of two
-- with one rank the one made for the earlier performance year, of one period the latest stamp (A-051).  Who is missing there, or has
-- flag 0 there, is not enrolled in the month, whatever other lists say.
-- Where an ACO has no list for a month, its monthly statuses tell (A-052): Parts A and B, no Medicare Advantage; ESRD before disabled
-- before aged. The four are those of 42 CFR 425.601 and 425.652.
-- What else is known stands beside it: death from lists and CCLF8, begin of Parts A and B and hospice from the newest CCLF8, which is a
-- snapshot and says nothing of an end.
-- Grain: one row an ACO, beneficiary and month with a type.
with month_places as (
    select 0 as place union all select 1 union all select 2 union all select 3 union all select 4 union all select 5
    union all select 6 union all select 7 union all select 8 union all select 9 union all select 10 union all select 11
),
lists as (
    select distinct f.aco_id, a.file_id, a.report, a.report_rank, a.performance_year, a.first_month, a.made
    from input.assignment_list a
    join input.files f on f.file_id = a.file_id
),
list_months as (
    select l.aco_id, l.file_id, l.report, p.place,
           cast(l.first_month + p.place * interval '1 month' as date) as month,
           row_number() over (partition by l.aco_id, cast(l.first_month + p.place * interval '1 month' as date)
                              order by l.report_rank, l.performance_year, l.made desc, l.file_id desc) as governs
    from lists l
    cross join month_places p
),
listed as (
    select g.aco_id, g.month, g.report as source, coalesce(m.bene_key, a.bene_mbi_id_hash) as bene_key,
           case g.place when 0 then a.enrollflag1 when 1 then a.enrollflag2 when 2 then a.enrollflag3 when 3 then a.enrollflag4
                        when 4 then a.enrollflag5 when 5 then a.enrollflag6 when 6 then a.enrollflag7 when 7 then a.enrollflag8
                        when 8 then a.enrollflag9 when 9 then a.enrollflag10 when 10 then a.enrollflag11 else a.enrollflag12
           end as flag,
           a.bene_death_dt
    from list_months g
    join input.assignment_list a on a.file_id = g.file_id
    left join core.mbi_history m on m.mbi_hash = a.bene_mbi_id_hash
    where g.governs = 1
),
-- Two identifiers of one beneficiary may stand in one list: the least type that is not 0 counts, once.
from_lists as (
    select aco_id, bene_key, month, min(source) as source, min(flag) as enrollment_type, min(bene_death_dt) as death_date
    from listed
    where flag > 0
    group by aco_id, bene_key, month
),
stated as (
    select f.aco_id, coalesce(m.bene_key, b.bene_mbi_id_hash) as bene_key, b.month, b.has_part_a, b.has_part_b, b.in_medicare_advantage,
           b.medicare_status_code, b.has_esrd,
           coalesce(b.is_dual, b.dual_status_code in ('01', '02', '03', '04', '05', '06', '08')) as is_dual,
           dense_rank() over (partition by f.aco_id, coalesce(m.bene_key, b.bene_mbi_id_hash), b.month
                              order by f.delivery_day desc, f.delivery desc) as newest
    from input.beneficiary_months b
    join input.files f on f.file_id = b.file_id
    left join core.mbi_history m on m.mbi_hash = b.bene_mbi_id_hash
),
merged as (
    select aco_id, bene_key, month,
           coalesce(bool_or(has_part_a), false) as has_part_a, coalesce(bool_or(has_part_b), false) as has_part_b,
           bool_or(in_medicare_advantage) as in_medicare_advantage,
           coalesce(bool_or(is_dual), false) as is_dual,
           coalesce(bool_or(has_esrd), false) or coalesce(bool_or(medicare_status_code in ('11', '21', '31')), false) as has_esrd,
           coalesce(bool_or(medicare_status_code in ('20', '21')), false) as is_disabled
    from stated
    where newest = 1
    group by aco_id, bene_key, month
),
covered as (
    select distinct aco_id, month from list_months
),
from_statuses as (
    select s.aco_id, s.bene_key, s.month, 'status' as source,
           case when s.has_esrd then 1 when s.is_disabled then 2 when s.is_dual then 3 else 4 end as enrollment_type,
           cast(null as date) as death_date
    from merged s
    left join covered c on c.aco_id = s.aco_id and c.month = s.month
    where c.month is null and s.has_part_a and s.has_part_b and not coalesce(s.in_medicare_advantage, false)
),
typed as (
    select * from from_lists
    union all
    select * from from_statuses
),
demographics as (
    select f.aco_id, coalesce(m.bene_key, d.bene_mbi_id_hash) as bene_key, d.bene_death_dt,
           d.bene_part_a_enrlmt_bgn_dt, d.bene_part_b_enrlmt_bgn_dt, d.bene_rng_bgn_dt, d.bene_rng_end_dt,
           dense_rank() over (partition by f.aco_id, coalesce(m.bene_key, d.bene_mbi_id_hash)
                              order by f.delivery_day desc, f.file_id desc) as newest
    from input.cclf8 d
    join input.files f on f.file_id = d.file_id
    left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash
),
people as (
    select aco_id, bene_key, min(bene_death_dt) as death_date, min(bene_part_a_enrlmt_bgn_dt) as part_a_begin,
           min(bene_part_b_enrlmt_bgn_dt) as part_b_begin
    from demographics
    where newest = 1
    group by aco_id, bene_key
),
hospice as (
    select distinct t.aco_id, t.bene_key, t.month
    from typed t
    join demographics d on d.aco_id = t.aco_id and d.bene_key = t.bene_key
    where d.newest = 1 and d.bene_rng_bgn_dt is not null
      and d.bene_rng_bgn_dt < cast(t.month + interval '1 month' as date) and coalesce(d.bene_rng_end_dt, t.month) >= t.month
)
select t.aco_id, t.bene_key, t.month, cast(t.enrollment_type as smallint) as enrollment_type, t.source,
       coalesce(s.has_part_a, p.part_a_begin < cast(t.month + interval '1 month' as date)) as has_part_a,
       coalesce(s.has_part_b, p.part_b_begin < cast(t.month + interval '1 month' as date)) as has_part_b,
       s.in_medicare_advantage,
       h.month is not null as in_hospice,
       coalesce(t.death_date, p.death_date) as death_date
from typed t
left join merged s on s.aco_id = t.aco_id and s.bene_key = t.bene_key and s.month = t.month
left join people p on p.aco_id = t.aco_id and p.bene_key = t.bene_key
left join hospice h on h.aco_id = t.aco_id and h.bene_key = t.bene_key and h.month = t.month
