-- The specialty that the newest physician line of an ACO's files gives each practitioner.
-- Grain: one row an ACO and NPI.
with placed as (
    select aco_id, rendering_npi as npi, clm_prvdr_spclty_cd as specialty,
           row_number() over (partition by aco_id, rendering_npi order by clm_line_thru_dt desc, clm_prvdr_spclty_cd) as place
    from core.professional_lines
    where rendering_npi is not null
)
select aco_id, npi, specialty
from placed
where place = 1
