-- Anchors: one for each category, first and last day; stays that follow each other on a day are one where the document says so; an
-- outpatient procedure of the category shortly before a stay pulls its start back and is none itself.
-- Grain: one row an anchor.
with placed as (
    select c.*,
           row_number() over (partition by aco_id, bene_key, category, start_day, anchor_end, is_stay
                              order by stratum, trigger_id, source, claim_id, file_id, line) as place
    from episode.candidates c
),
single as (
    select * from placed where place = 1
),
reached as (
    select s.*,
           max(s.anchor_end) over (partition by s.aco_id, s.bene_key, s.is_stay
                                   order by s.start_day, s.anchor_end, s.claim_id, s.category
                                   rows between unbounded preceding and 1 preceding) as reached_day
    from single s
),
islands as (
    select r.*,
           sum(case when t.one_anchor and r.is_stay and r.reached_day >= r.start_day then 0 else 1 end)
               over (partition by r.aco_id, r.bene_key, r.is_stay
                     order by r.start_day, r.anchor_end, r.claim_id, r.category
                     rows between unbounded preceding and current row) as island
    from reached r
    cross join episode.terms t
),
spans as (
    select i.*,
           max(i.anchor_end) over (partition by i.aco_id, i.bene_key, i.is_stay, i.island) as last_day,
           row_number() over (partition by i.aco_id, i.bene_key, i.is_stay, i.island
                              order by i.start_day, i.anchor_end, i.claim_id, i.category) as place_in_island
    from islands i
),
whole as (
    select aco_id, bene_key, source, file_id, line, claim_id, setting, provider, operating_npi, attending_npi, tin, primary_payer,
           start_day, last_day as anchor_end, is_stay, trigger_id, category, stratum, window_days
    from spans
    where place_in_island = 1
),
pulled as (
    select s.aco_id, s.bene_key, s.category, s.claim_id as stay_claim, s.start_day as stay_start,
           o.claim_id as procedure_claim, o.start_day as procedure_day
    from whole s
    join whole o on o.aco_id = s.aco_id and o.bene_key = s.bene_key and o.category = s.category
    cross join episode.terms t
    where s.is_stay and not o.is_stay and o.setting = 'outpatient'
      and t.pull_back_days >= 0 and o.start_day between s.start_day - t.pull_back_days and s.start_day
),
earliest as (
    select aco_id, bene_key, category, stay_claim, stay_start, min(procedure_day) as procedure_day
    from pulled
    group by aco_id, bene_key, category, stay_claim, stay_start
),
taken as (
    select distinct aco_id, bene_key, category, procedure_claim, procedure_day from pulled
)
select row_number() over (order by w.aco_id, w.bene_key, coalesce(e.procedure_day, w.start_day), w.anchor_end, w.category, w.claim_id)
           as anchor_no,
       w.aco_id, w.bene_key, w.source, w.file_id, w.line, w.claim_id, w.setting, w.provider, w.operating_npi, w.attending_npi, w.tin,
       w.primary_payer, w.start_day as anchor_start, coalesce(e.procedure_day, w.start_day) as start_day, w.anchor_end, w.is_stay,
       w.trigger_id, w.category, w.stratum,
       case when t.from_discharge then w.anchor_end else coalesce(e.procedure_day, w.start_day) end + w.window_days - 1 as planned_end
from whole w
cross join episode.terms t
left join earliest e
  on e.aco_id = w.aco_id and e.bene_key = w.bene_key and e.category = w.category and e.stay_claim = w.claim_id
 and e.stay_start = w.start_day and w.is_stay
left join taken k
  on k.aco_id = w.aco_id and k.bene_key = w.bene_key and k.category = w.category and k.procedure_claim = w.claim_id
 and k.procedure_day = w.start_day and not w.is_stay
where k.procedure_claim is null
