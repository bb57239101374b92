-- Everybody in an ACO's files with a month of Parts A and B in a year, outside of a health plan, as lists, statuses or spans say it.
-- Parameters: $aco, $first_month, $last_month.
-- Grain: one row a person.
select bene_key
from core.enrollment_months
where aco_id = $aco and month between $first_month and $last_month
union
select coalesce(m.bene_key, e.bene_mbi_id_hash)
from input.eligibility e
left join core.mbi_history m on m.mbi_hash = e.bene_mbi_id_hash
where e.from_month <= $last_month and e.thru_month >= $first_month and e.part_a and e.part_b and not coalesce(e.health_plan, false)
