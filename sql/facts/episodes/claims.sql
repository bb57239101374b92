-- Final claims and lines of every kind in one shape, of people with a claim that may begin an episode, in the days that it may reach:
-- setting, days, codes, who gave the care, what was paid.
-- Denied ones and orphan cancellations are out.  An institutional claim counts by its header; its setting follows the type of claim and
-- the provider number.
-- Grain: one row an institutional claim, or a professional or equipment line.
with reach as (
    select p.aco_id, p.bene_key, min(f.start_day) - t.lead_days as first_day, max(f.last_day + f.window_days) + t.after_days as last_day
    from episode.people p
    join episode.found f on f.aco_id = p.aco_id and f.bene_key = p.bene_key
    cross join episode.terms t
    group by p.aco_id, p.bene_key, t.lead_days, t.after_days
),
stays as (
    select c.*
    from core.institutional_claims c
    join reach r on r.aco_id = c.aco_id and r.bene_key = c.bene_key
    where not c.is_denied and not c.is_orphan_cancellation and c.clm_thru_dt >= r.first_day and c.clm_from_dt <= r.last_day
),
lines as (
    select p.*, coalesce(p.clm_line_from_dt, p.clm_from_dt, p.clm_line_thru_dt) as from_day
    from core.part_b_lines p
    join reach r on r.aco_id = p.aco_id and r.bene_key = p.bene_key
    where not p.is_denied and not p.is_orphan_cancellation and p.clm_line_thru_dt >= r.first_day
      and coalesce(p.clm_line_from_dt, p.clm_from_dt, p.clm_line_thru_dt) <= r.last_day
)
select c.aco_id, c.bene_key, 'i' as source, c.file_id, c.line, c.cur_clm_uniq_id as claim_id,
       coalesce(n.setting, l.setting, d.setting) as setting,
       c.clm_from_dt as from_day, c.clm_thru_dt as thru_day,
       right('000' || trim(c.dgns_drg_cd), 3) as drg, h.prncpl_dgns_cd as diagnosis, cast(null as varchar) as hcpcs,
       c.provider_number as provider,
       coalesce(h.clm_oprtg_prvdr_npi_num, h.oprtg_prvdr_npi_num) as operating_npi,
       coalesce(h.clm_atndg_prvdr_npi_num, h.atndg_prvdr_npi_num) as attending_npi,
       cast(null as varchar) as tin, h.clm_nch_prmry_pyr_cd as primary_payer, c.signed_paid as paid
from stays c
join input.cclf1 h on h.file_id = c.file_id and h.line = c.line
join episode.provider_settings d on d.claim_type = c.clm_type_cd and d.kind = 'otherwise'
left join episode.provider_settings n
  on n.claim_type = c.clm_type_cd and n.kind = 'number'
 and length(c.provider_number) = 6 and substr(c.provider_number, 3, 4) between n.low and n.high
left join episode.provider_settings l
  on l.claim_type = c.clm_type_cd and l.kind = 'letter' and substr(c.provider_number, 3, 1) = l.low
union all
select p.aco_id, p.bene_key, 'p', p.file_id, p.line, p.cur_clm_uniq_id, d.setting, p.from_day, p.clm_line_thru_dt,
       null, h.clm_line_dgns_cd, p.clm_line_hcpcs_cd, null, null, p.npi, p.clm_rndrg_prvdr_tax_num,
       h.clm_line_prmry_pyr_cd, p.signed_paid
from lines p
join input.cclf5 h on h.file_id = p.file_id and h.line = p.line
join episode.provider_settings d on d.claim_type = p.clm_type_cd and d.kind = 'otherwise'
where p.line_kind = 'professional'
union all
select e.aco_id, e.bene_key, 'e', e.file_id, e.line, e.cur_clm_uniq_id, d.setting, e.from_day, e.clm_line_thru_dt,
       null, null, e.clm_line_hcpcs_cd, null, null, e.npi, null, null, e.signed_paid
from lines e
join episode.provider_settings d on d.claim_type = e.clm_type_cd and d.kind = 'otherwise'
where e.line_kind = 'equipment'
