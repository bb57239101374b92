-- Primary care services that count for assignment, by person, entity and kind of practitioner.  42 CFR 425.400(c), 425.402, 425.404.
-- An entity is an ACO with all of its participants, or else the TIN or CCN that billed.  A participant of several ACOs counts for none
-- (425.400(a)(2)(iii)).  Services of a code that does not count during a stay are left out when a stay of that kind covers the day.
-- Every service of an FQHC or RHC is one of primary care (425.404(b)). Facility claims have no allowed charge in CCLF, so what was paid
-- stands in: A-502.
-- Parameters: $aco, $window_from, $window_to, $expanded_from, $person (null for everybody).
-- Relations: input.eta_hospitals, law.primary_care_services, law.assignment_specialties, law.assignment_bills, law.assignment_stays,
-- law.assignment_revenue_centers, facts.participants.
-- Grain: one row a person, entity and kind.
with carrier as (
    select l.bene_key, l.clm_line_thru_dt as day, l.signed_allowed as allowed, s.kind,
           'TIN ' || l.clm_rndrg_prvdr_tax_num as billed_by, c.not_during, c.needs_base, l.cur_clm_uniq_id
    from core.professional_lines l
    join law.primary_care_services c on c.code = l.clm_line_hcpcs_cd
    join law.assignment_specialties s on s.specialty = l.clm_prvdr_spclty_cd
    where l.aco_id = $aco
      and not l.is_denied and not l.is_orphan_cancellation
      and l.clm_line_thru_dt between $expanded_from and $window_to
      and l.clm_line_thru_dt >= coalesce(c.first_day, l.clm_line_thru_dt)
      and l.clm_line_thru_dt <= coalesce(c.last_day, l.clm_line_thru_dt)
      and c.only_at is null
      and coalesce(l.clm_pos_cd, '') = coalesce(c.only_place, l.clm_pos_cd, '')
      and (c.not_place is null or coalesce(l.clm_pos_cd, '') <> c.not_place)
),
-- Professional services on facility bills: those of Method II critical access hospitals, told by the line's revenue center, and clinic
-- visits of hospitals under the electing teaching amendment, at the charge that the list of such hospitals gives them (425.402(d)).
-- Their lines are found first and alone: joined in any other order, each claim would meet every file of the ACO.
revenue_lines as materialized (
    select l.cur_clm_uniq_id, l.clm_line_thru_dt, l.clm_line_cvrd_pd_amt, c.not_during, c.first_day, c.last_day, c.only_at
    from input.cclf2 l
    join input.files f on f.file_id = l.file_id
    left join core.superseded_rows o on o.file_id = l.file_id and o.line = l.line
    join law.primary_care_services c on c.code = l.clm_line_hcpcs_cd
    left join law.assignment_revenue_centers r on r.first_three = substr(l.clm_line_prod_rev_ctr_cd, 1, 3)
    where f.aco_id = $aco and o.file_id is null and (c.only_at is not null or r.first_three is not null)
),
on_facility_bills as (
    select i.bene_key, coalesce(l.clm_line_thru_dt, i.clm_thru_dt) as day,
           case when l.only_at is null then l.clm_line_cvrd_pd_amt
                else (select max(e.allowed) from input.eta_hospitals e
                      where e.ccn = i.provider_number and coalesce(l.clm_line_thru_dt, i.clm_thru_dt) between e.first_day and e.last_day)
           end as allowed,
           coalesce(h.clm_othr_prvdr_npi_num, h.othr_prvdr_npi_num, h.clm_atndg_prvdr_npi_num, h.atndg_prvdr_npi_num) as npi,
           'CCN ' || i.provider_number as billed_by, l.not_during, l.first_day, l.last_day
    from core.institutional_claims i
    join input.cclf1 h on h.file_id = i.file_id and h.line = i.line
    join law.assignment_bills b on b.clm_type_cd = i.clm_type_cd
     and b.facility_type = h.clm_bill_fac_type_cd and b.classification = h.clm_bill_clsfctn_cd
    join revenue_lines l on l.cur_clm_uniq_id = i.cur_clm_uniq_id
    where i.aco_id = $aco and b.what = coalesce(l.only_at, 'critical_access_hospital')
      and not i.is_denied and not i.is_orphan_cancellation
      and i.clm_thru_dt between $expanded_from and $window_to
),
specialties as (
    -- A practitioner's specialty: as a list of providers says, else as the newest line of a physician claim.
    select npi, min(specialty) as specialty
    from (select npi, specialty from input.clinicians
          union all
          select npi, specialty from input.participants where npi is not null and specialty is not null) listed
    group by npi
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
    where c.not_during is null and c.needs_base is null
    union all
    -- Add-on codes count where the code they are added to counts.
    select c.bene_key, c.day, c.allowed, c.kind, c.billed_by
    from carrier c
    where c.needs_base is not null
      and exists (select 1 from carrier b where b.cur_clm_uniq_id = c.cur_clm_uniq_id and b.needs_base is null)
    union all
    select c.bene_key, c.day, c.allowed, c.kind, c.billed_by
    from carrier c
    where c.not_during is not null
      and not exists (select 1 from stays s
                      where s.bene_key = c.bene_key and s.what = c.not_during and c.day between s.first_day and s.last_day)
    union all
    select m.bene_key, m.day, m.allowed, s.kind, m.billed_by
    from on_facility_bills m
    left join specialties p on p.npi = m.npi
    left join core.newest_specialties n on n.aco_id = $aco and n.npi = m.npi
    join law.assignment_specialties s on s.specialty = coalesce(p.specialty, n.specialty)
    where m.allowed is not null and m.day between coalesce(m.first_day, m.day) and coalesce(m.last_day, m.day)
      and m.day between $expanded_from and $window_to
      and not exists (select 1 from stays t
                      where t.bene_key = m.bene_key and t.what = m.not_during and m.day between t.first_day and t.last_day)
    union all
    select i.bene_key, i.clm_thru_dt, i.signed_paid, 'primary_care_physician', 'CCN ' || i.provider_number
    from core.institutional_claims i
    join input.cclf1 h on h.file_id = i.file_id and h.line = i.line
    join law.assignment_bills b on b.clm_type_cd = i.clm_type_cd
     and b.facility_type = h.clm_bill_fac_type_cd and b.classification = h.clm_bill_clsfctn_cd
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
