-- The claims that count at the last day of the run-out and the changes to them, added up.  The month is that of the day of service; type 0
-- is a month without an enrollment type.
-- Grain: one row a person, enrollment type, step and rate of sequestration that has to be imputed.
with everything as (
    select 'cut' as step, bene_key, service_day, paid, ime, dsh, uncompensated_care, population_based, sequestration, rate
    from facts.tie_out_cut
    union all
    select step, bene_key, service_day, paid, ime, dsh, uncompensated_care, population_based, sequestration, rate
    from facts.tie_out_differences
)
select e.bene_key, cast(coalesce(m.enrollment_type, 0) as integer) as enrollment_type, e.step,
       e.sequestration is null as is_imputed, e.rate,
       sum(e.paid) as paid, sum(e.ime) as ime, sum(e.dsh) as dsh, sum(e.uncompensated_care) as uncompensated_care,
       sum(e.population_based) as population_based, sum(coalesce(e.sequestration, 0)) as sequestration
from everything e
left join facts.tie_out_months m on m.bene_key = e.bene_key and m.month = cast(date_trunc('month', e.service_day) as date)
group by e.bene_key, cast(coalesce(m.enrollment_type, 0) as integer), e.step, e.sequestration is null, e.rate
order by e.bene_key, 2, e.step
