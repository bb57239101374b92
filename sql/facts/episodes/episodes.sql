-- Episodes: what is left when anchors meet, and only those that end in the period.  A cancelled one keeps its row and its reason.
-- cancel_first: a later anchor within the window cancels the first.  keep_first: of windows that meet, the first goes on, and the next
-- begins behind its end; a cancelled window keeps nobody out.
-- Grain: one row an anchor whose window ends in the period.
with recursive
scoped as (
    select w.*, case when t.within_category then w.category else '' end as scope, t.overlap
    from episode.windows w
    cross join episode.terms t
),
eligible as (
    select s.*,
           row_number() over (partition by s.aco_id, s.bene_key, s.scope order by s.start_day, s.anchor_no) as place
    from scoped s
    where s.cancelled_for is null
),
following as (
    select a.aco_id, a.bene_key, a.scope, a.place, min(b.place) as next_place
    from eligible a
    join eligible b on b.aco_id = a.aco_id and b.bene_key = a.bene_key and b.scope = a.scope and b.place > a.place
                   and b.start_day > a.end_day
    where a.overlap = 'keep_first'
    group by a.aco_id, a.bene_key, a.scope, a.place
),
kept as (
    select e.aco_id, e.bene_key, e.scope, e.place
    from eligible e
    where e.place = 1 and e.overlap = 'keep_first'
    union all
    select f.aco_id, f.bene_key, f.scope, f.next_place
    from kept k
    join following f on f.aco_id = k.aco_id and f.bene_key = k.bene_key and f.scope = k.scope and f.place = k.place
),
going_on as (
    select e.anchor_no
    from eligible e
    join kept k on k.aco_id = e.aco_id and k.bene_key = e.bene_key and k.scope = e.scope and k.place = e.place
),
met as (
    select distinct a.anchor_no
    from scoped a
    join scoped b
      on b.aco_id = a.aco_id and b.bene_key = a.bene_key and b.scope = a.scope and b.anchor_no <> a.anchor_no
     and b.start_day between a.start_day and a.end_day
    where a.overlap = 'cancel_first' and (b.start_day > a.start_day or b.anchor_no > a.anchor_no)
)
select s.anchor_no as episode_no, s.aco_id, s.bene_key, s.person_id, s.birth_day, s.dual_status, s.source, s.file_id, s.line, s.claim_id,
       s.setting, s.provider, s.operating_npi, s.attending_npi, s.tin, s.anchor_start, s.start_day, s.anchor_end, s.end_day, s.is_stay,
       s.trigger_id, s.category, s.stratum, s.has_unknown_months,
       coalesce(s.cancelled_for,
                case when m.anchor_no is not null then 'second_anchor'
                     when s.overlap = 'keep_first' and g.anchor_no is null then 'within_another_episode'
                end) as cancelled_for
from scoped s
cross join episode.terms t
left join met m on m.anchor_no = s.anchor_no
left join going_on g on g.anchor_no = s.anchor_no
where s.end_day between t.period_start and t.period_end
