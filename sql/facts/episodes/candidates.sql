-- Claims that begin an episode by a code of the document that is in force on their first day.
-- A stay lasts from admission to discharge; any other anchor is the day of its line.
-- Grain: one row a claim or line, trigger and code.
with revenue as (
    select distinct f.aco_id, r.cur_clm_uniq_id as claim_id, r.clm_line_hcpcs_cd as hcpcs, r.clm_line_from_dt as line_day
    from input.cclf2 r
    join input.files f on f.file_id = r.file_id
    join episode.triggers t on t.code_type = 'hcpcs' and t.code = r.clm_line_hcpcs_cd
),
found as (
    select c.aco_id, c.bene_key, c.source, c.file_id, c.line, c.claim_id, c.setting, c.provider, c.operating_npi, c.attending_npi,
           c.tin, c.primary_payer, c.from_day as start_day, c.thru_day as last_day,
           t.trigger_id, t.category, t.stratum, t.window_days
    from episode.claims c
    join episode.triggers t on t.setting = c.setting and t.code_type = 'drg' and t.code = c.drg
    where c.from_day between t.from_day and t.to_day
    union all
    select c.aco_id, c.bene_key, c.source, c.file_id, c.line, c.claim_id, c.setting, c.provider, c.operating_npi, c.attending_npi,
           c.tin, c.primary_payer, c.from_day, c.thru_day, t.trigger_id, t.category, t.stratum, t.window_days
    from episode.claims c
    join episode.triggers t on t.setting = c.setting and t.code_type = 'hcpcs' and t.code = c.hcpcs
    where c.from_day between t.from_day and t.to_day
    union all
    select c.aco_id, c.bene_key, c.source, c.file_id, c.line, c.claim_id, c.setting, c.provider, c.operating_npi, c.attending_npi,
           c.tin, c.primary_payer, coalesce(r.line_day, c.from_day), coalesce(r.line_day, c.from_day),
           t.trigger_id, t.category, t.stratum, t.window_days
    from episode.claims c
    join revenue r on r.aco_id = c.aco_id and r.claim_id = c.claim_id
    join episode.triggers t on t.setting = c.setting and t.code_type = 'hcpcs' and t.code = r.hcpcs
    where c.source = 'i' and coalesce(r.line_day, c.from_day) between t.from_day and t.to_day
    union all
    select c.aco_id, c.bene_key, c.source, c.file_id, c.line, c.claim_id, c.setting, c.provider, c.operating_npi, c.attending_npi,
           c.tin, c.primary_payer, c.from_day, c.thru_day, t.trigger_id, t.category, t.stratum, t.window_days
    from episode.claims c
    join episode.triggers t on t.setting = c.setting and t.code_type = 'diagnosis' and left(c.diagnosis, length(t.code)) = t.code
    where c.from_day between t.from_day and t.to_day
)
select f.aco_id, f.bene_key, f.source, f.file_id, f.line, f.claim_id, f.setting, f.provider, f.operating_npi, f.attending_npi,
       f.tin, f.primary_payer, f.start_day, case when s.is_stay then f.last_day else f.start_day end as anchor_end, s.is_stay,
       f.trigger_id, f.category, f.stratum, f.window_days
from found f
join episode.settings s on s.setting = f.setting
