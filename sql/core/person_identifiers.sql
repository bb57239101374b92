-- The newest identifier of every beneficiary in the store, in words: whose hash is the key that all identifiers lead to.
-- Grain: one row a beneficiary.
with identifiers as (
    select bene_mbi_id_hash as bene_key, bene_mbi_id as mbi from input.cclf1
    union all
    select bene_mbi_id_hash, bene_mbi_id from input.cclf5
    union all
    select bene_mbi_id_hash, bene_mbi_id from input.cclf6
    union all
    select bene_mbi_id_hash, bene_mbi_id from input.cclf8
    union all
    select crnt_num_hash, crnt_num from input.cclf9
    union all
    select prvs_num_hash, prvs_num from input.cclf9
    union all
    select bene_mbi_id_hash, bene_mbi_id from input.assignment_list
    union all
    select bene_mbi_id_hash, bene_mbi_id from input.beneficiary_months
    union all
    select bene_mbi_id_hash, bene_mbi_id from input.eligibility
    union all
    select bene_mbi_id_hash, bene_mbi_id from input.designations
)
select bene_key, min(mbi) as person_id
from identifiers
where bene_key is not null
group by bene_key
