-- Every identifier that a beneficiary ever had, with the one that is current now.  CCLF Information Packet, sections 3.1 and 5.1.1.
-- CCLF9 names for each previous identifier its current one, as known on the delivery's day.  The newest delivery wins, then the
-- newest effective day.  A current identifier may later become a previous one, so the chain is followed to its end.
-- A circle has no end: the least identifier in it stands for all.
-- Grain: one row a previous identifier; an identifier that is in no CCLF9 is its own current one and has no row.
with recursive
named as (
    select x.prvs_num_hash as mbi_hash,
           x.crnt_num_hash as next_hash,
           row_number() over (partition by x.prvs_num_hash
                              order by f.delivery_day desc, x.prvs_id_efctv_dt desc nulls last, x.file_id desc, x.line desc) as place
    from input.cclf9 x
    join input.files f on f.file_id = x.file_id
    where x.prvs_num_hash <> x.crnt_num_hash
),
steps as (
    select mbi_hash, next_hash from named where place = 1
),
reached as (
    select mbi_hash, next_hash from steps
    union
    select r.mbi_hash, s.next_hash
    from reached r
    join steps s on s.mbi_hash = r.next_hash
),
ends as (
    select r.mbi_hash,
           min(case when s.mbi_hash is null then r.next_hash end) as last_hash,
           min(case when c.mbi_hash is not null then r.next_hash end) as circle_hash
    from reached r
    left join steps s on s.mbi_hash = r.next_hash
    left join reached c on c.mbi_hash = r.next_hash and c.next_hash = r.next_hash
    group by r.mbi_hash
)
select mbi_hash, coalesce(last_hash, circle_hash) as bene_key
from ends
