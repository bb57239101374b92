-- Claims that begin an episode: those found by their codes that were given in the setting of their trigger.
-- A stay lasts from admission to discharge; any other anchor is the day of its line.
-- Grain: one row a claim or line, trigger and code.
select c.aco_id, c.bene_key, c.source, c.file_id, c.line, c.claim_id, c.setting, c.provider, c.operating_npi, c.attending_npi,
       c.tin, c.primary_payer, f.start_day, case when s.is_stay then f.last_day else f.start_day end as anchor_end, s.is_stay,
       f.trigger_id, f.category, f.stratum, f.window_days
from episode.found f
join episode.claims c on c.source = f.source and c.file_id = f.file_id and c.line = f.line and c.setting = f.setting
join episode.settings s on s.setting = f.setting
