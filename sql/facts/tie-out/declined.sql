-- People of the ACO's list who declined to share their data: CMS's exclusion files name them with the reason PC, or they are in no file of
-- demographics that the ACO got.  A store without demographics has only the first.
-- Parameters: $aco, $year (the performance year of the exclusion files).
-- Grain: one row a person.
with named as (
    select distinct coalesce(m.bene_key, x.bene_mbi_id_hash) as bene_key
    from input.exclusions x
    join input.files f on f.file_id = x.file_id
    left join core.mbi_history m on m.mbi_hash = x.bene_mbi_id_hash
    where f.aco_id = $aco and x.performance_year = $year and (',' || x.reasons || ',') like '%,PC,%'
),
known as (
    select distinct coalesce(m.bene_key, d.bene_mbi_id_hash) as bene_key
    from input.cclf8 d
    join input.files f on f.file_id = d.file_id
    left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash
    where f.aco_id = $aco
)
select distinct l.bene_key, n.bene_key is not null as is_named
from facts.tie_out_months l
left join named n on n.bene_key = l.bene_key
left join known k on k.bene_key = l.bene_key
where n.bene_key is not null or (k.bene_key is null and exists (select 1 from known))
