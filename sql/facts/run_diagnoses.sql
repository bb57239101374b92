-- Diagnoses that count for risk scores, over all years of service of a run.  The rules are those of risk_diagnoses; each year of service
-- has its own lists.  Scores of a year rest on diagnoses of the year before: of people assigned for it, or of everybody.
-- Parameters: $aco, $first_day, $last_day, $everybody.
-- Relations: law.run_procedures (year, code), law.run_bills (year, type_of_bill, setting), facts.run_assigned.
-- Each line is read once and gives its code of every place: thirteen scans of the same lines would have to keep them all.
-- Grain: one row a year of service, person and code; the codes of a person stand together, in any order.
with code_places as (
    select 0 as place union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6
    union all select 7 union all select 8 union all select 9 union all select 10 union all select 11 union all select 12
),
wanted as (
    select distinct year - 1 as year, bene_key from facts.run_assigned
),
final_lines as (
    select cast(extract(year from l.clm_line_thru_dt) as integer) as year, l.cur_clm_uniq_id, l.bene_key, l.file_id, l.line,
           upper(l.clm_line_hcpcs_cd) as procedure
    from core.professional_lines l
    where l.aco_id = $aco and not l.is_denied and not l.is_orphan_cancellation
      and l.clm_line_thru_dt between $first_day and $last_day and l.bene_key is not null
),
eligible_claims as (
    select distinct l.year, l.cur_clm_uniq_id, l.bene_key
    from final_lines l
    join law.run_procedures p on p.year = l.year and p.code = l.procedure
    left join wanted w on w.year = l.year and w.bene_key = l.bene_key
    where w.bene_key is not null or $everybody
),
professional as (
    select l.year, l.bene_key, c.clm_line_dgns_cd, c.clm_dgns_1_cd, c.clm_dgns_2_cd, c.clm_dgns_3_cd, c.clm_dgns_4_cd,
           c.clm_dgns_5_cd, c.clm_dgns_6_cd, c.clm_dgns_7_cd, c.clm_dgns_8_cd, c.clm_dgns_9_cd, c.clm_dgns_10_cd, c.clm_dgns_11_cd,
           c.clm_dgns_12_cd
    from final_lines l
    join eligible_claims e on e.year = l.year and e.cur_clm_uniq_id = l.cur_clm_uniq_id and e.bene_key = l.bene_key
    join input.cclf5 c on c.file_id = l.file_id and c.line = l.line
    where coalesce(c.dgns_prcdr_icd_ind, '0') <> '9'
),
bills as (
    select cast(extract(year from i.clm_thru_dt) as integer) as year, i.cur_clm_uniq_id, i.bene_key, b.setting, h.prncpl_dgns_cd,
           coalesce(h.dgns_prcdr_icd_ind, '0') as icd
    from core.institutional_claims i
    join input.cclf1 h on h.file_id = i.file_id and h.line = i.line
    join law.run_bills b on b.year = cast(extract(year from i.clm_thru_dt) as integer)
     and b.type_of_bill = h.clm_bill_fac_type_cd || h.clm_bill_clsfctn_cd
    left join wanted w on w.year = cast(extract(year from i.clm_thru_dt) as integer) and w.bene_key = i.bene_key
    where i.aco_id = $aco and not i.is_denied and not i.is_orphan_cancellation
      and i.clm_thru_dt between $first_day and $last_day and (w.bene_key is not null or $everybody)
),
with_procedure as (
    select distinct b.year, b.cur_clm_uniq_id
    from bills b
    join input.cclf2 l on l.cur_clm_uniq_id = b.cur_clm_uniq_id
    join input.files f on f.file_id = l.file_id and f.aco_id = $aco
    left join core.superseded_rows o on o.file_id = l.file_id and o.line = l.line
    join law.run_procedures p on p.year = b.year and p.code = upper(l.clm_line_hcpcs_cd)
    where o.file_id is null
),
institutional as (
    select b.year, b.cur_clm_uniq_id, b.bene_key, b.prncpl_dgns_cd, b.icd
    from bills b
    left join with_procedure p on p.year = b.year and p.cur_clm_uniq_id = b.cur_clm_uniq_id
    where b.setting = 'inpatient' or p.cur_clm_uniq_id is not null
),
coded as (
    select year, bene_key, prncpl_dgns_cd as icd10 from institutional where icd <> '9'
    union all
    select i.year, i.bene_key, d.clm_dgns_cd
    from institutional i
    join input.cclf4 d on d.cur_clm_uniq_id = i.cur_clm_uniq_id
    join input.files f on f.file_id = d.file_id and f.aco_id = $aco
    where coalesce(d.dgns_prcdr_icd_ind, '0') <> '9'
    union all
    select p.year, p.bene_key,
           case q.place when 0 then p.clm_line_dgns_cd when 1 then p.clm_dgns_1_cd when 2 then p.clm_dgns_2_cd
                        when 3 then p.clm_dgns_3_cd when 4 then p.clm_dgns_4_cd when 5 then p.clm_dgns_5_cd when 6 then p.clm_dgns_6_cd
                        when 7 then p.clm_dgns_7_cd when 8 then p.clm_dgns_8_cd when 9 then p.clm_dgns_9_cd
                        when 10 then p.clm_dgns_10_cd when 11 then p.clm_dgns_11_cd else p.clm_dgns_12_cd end
    from professional p
    cross join code_places q
)
select distinct year, bene_key, icd10
from coded
where icd10 is not null and bene_key is not null
order by year, bene_key
