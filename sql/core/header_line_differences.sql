-- Where the headers of institutional claims and their lines do not fit.  CCLF Information Packet, sections 2.1 and 3.5.
-- Lines may carry no payment (a stay is paid by its group, not by its lines): such claims are no difference.  Amounts have no sign
-- in either file.  Revenue centre 0001 is the total of the others and is left out of sums.
-- A header without lines counts only where the ACO has such a file at all.
-- Grain: one row an ACO, claim version and kind of difference.
with lines as (
    select f.aco_id, c.cur_clm_uniq_id, count(*) as line_rows,
           coalesce(sum(c.clm_line_cvrd_pd_amt) filter (where coalesce(c.clm_line_prod_rev_ctr_cd, '') <> '0001'), 0) as lines_paid
    from input.cclf2 c
    join input.files f on f.file_id = c.file_id
    left join core.superseded_rows s on s.file_id = c.file_id and s.line = c.line
    where s.file_id is null
    group by f.aco_id, c.cur_clm_uniq_id
),
procedures as (
    select f.aco_id, c.cur_clm_uniq_id, count(distinct c.clm_val_sqnc_num) as line_rows
    from input.cclf3 c
    join input.files f on f.file_id = c.file_id
    group by f.aco_id, c.cur_clm_uniq_id
),
diagnoses as (
    select f.aco_id, c.cur_clm_uniq_id, count(*) as line_rows
    from input.cclf4 c
    join input.files f on f.file_id = c.file_id
    group by f.aco_id, c.cur_clm_uniq_id
),
headers as (
    select aco_id, cur_clm_uniq_id, clm_type_cd, clm_pmt_amt from core.institutional_versions
)
select h.aco_id, h.cur_clm_uniq_id, h.clm_type_cd, 'revenue lines sum to another amount' as difference,
       l.line_rows, h.clm_pmt_amt as header_paid, l.lines_paid
from headers h
join lines l on l.aco_id = h.aco_id and l.cur_clm_uniq_id = h.cur_clm_uniq_id
where l.lines_paid <> 0 and l.lines_paid <> h.clm_pmt_amt
union all
select h.aco_id, h.cur_clm_uniq_id, h.clm_type_cd, 'header without revenue lines', 0, h.clm_pmt_amt, null
from headers h
left join lines l on l.aco_id = h.aco_id and l.cur_clm_uniq_id = h.cur_clm_uniq_id
where l.aco_id is null and h.aco_id in (select aco_id from input.files where table_name = 'cclf2')
union all
select h.aco_id, h.cur_clm_uniq_id, h.clm_type_cd, 'header without diagnoses', 0, h.clm_pmt_amt, null
from headers h
left join diagnoses l on l.aco_id = h.aco_id and l.cur_clm_uniq_id = h.cur_clm_uniq_id
where l.aco_id is null and h.aco_id in (select aco_id from input.files where table_name = 'cclf4')
union all
select l.aco_id, l.cur_clm_uniq_id, null, 'revenue lines without a header', l.line_rows, null, l.lines_paid
from lines l
left join headers h on h.aco_id = l.aco_id and h.cur_clm_uniq_id = l.cur_clm_uniq_id
where h.aco_id is null
union all
select l.aco_id, l.cur_clm_uniq_id, null, 'procedures without a header', l.line_rows, null, null
from procedures l
left join headers h on h.aco_id = l.aco_id and h.cur_clm_uniq_id = l.cur_clm_uniq_id
where h.aco_id is null
union all
select l.aco_id, l.cur_clm_uniq_id, null, 'diagnoses without a header', l.line_rows, null, null
from diagnoses l
left join headers h on h.aco_id = l.aco_id and h.cur_clm_uniq_id = l.cur_clm_uniq_id
where h.aco_id is null
