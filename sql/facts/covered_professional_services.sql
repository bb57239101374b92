-- Covered professional services, and services of rural health clinics and federally qualified health centers.  42 CFR 414.1435(a), (b).
-- What counts as a covered professional service, and as an evaluation and management service, stands in law.professional_services.
-- Professional services of Method II critical access hospitals are told by the line's revenue center; the practitioner is on the header.
-- Only final claims count: denied ones and cancellations without an original do not.
-- Parameters: $from, $first, $second, $third (the last days of the periods).
-- Relations: law.professional_services, law.facility_bills, law.professional_revenue_centers, facts.claim_holders (the ACO whose copy
-- of a person's claims is read).
-- Grain: one row a person, biller, clinician and period 1 to 3.
with carrier as (
    select l.bene_key, 'TIN ' || l.clm_rndrg_prvdr_tax_num as billed_by, l.rendering_npi as npi, l.clm_line_thru_dt as day,
           l.signed_paid as paid, c.is_visit, 1 as professional, 0 as centers
    from core.professional_lines l
    join facts.claim_holders h on h.bene_key = l.bene_key and h.aco_id = l.aco_id
    join law.professional_services c on c.code = l.clm_line_hcpcs_cd
    where l.clm_line_thru_dt between $from and $third and not l.is_denied and not l.is_orphan_cancellation
),
facility as (
    select i.bene_key, i.aco_id, i.file_id, i.line, i.cur_clm_uniq_id, 'CCN ' || i.provider_number as billed_by, i.clm_thru_dt, b.what
    from core.institutional_claims i
    join facts.claim_holders h on h.bene_key = i.bene_key and h.aco_id = i.aco_id
    join core.institutional_versions v on v.aco_id = i.aco_id and v.cur_clm_uniq_id = i.cur_clm_uniq_id
    join law.facility_bills b on b.clm_type_cd = i.clm_type_cd
     and b.facility_type = v.clm_bill_fac_type_cd and b.classification = v.clm_bill_clsfctn_cd
    where i.clm_thru_dt between $from and $third and not i.is_denied and not i.is_orphan_cancellation
),
practitioners as (
    select f.bene_key, f.aco_id, f.cur_clm_uniq_id, f.billed_by, f.clm_thru_dt, f.what,
           coalesce(c.clm_othr_prvdr_npi_num, c.othr_prvdr_npi_num, c.clm_atndg_prvdr_npi_num, c.atndg_prvdr_npi_num) as npi
    from facility f
    join input.cclf1 c on c.file_id = f.file_id and c.line = f.line
),
-- Found first and alone: joined in any other order, each claim would meet every file of the ACO.
revenue_lines as materialized (
    select f.aco_id, l.cur_clm_uniq_id, l.clm_line_thru_dt, l.clm_line_cvrd_pd_amt, c.is_visit
    from input.cclf2 l
    join input.files f on f.file_id = l.file_id
    left join core.superseded_rows o on o.file_id = l.file_id and o.line = l.line
    join law.professional_revenue_centers r on r.first_three = substr(l.clm_line_prod_rev_ctr_cd, 1, 3)
    join law.professional_services c on c.code = l.clm_line_hcpcs_cd
    where o.file_id is null
),
method_ii as (
    select p.bene_key, p.billed_by, p.npi, coalesce(l.clm_line_thru_dt, p.clm_thru_dt) as day, l.clm_line_cvrd_pd_amt as paid,
           l.is_visit, 1 as professional, 0 as centers
    from practitioners p
    join revenue_lines l on l.aco_id = p.aco_id and l.cur_clm_uniq_id = p.cur_clm_uniq_id
    where p.what = 'critical_access_hospital'
      and coalesce(l.clm_line_thru_dt, p.clm_thru_dt) between $from and $third
),
centers as (
    select bene_key, billed_by, npi, clm_thru_dt as day, cast(0 as decimal(18, 2)) as paid, 0 as is_visit, 0 as professional, 1 as centers
    from practitioners
    where what = 'health_center'
),
furnished as (
    select * from carrier
    union all
    select * from method_ii
    union all
    select * from centers
)
select bene_key, billed_by, coalesce(npi, '') as npi,
       case when day <= $first then 1 when day <= $second then 2 else 3 end as period,
       sum(paid) as paid, sum(professional) as professional, sum(is_visit) as visits, sum(centers) as centers
from furnished
where billed_by is not null
group by bene_key, billed_by, coalesce(npi, ''), case when day <= $first then 1 when day <= $second then 2 else 3 end
order by bene_key, billed_by, npi, period
