-- Where headers and lines of institutional claims do not fit, counted.
-- Grain: one row an ACO and kind of difference.
select aco_id, difference, count(*) as claims, sum(coalesce(lines_paid, 0) - coalesce(header_paid, 0)) as difference_paid
from core.header_line_differences
group by aco_id, difference
