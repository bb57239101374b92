-- The equipment lines of part_b_lines.
-- Grain: one row a final line or orphan cancellation; denied ones are marked.
select aco_id, file_id, line, cur_clm_uniq_id, clm_line_num, bene_key, clm_type_cd, clm_from_dt, clm_thru_dt,
       clm_line_from_dt, clm_line_thru_dt, clm_line_hcpcs_cd, clm_efctv_dt, clm_idr_ld_dt,
       clm_pos_cd, npi as billing_npi,
       signed_paid, signed_allowed, is_orphan_cancellation, is_denied,
       sequestration_reported, population_based_reduction, sequestration_rate
from core.part_b_lines
where line_kind = 'equipment'
