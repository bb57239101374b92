-- People with what risk scores need besides diagnoses, as the sources say it; what none says is null.
-- Birth, sex, original reason for entitlement and dual status come from the newest CCLF8 that names the person.  The enrollment type is
-- that of the newest month from the year of service to the end of the payment year.  Months of Part B in the year of service stand three
-- times: from spans of enrollment, from monthly statuses, and as the months on assignment lists, which have both parts.
-- Parameters: $aco (null for every ACO), $service_from, $service_to, $paid_to.
-- Grain: one row a person in CCLF8, or with a month of enrollment in the two years.
with month_places as (
    select 0 as place union all select 1 union all select 2 union all select 3 union all select 4 union all select 5
    union all select 6 union all select 7 union all select 8 union all select 9 union all select 10 union all select 11
),
service_months as (
    select cast(cast($service_from as date) + place * interval '1 month' as date) as month from month_places
),
snapshots as (
    select bene_key, bene_dob, bene_sex_cd, bene_orgnl_entlmt_rsn_cd, bene_dual_stus_cd, bene_mdcr_stus_cd, bene_death_dt,
           bene_part_b_enrlmt_bgn_dt,
           row_number() over (partition by bene_key order by delivery_day desc, file_id desc, line desc) as place
    from core.newest_demographics
    where aco_id = coalesce(cast($aco as varchar), aco_id)
),
months as (
    select bene_key, month, enrollment_type, death_date,
           row_number() over (partition by bene_key order by month desc, enrollment_type) as place
    from core.enrollment_months
    where aco_id = coalesce(cast($aco as varchar), aco_id)
      and month between $service_from and $paid_to
),
listed as (
    select bene_key, min(case when place = 1 then enrollment_type end) as enrollment_type, min(death_date) as death_date,
           count(distinct case when month <= $service_to then month end) as months
    from months
    group by bene_key
),
spans as (
    select coalesce(m.bene_key, e.bene_mbi_id_hash) as bene_key,
           count(distinct case when e.part_b then s.month end) as months
    from input.eligibility e
    left join core.mbi_history m on m.mbi_hash = e.bene_mbi_id_hash
    left join service_months s on s.month between e.from_month and e.thru_month
    group by coalesce(m.bene_key, e.bene_mbi_id_hash)
),
statuses as (
    select coalesce(m.bene_key, b.bene_mbi_id_hash) as bene_key,
           count(distinct b.month) as stated, count(distinct case when b.has_part_b then b.month end) as months
    from input.beneficiary_months b
    left join core.mbi_history m on m.mbi_hash = b.bene_mbi_id_hash
    where b.month between $service_from and $service_to
    group by coalesce(m.bene_key, b.bene_mbi_id_hash)
),
everyone as (
    select bene_key from snapshots
    union
    select bene_key from listed
)
select e.bene_key, i.person_id, s.bene_dob, s.bene_sex_cd, s.bene_orgnl_entlmt_rsn_cd, s.bene_dual_stus_cd, s.bene_mdcr_stus_cd,
       coalesce(l.death_date, s.bene_death_dt) as death_date, s.bene_part_b_enrlmt_bgn_dt, cast(l.enrollment_type as integer),
       cast(l.months as integer) as listed_months, cast(p.months as integer) as span_months,
       cast(t.stated as integer) as stated_months, cast(t.months as integer) as status_months
from everyone e
left join snapshots s on s.bene_key = e.bene_key and s.place = 1
left join listed l on l.bene_key = e.bene_key
left join spans p on p.bene_key = e.bene_key
left join statuses t on t.bene_key = e.bene_key
left join core.person_identifiers i on i.bene_key = e.bene_key
where e.bene_key is not null
order by e.bene_key
