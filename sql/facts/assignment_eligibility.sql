-- What the lists in a store say about who can be assigned.  42 CFR 425.401(a), 425.402(e).
-- Spans of enrollment tell of a person whether there was a month with both parts, one with one part only, one in a health plan, and where
-- the person lived in the period's last month.  Without spans, months of enrollment and statuses of months tell what they can; what no
-- source tells is null (A-501).  The newest designation by the cut-off counts; without one, that of an assignment list of the year.
-- Parameters: $aco, $period_from, $period_to, $last_month, $year, $designated_by, $person (null for everybody).
-- Relations: facts.participants.
-- Grain: one row a person of whom a list or CCLF8 says anything.
with spans as (
    select distinct coalesce(m.bene_key, e.bene_mbi_id_hash) as bene_key, e.from_month, e.thru_month, e.part_a, e.part_b, e.health_plan, e.in_us
    from input.eligibility e
    left join core.mbi_history m on m.mbi_hash = e.bene_mbi_id_hash
),
of_spans as (
    select bene_key,
           bool_or(from_month <= $period_to and thru_month >= $period_from and part_a and part_b) as both_parts,
           bool_or(from_month <= $period_to and thru_month >= $period_from and part_a <> part_b) as one_part,
           bool_or(from_month <= $period_to and thru_month >= $period_from and coalesce(health_plan, false)) as in_plan,
           bool_or(from_month <= $last_month and thru_month >= $last_month and not coalesce(in_us, true)) as abroad
    from spans
    group by bene_key
),
of_months as (
    select bene_key, count(*) > 0 as both_parts
    from core.enrollment_months
    where aco_id = $aco and month between $period_from and $period_to
    group by bene_key
),
statuses as (
    select coalesce(m.bene_key, b.bene_mbi_id_hash) as bene_key, b.month,
           bool_or(b.has_part_a) as part_a, bool_or(b.has_part_b) as part_b, bool_or(b.in_medicare_advantage) as in_plan
    from input.beneficiary_months b
    left join core.mbi_history m on m.mbi_hash = b.bene_mbi_id_hash
    where b.month between $period_from and $period_to
    group by coalesce(m.bene_key, b.bene_mbi_id_hash), b.month
),
of_statuses as (
    select bene_key, bool_or(coalesce(part_a, false) <> coalesce(part_b, false)) as one_part, bool_or(coalesce(in_plan, false)) as in_plan
    from statuses
    group by bene_key
),
of_files as (
    select coalesce(m.bene_key, d.bene_mbi_id_hash) as bene_key, min(d.bene_death_dt) as died
    from input.cclf8 d
    left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash
    group by coalesce(m.bene_key, d.bene_mbi_id_hash)
),
placed as (
    select coalesce(m.bene_key, d.bene_mbi_id_hash) as bene_key, d.tin,
           row_number() over (partition by coalesce(m.bene_key, d.bene_mbi_id_hash)
                              order by d.designated_on desc, d.file_id desc, d.line desc) as place
    from input.designations d
    left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash
    where d.designated_on <= $designated_by
),
chosen as (
    select bene_key, tin from placed where place = 1
),
of_lists as (
    select coalesce(m.bene_key, a.bene_mbi_id_hash) as bene_key, max(a.va_tin) as tin
    from input.assignment_list a
    join input.files f on f.file_id = a.file_id
    left join core.mbi_history m on m.mbi_hash = a.bene_mbi_id_hash
    where f.aco_id = $aco and a.in_va_max = '1' and a.performance_year = $year
    group by coalesce(m.bene_key, a.bene_mbi_id_hash)
),
named as (
    select bene_key, tin from chosen
    union all
    select l.bene_key, l.tin
    from of_lists l
    left join of_spans s on s.bene_key = l.bene_key
    where s.bene_key is null and l.bene_key not in (select bene_key from chosen)
),
designated as (
    select n.bene_key, max(case when p.acos = 1 and p.aco_id = $aco then 2 else 1 end) as designation
    from named n
    left join facts.participants p on p.billed_by = 'TIN ' || n.tin
    group by n.bene_key
),
everyone as (
    select bene_key from of_spans
    union
    select bene_key from of_months
    union
    select bene_key from of_statuses
    union
    select bene_key from of_files
    union
    select bene_key from designated
)
select e.bene_key,
       case when s.bene_key is not null then s.both_parts else o.both_parts end as both_parts,
       case when s.bene_key is not null then s.one_part else t.one_part end as one_part,
       case when s.bene_key is not null then s.in_plan else t.in_plan end as in_plan,
       s.abroad, f.died,
       case n.designation when 2 then 'this_aco' when 1 then 'elsewhere' else 'none' end as designation
from everyone e
left join of_spans s on s.bene_key = e.bene_key
left join of_months o on o.bene_key = e.bene_key
left join of_statuses t on t.bene_key = e.bene_key
left join of_files f on f.bene_key = e.bene_key
left join designated n on n.bene_key = e.bene_key
where e.bene_key = coalesce(cast($person as bigint), e.bene_key)
order by e.bene_key
