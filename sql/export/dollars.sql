-- Netted Medicare payments by ACO, beneficiary, calendar year and service.  CCLF Information Packet, section 5.3; the month of spend is
-- that of the claim's through date, for Part B and equipment that of the line's.
-- Denied claims and lines are out; a cancellation without its original stays, with its negative amount.
-- A sum of zero is no row.  Claim type 61 (managed care) counts nowhere, and Part D is no part of Parts A and B.
-- Grain: one row an ACO, beneficiary, year and service.
with paid as (
    select aco_id, bene_key, clm_type_cd, clm_thru_dt as spent_on, signed_paid
    from core.institutional_claims
    where is_orphan_cancellation or not is_denied
    union all
    select aco_id, bene_key, clm_type_cd, coalesce(clm_line_thru_dt, clm_thru_dt, clm_line_from_dt), signed_paid
    from core.professional_lines
    where is_orphan_cancellation or not is_denied
    union all
    select aco_id, bene_key, clm_type_cd, coalesce(clm_line_thru_dt, clm_thru_dt, clm_line_from_dt), signed_paid
    from core.equipment_lines
    where is_orphan_cancellation or not is_denied
),
services as (
    select aco_id, bene_key, cast(extract(year from spent_on) as integer) as year, signed_paid,
           case when clm_type_cd = '60' then 'inpatient'
                when clm_type_cd in ('20', '30') then 'snf'
                when clm_type_cd = '10' then 'home_health'
                when clm_type_cd = '50' then 'hospice'
                when clm_type_cd = '40' then 'outpatient'
                when clm_type_cd in ('71', '72') then 'professional'
                when clm_type_cd in ('81', '82') then 'dme'
           end as service
    from paid
),
sums as (
    select aco_id, bene_key, year, service, sum(signed_paid) as paid
    from services
    where service is not null
    group by aco_id, bene_key, year, service
)
select s.aco_id, i.person_id, s.year, s.service, cast(s.paid as decimal(18,2)) as paid
from sums s
left join core.person_identifiers i on i.bene_key = s.bene_key
where s.paid <> 0
order by s.aco_id, i.person_id, s.year, s.service
