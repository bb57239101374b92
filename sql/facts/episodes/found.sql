-- Claims and lines with a code that begins an episode, in force on their first day; where they were given is asked later.
-- Final ones alone: denied ones and orphan cancellations begin nothing.
-- Grain: one row a claim or line, trigger, setting and code.
with lengths as (
    -- A diagnosis is given by its beginning: what is looked up is the beginning of each length.
    select distinct length(code) as length from episode.triggers where code_type = 'diagnosis'
),
claims as (
    select aco_id, bene_key, file_id, line, cur_clm_uniq_id, clm_from_dt, clm_thru_dt, dgns_drg_cd
    from core.institutional_claims
    where not is_denied and not is_orphan_cancellation
),
lines as (
    select p.aco_id, p.bene_key, p.line_kind, p.file_id, p.line, d.setting, p.clm_line_hcpcs_cd,
           coalesce(p.clm_line_from_dt, p.clm_from_dt, p.clm_line_thru_dt) as from_day
    from core.part_b_lines p
    join episode.provider_settings d on d.claim_type = p.clm_type_cd and d.kind = 'otherwise'
    where not p.is_denied and not p.is_orphan_cancellation
),
revenue as (
    select f.aco_id, r.cur_clm_uniq_id, r.clm_line_hcpcs_cd as hcpcs, r.clm_line_from_dt as line_day
    from input.cclf2 r
    join input.files f on f.file_id = r.file_id
    where r.clm_line_hcpcs_cd in (select code from episode.triggers where code_type = 'hcpcs')
)
select c.aco_id, c.bene_key, 'i' as source, c.file_id, c.line, c.clm_from_dt as start_day, c.clm_thru_dt as last_day,
       t.setting, t.trigger_id, t.category, t.stratum, t.window_days
from claims c
join episode.triggers t on t.code_type = 'drg' and t.code = right('000' || trim(c.dgns_drg_cd), 3)
where c.clm_from_dt between t.from_day and t.to_day
union all
select distinct c.aco_id, c.bene_key, 'i', c.file_id, c.line, coalesce(r.line_day, c.clm_from_dt), coalesce(r.line_day, c.clm_from_dt),
       t.setting, t.trigger_id, t.category, t.stratum, t.window_days
from revenue r
join claims c on c.aco_id = r.aco_id and c.cur_clm_uniq_id = r.cur_clm_uniq_id
join episode.triggers t on t.code_type = 'hcpcs' and t.code = r.hcpcs
where coalesce(r.line_day, c.clm_from_dt) between t.from_day and t.to_day
union all
select c.aco_id, c.bene_key, 'i', c.file_id, c.line, c.clm_from_dt, c.clm_thru_dt,
       t.setting, t.trigger_id, t.category, t.stratum, t.window_days
from input.cclf1 h
cross join lengths l
join episode.triggers t on t.code_type = 'diagnosis' and t.code = left(h.prncpl_dgns_cd, l.length)
join claims c on c.file_id = h.file_id and c.line = h.line
where c.clm_from_dt between t.from_day and t.to_day
union all
select p.aco_id, p.bene_key, case p.line_kind when 'equipment' then 'e' else 'p' end, p.file_id, p.line, p.from_day, p.from_day,
       t.setting, t.trigger_id, t.category, t.stratum, t.window_days
from lines p
join episode.triggers t on t.code_type = 'hcpcs' and t.code = p.clm_line_hcpcs_cd and t.setting = p.setting
where p.from_day between t.from_day and t.to_day
union all
select p.aco_id, p.bene_key, 'p', p.file_id, p.line, p.from_day, p.from_day,
       t.setting, t.trigger_id, t.category, t.stratum, t.window_days
from input.cclf5 h
cross join lengths l
join episode.triggers t on t.code_type = 'diagnosis' and t.code = left(h.clm_line_dgns_cd, l.length)
join lines p on p.file_id = h.file_id and p.line = h.line and p.setting = t.setting
where p.from_day between t.from_day and t.to_day
