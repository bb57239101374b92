-- What a person's claims come to in a span of days: final claims of Part A and lines of Part B, as they enter expenditures.
-- 42 CFR 425.601(a).  Grain: one row a claim, a line or an orphan cancellation.
select cur_clm_uniq_id, clm_type_cd, service, service_day, clm_efctv_dt, paid, ime, dsh, uncompensated_care, is_orphan_cancellation
from core.expenditures
where aco_id = $aco and bene_key = $person and service_day between $first_day and $last_day
order by service_day, cur_clm_uniq_id, service, paid
