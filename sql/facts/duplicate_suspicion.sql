-- Final claims and lines that repeat another in everything but their numbers: one person, provider, day, code and amount.  Several may
-- be lawful (two units on one day); many are a sign of a delivery that came twice under other claim numbers.
-- Grain: one row an ACO and kind.
with stays as (
    select aco_id, 'institutional claims' as kind, count(*) as copies, sum(signed_paid) as paid, min(signed_paid) as paid_once
    from core.institutional_claims
    where not is_denied and not is_orphan_cancellation and signed_paid <> 0
    group by aco_id, bene_key, provider_number, clm_type_cd, clm_from_dt, clm_thru_dt, dgns_drg_cd, signed_paid
    having count(*) > 1
),
lines as (
    select aco_id, case when line_kind = 'equipment' then 'equipment lines' else 'professional lines' end as kind,
           count(*) as copies, sum(signed_paid) as paid, min(signed_paid) as paid_once
    from core.part_b_lines
    where not is_denied and not is_orphan_cancellation and signed_paid <> 0
    group by aco_id, line_kind, bene_key, npi, clm_line_from_dt, clm_line_thru_dt, clm_line_hcpcs_cd, clm_line_num, signed_paid,
             signed_allowed
    having count(*) > 1
)
select aco_id, kind, count(*) as repeated, cast(sum(copies - 1) as bigint) as surplus_rows, sum(paid - paid_once) as surplus_paid
from (select * from stays union all select * from lines) suspects
group by aco_id, kind
