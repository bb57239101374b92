import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, ask, askTable, type Schemas, type TablePage } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { Chart } from '../../charts/Chart';
import { nameAxis, tooltip, valueAxis, type Palette } from '../../charts/palette';
import { tip } from '../../charts/tip';
import { number, percent, plural, words } from '../../format/amounts';
import { Button, Choice, Field, Mark, Note } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { Empty, Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import type { Row } from '../../tables/SimpleTable';
import { Clinician } from './Clinician';
import { WhatIf } from './WhatIf';

type QpView = Schemas['QpView'];

export default function Qp() {
  const url = useUrlState();
  const entities = useQuery({ queryKey: ['qp-entities'], queryFn: () => ask(api.GET('/api/v1/qp')) });
  const entity = url.get('entity') || (entities.data?.includes(url.aco ?? '') ? url.aco! : entities.data?.[0]) || '';
  const year = url.get('qp-year') || (url.year ? String(url.year) : '2026');
  return (
    <Page name="QP" question="Who qualifies, and how close are the others?">
      <Loaded query={entities}>
        {(known) =>
          known.length === 0 ? (
            <Empty title="The server was given no QP facts" command="accountable serve --store STORE --qp-facts ENTITY=FOLDER">
              <p>
                <Term term="QP">QP</Term> status is determined from participation lists and scores by snapshot: a folder of facts
                for each entity (docs/reference/qpp-facts.md).
              </p>
            </Empty>
          ) : (
            <>
              <div className="controls">
                <Choice
                  label="Facts of"
                  value={entity}
                  onChange={(value) => url.set({ entity: value })}
                  options={known.map((one) => [one, one] as const)}
                />
                <Field
                  label="Performance year"
                  value={year}
                  inputMode="numeric"
                  onChange={(value) => url.set({ 'qp-year': value.replaceAll(/\D/g, '').slice(0, 4) })}
                />
              </div>
              {/^\d{4}$/.test(year) && <Entity entity={entity} year={Number(year)} />}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Entity({ entity, year }: { entity: string; year: number }) {
  const url = useUrlState();
  const query = { year, ...(url.asOf ? { as_of: url.asOf } : {}) };
  const summary = useQuery({
    queryKey: ['qp', entity, year, url.asOf],
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/qp/{entity}', { params: { path: { entity }, query } })),
  });
  const clinicians = useQuery({
    queryKey: ['clinicians', entity, year, url.asOf],
    enabled: summary.data !== undefined,
    queryFn: () =>
      askTable(api.GET('/api/v1/qp/{entity}/clinicians', { params: { path: { entity }, query: { ...query, limit: MOST_ROWS } } })),
  });
  return (
    <Loaded query={summary} lines={5} chart>
      {(view) => (
        <>
          <div className="answer">
            <p>
              {number(view.qp)} of {plural(view.clinicians, 'clinician')} {view.qp === 1 ? 'is a QP' : 'are QPs'};{' '}
              {number(view.partial_qp)} {view.partial_qp === 1 ? 'is a Partial QP' : 'are Partial QPs'}.
            </p>
            <p className="quiet">
              {view.thresholds
                .map((one) => `${words(one.method)}: QP from ${percent(one.qp)}, Partial QP from ${percent(one.partial_qp)}`)
                .join('. ')}
              .
            </p>
          </div>
          <Loaded query={clinicians} lines={8} chart>
            {(page) => <Clinicians entity={entity} year={year} view={view} page={page} />}
          </Loaded>
          {view.findings.length > 0 && (
            <Note kind="warning" title={plural(view.findings.length, 'finding')}>
              <ul className="plain">
                {view.findings.slice(0, 20).map((one, at) => (
                  <li key={at}>
                    {one.what}.{' '}
                    <span className="quiet">
                      {one.file} line {one.line}. {one.do}
                    </span>
                  </li>
                ))}
              </ul>
            </Note>
          )}
          {view.unverified.length > 0 && (
            <details>
              <summary>Rests on {plural(view.unverified.length, 'number')} that nobody verified</summary>
              <ul className="plain">
                {view.unverified.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </Loaded>
  );
}

const STATUS: Record<string, 'good' | 'fair' | 'plain'> = { QP: 'good', 'Partial QP': 'fair' };

function Clinicians({ entity, year, view, page }: { entity: string; year: number; view: QpView; page: TablePage }) {
  const url = useUrlState();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const shown = url.get('npi');
  const lanes = useMemo(() => scores(page.rows), [page]);
  const option = useMemo(() => (colors: Palette) => dots(colors, lanes, view), [lanes, view]);

  function tick(key: string) {
    const next = new Set(ticked);
    if (!next.delete(key)) next.add(key);
    setTicked(next);
  }

  return (
    <>
      {lanes.length > 0 && (
        <Chart
          title="Deciding scores by entity and snapshot against the lines"
          file="qp-scores"
          rows={lanes}
          option={option}
          height={120 + new Set(lanes.map(laneName)).size * 44}
          columns={[
            { name: 'entity_id', unit: 'text', label: 'Entity' },
            { name: 'method', unit: 'text' },
            { name: 'snapshot', unit: 'number' },
            { name: 'score', unit: 'ratio' },
            { name: 'threshold', unit: 'ratio' },
            { name: 'clinicians', unit: 'count' },
          ]}
          label={`${plural(lanes.length, 'deciding score')} against the QP and Partial QP thresholds.`}
        >
          <p className="quiet">
            A dot is the score that decided for its clinicians; circles by payments, squares by patients. Dashed: the Partial QP and
            QP thresholds of each method.
          </p>
        </Chart>
      )}
      <DataTable
        id="clinicians"
        caption="Clinicians"
        rows={page.rows}
        total={page.total}
        narrow={['npi', 'status', 'why']}
        csv={`/api/v1/qp/${encodeURIComponent(entity)}/clinicians?year=${year}&format=csv`}
        columns={[
          {
            name: 'tick',
            unit: 'text',
            label: 'What if',
            show: (row) => (
              <input
                type="checkbox"
                aria-label={`${String(row.npi)} of ${String(row.entity_id)} in a what-if`}
                checked={ticked.has(keyOf(row))}
                onChange={() => tick(keyOf(row))}
              />
            ),
          },
          ...columnsOf(
            page.columns.filter((column) => !['tin', 'basis', 'conversion_factor'].includes(column.name)),
            {
              entity_id: { label: 'Entity' },
              status: { show: (row) => <Mark kind={STATUS[String(row.status)] ?? 'plain'}>{String(row.status)}</Mark> },
              score: { unit: 'ratio' },
              threshold: { unit: 'ratio' },
              incentive_rate: { unit: 'ratio' },
              mips_excluded: { unit: 'text', label: 'Out of MIPS', show: (row) => (row.mips_excluded === 1 ? 'yes' : 'no') },
            },
          ),
          {
            name: 'why',
            unit: 'text',
            label: 'Why?',
            show: (row) => (
              <Button
                small
                className="why-button"
                aria-label={`Why? ${String(row.npi)}`}
                onClick={() => url.set({ npi: String(row.npi) })}
              >
                Why?
              </Button>
            ),
          },
        ]}
      />
      {shown && <Clinician entity={entity} year={year} npi={shown} onClose={() => url.set({ npi: null })} />}
      <WhatIf
        entity={entity}
        year={year}
        entities={[...new Set(page.rows.map((row) => String(row.entity_id)).filter(Boolean))]}
        ticked={ticked}
        onClear={() => setTicked(new Set())}
      />
    </>
  );
}

function keyOf(row: Row): string {
  return `${String(row.npi)}|${String(row.entity_id ?? '')}`;
}

function laneName(row: Row): string {
  const who = row.entity_id ? String(row.entity_id) : 'No entity';
  return row.level === 'entity' ? who : `${who}, ${words(String(row.level)).toLowerCase()}`;
}

/** The scores that decided, each once, with how many clinicians it decided for. */
function scores(rows: readonly Row[]): Row[] {
  const found = new Map<string, Row & { clinicians: number }>();
  for (const row of rows) {
    if (typeof row.score !== 'number') continue;
    const key = [row.entity_id, row.level, row.method, row.snapshot, row.score].join('|');
    const known = found.get(key);
    found.set(key, { ...row, clinicians: (known?.clinicians ?? 0) + 1 });
  }
  return [...found.values()].sort(
    (left, right) => laneName(left).localeCompare(laneName(right)) || Number(left.snapshot) - Number(right.snapshot),
  );
}

function dots(colors: Palette, rows: readonly Row[], view: QpView) {
  const lanes = [...new Set(rows.map(laneName))];
  const narrow = window.innerWidth < 640;
  const methods = ['payment', 'patient'];
  return {
    grid: { left: narrow ? 100 : 190, right: 30, top: 76, bottom: 40 },
    legend: { top: 0, left: 0, textStyle: { color: colors.text } },
    tooltip: tooltip(colors, {
      formatter: (item: { data: { row?: Row } }) => {
        const row = item.data.row;
        if (!row) return '';
        const [score, threshold] = [percent(Number(row.score), 4), percent(Number(row.threshold), 4)];
        return (
          tip`${laneName(row)}, snapshot ${row.snapshot}<br>${row.method} score <b>${score}</b>, threshold ${threshold}` +
          tip`<br>${plural(Number(row.clinicians), 'clinician')}`
        );
      },
    }),
    xAxis: valueAxis(colors, '', (value) => percent(value, 0), {
      min: 0,
      max: Math.max(1, ...rows.map((row) => Number(row.score))),
    }),
    yAxis: nameAxis(colors, lanes, {
      inverse: true,
      axisLabel: { color: colors.text, width: narrow ? 90 : 176, overflow: 'truncate', interval: 0 },
    }),
    series: methods.map((method, at) => {
      const line = view.thresholds.find((one) => one.method === method);
      return {
        type: 'scatter',
        name: `${words(method)} score`,
        symbol: method === 'payment' ? 'circle' : 'rect',
        symbolSize: 15,
        itemStyle: { color: colors.series[at], borderColor: colors.ground, borderWidth: 1 },
        label: {
          show: true,
          formatter: (item: { data: { row: Row } }) => String(item.data.row.snapshot),
          color: colors.ground,
          fontSize: 10,
        },
        data: rows
          .filter((row) => row.method === method || (at === 0 && !methods.includes(String(row.method))))
          .map((row) => ({ value: [row.score, laneName(row)], row })),
        ...(line
          ? {
              markLine: {
                silent: true,
                symbol: 'none',
                animation: false,
                lineStyle: { color: colors.series[at], type: 'dashed' },
                label: { color: colors.text, fontSize: 10, position: 'start', distance: at === 0 ? 4 : 18, formatter: '{b}' },
                data: [
                  { xAxis: line.qp, name: `QP ${method}` },
                  { xAxis: line.partial_qp, name: narrow ? '' : `Partial ${method}` },
                ],
              },
            }
          : {}),
      };
    }),
  };
}
