-- Rows of claims and lines that a newer delivery of the same ACO brings again.  CCLF Information Packet, section 2.1.
-- The same version comes in monthly, weekly and run-out deliveries; the newest delivery wins, then the file that came last.
-- Only what came more than once is put in order, because most rows came once.
-- Grain: one row a row that does not count.
with every_row as (
    select 1 as file_kind, file_id, line, cur_clm_uniq_id, 0 as clm_line_num from input.cclf1
    union all
    select 2 as file_kind, file_id, line, cur_clm_uniq_id, clm_line_num from input.cclf2
    union all
    select 5 as file_kind, file_id, line, cur_clm_uniq_id, clm_line_num from input.cclf5
    union all
    select 6 as file_kind, file_id, line, cur_clm_uniq_id, clm_line_num from input.cclf6
),
repeated as (
    select r.file_kind, f.aco_id, r.cur_clm_uniq_id, r.clm_line_num
    from every_row r
    join input.files f on f.file_id = r.file_id
    group by r.file_kind, f.aco_id, r.cur_clm_uniq_id, r.clm_line_num
    having count(*) > 1
),
placed as (
    select r.file_id, r.line,
           row_number() over (partition by r.file_kind, f.aco_id, r.cur_clm_uniq_id, r.clm_line_num
                              order by f.delivery_day desc, r.file_id desc, r.line) as place
    from every_row r
    join input.files f on f.file_id = r.file_id
    join repeated d
      on d.file_kind = r.file_kind and d.aco_id = f.aco_id
     and d.cur_clm_uniq_id = r.cur_clm_uniq_id and d.clm_line_num = r.clm_line_num
)
select file_id, line
from placed
where place > 1
