-- Months of a period in which an ACO's people have an enrollment type; months after a death are none.
-- Parameters: $aco, $first_month, $last_month.
-- Grain: one row a person and month.
select bene_key, month, cast(enrollment_type as integer) as enrollment_type, source
from core.enrollment_months
where aco_id = $aco and month between $first_month and $last_month and (death_date is null or month <= death_date)
