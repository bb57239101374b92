-- Primary care services that count for assignment, by person, entity and kind of practitioner.  42 CFR 425.400(c), 425.402, 425.404.
-- An entity is an ACO with all of its participants, or else the TIN or CCN that billed.  A participant of several ACOs counts for none
-- (425.400(a)(2)(iii)).  Services of a code that does not count during a stay are left out when a stay of that kind covers the day.
-- Every service of an FQHC or RHC is one of primary care (425.404(b)); such claims have no allowed charge, so what was paid stands in: A-502.
-- Parameters: $aco, $window_from, $window_to, $expanded_from, $person (null for everybody).
-- Relations: law.primary_care_services, law.assignment_specialties, law.assignment_bills, facts.participants.
-- Grain: one row a person, entity and kind.
with carrier as (
    select l.bene_key, l.clm_line_thru_dt as day, l.signed_allowed as allowed, s.kind,
           'TIN ' || l.clm_rndrg_prvdr_tax_num as billed_by, c.not_during, l.clm_pos_cd as place
    from core.professional_lines l
    join law.primary_care_services c on c.code = l.clm_line_hcpcs_cd
    join law.assignment_specialties s on s.specialty = l.clm_prvdr_spclty_cd
    where l.aco_id = $aco
      and not l.is_denied and not l.is_orphan_cancellation
      and l.clm_line_thru_dt between $expanded_from and $window_to
      and l.clm_line_thru_dt >= coalesce(c.first_day, l.clm_line_thru_dt)
      and l.clm_line_thru_dt <= coalesce(c.last_day, l.clm_line_thru_dt)
      and c.only_at is null
),
stays as (
    select i.bene_key, b.what, i.clm_from_dt as first_day, i.clm_thru_dt as last_day
    from core.institutional_claims i
    join law.assignment_stays b on b.clm_type_cd = i.clm_type_cd
    where i.aco_id = $aco
      and not i.is_denied and not i.is_orphan_cancellation
      and i.clm_thru_dt >= $expanded_from and i.clm_from_dt <= $window_to
),
counted as (
    select c.bene_key, c.day, c.allowed, c.kind, c.billed_by
    from carrier c
    where c.not_during is null
    union all
    select c.bene_key, c.day, c.allowed, c.kind, c.billed_by
    from carrier c
    where c.not_during is not null
      and not (c.not_during = 'place_31' and coalesce(c.place, '') = '31')
      and not exists (select 1 from stays s
                      where s.bene_key = c.bene_key and s.what = c.not_during and c.day between s.first_day and s.last_day)
    union all
    select i.bene_key, i.clm_thru_dt, i.signed_paid, 'primary_care_physician', 'CCN ' || i.provider_number
    from core.institutional_claims i
    join core.institutional_versions v on v.aco_id = i.aco_id and v.cur_clm_uniq_id = i.cur_clm_uniq_id
    join law.assignment_bills b on b.clm_type_cd = i.clm_type_cd
     and b.facility_type = v.clm_bill_fac_type_cd and b.classification = v.clm_bill_clsfctn_cd
    where i.aco_id = $aco
      and not i.is_denied and not i.is_orphan_cancellation
      and i.clm_thru_dt between $expanded_from and $window_to
      and b.what = 'health_center'
),
placed as (
    select s.bene_key, case when p.aco_id is null then s.billed_by else 'ACO ' || p.aco_id end as entity, s.kind, s.day, s.allowed
    from counted s
    left join facts.participants p on p.billed_by = s.billed_by
    where coalesce(p.acos, 1) = 1
      and s.bene_key = coalesce(cast($person as bigint), s.bene_key)
)
select bene_key, entity, kind,
       count(*) filter (where day >= $window_from) as services,
       coalesce(sum(allowed) filter (where day >= $window_from), 0) as allowed,
       max(day) filter (where day >= $window_from) as latest,
       count(*) as expanded_services,
       sum(allowed) as expanded_allowed,
       max(day) as expanded_latest
from placed
group by bene_key, entity, kind
order by bene_key, entity, kind
