-- Claims of patients with an episode that touch its window, the days before that the document counts, or the days behind that it watches.
-- Grain: one row an episode and claim or line.
select e.episode_no, e.start_day, e.end_day, e.claim_id as anchor_claim, e.source as anchor_source,
       c.aco_id, c.source, c.file_id, c.line, c.claim_id, c.setting, c.from_day, c.thru_day, c.drg, c.diagnosis, c.hcpcs, c.provider,
       c.attending_npi, c.tin, c.paid, s.proration, s.is_lead
from episode.episodes e
cross join episode.terms t
join episode.claims c on c.aco_id = e.aco_id and c.bene_key = e.bene_key
join episode.settings s on s.setting = c.setting and s.is_included
where e.cancelled_for is null
  and c.thru_day >= e.start_day - t.lead_days and c.from_day <= e.end_day + t.after_days
