import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type DerivationNode, type DerivationView } from '../api/client';
import { useRun, useRuns, useRunTable } from '../api/queries';
import { amount, earnedOrOwed, moment, plural } from '../format/amounts';
import { Button, Choice } from '../parts/Controls';
import { Loaded } from '../parts/States';
import { SimpleTable } from '../tables/SimpleTable';
import { useUrlState } from '../state/url';
import { LawOf } from './LawOf';
import { Facts } from './Facts';
import { factOf } from './facts';
import type { WhySource } from './source';
import { Tree } from './Tree';
import { nameOf, outline } from './tree';

interface Explained {
  title: string;
  notes: readonly string[];
  view: DerivationView;
}

async function explain(source: WhySource, asOf: string | undefined): Promise<Explained> {
  if (source.of === 'run') {
    const view = await ask(
      api.GET('/api/v1/runs/{job}/derivations/{name}', { params: { path: { job: source.job, name: source.name } } }),
    );
    return { title: sentenceOf(view), notes: [], view };
  }
  const proof = await ask(
    api.GET('/api/v1/prove/{file}/rows/{row}', {
      params: { path: { file: source.file, row: source.row }, query: asOf ? { as_of: asOf } : {} },
    }),
  );
  const who = proof.aco_id || `Row ${proof.row}`;
  return {
    title: `${who} ${earnedOrOwed(proof.earned, true)} for performance year ${proof.performance_year} (${proof.track}).`,
    notes: proof.notes,
    view: proof.derivation,
  };
}

function sentenceOf(view: DerivationView): string {
  const root = view.nodes.find((node) => node.id === view.root);
  return root ? `${nameOf(root)}: ${root.display ?? root.value}` : '';
}

/** The number, the tree of how it came about, the law behind a line, and what differs from another run. */
export function WhyBody({ source }: { source: WhySource }) {
  const url = useUrlState();
  const [law, setLaw] = useState<DerivationNode | null>(null);
  const [tab, setTab] = useState<'tree' | 'law' | 'people' | 'compare'>('tree');
  const behind = useBehind(source.of === 'run' ? source.job : undefined);
  const [fact, setFact] = useState<DerivationNode | null>(null);
  const [copied, setCopied] = useState(false);
  const explained = useQuery({
    queryKey: ['why', source, url.asOf],
    queryFn: () => explain(source, url.asOf),
    staleTime: Infinity,
  });

  function copy(view: DerivationView, title: string) {
    void navigator.clipboard?.writeText(`${title}\n\n${outline(view)}`).then(() => setCopied(true));
  }

  const tabs: [typeof tab, string][] = [
    ['tree', 'How'],
    ['law', 'Law'],
    ...(behind.run && fact ? [['people', 'People and claims'] as [typeof tab, string]] : []),
    ...(source.of === 'run' ? [['compare', 'Compare'] as [typeof tab, string]] : []),
  ];
  return (
    <Loaded query={explained} lines={8}>
      {({ title, notes, view }) => (
        <>
          <p className="why__title">{title}</p>
          <p>
            <Button small onClick={() => copy(view, title)}>
              {copied ? 'Copied' : 'Copy as text'}
            </Button>
          </p>
          {notes.length > 0 && (
            <ul className="why__notes">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <div className="tabs" role="tablist" aria-label="Why?">
            {tabs.map(([key, text]) => (
              <button
                key={key}
                type="button"
                role="tab"
                id={`why-tab-${key}`}
                aria-selected={tab === key}
                aria-controls={`why-panel-${key}`}
                tabIndex={tab === key ? 0 : -1}
                onClick={() => setTab(key)}
                onKeyDown={(event) => {
                  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                  if (step === 0) return;
                  const next = tabs[(tabs.findIndex(([one]) => one === tab) + step + tabs.length) % tabs.length]![0];
                  setTab(next);
                  document.getElementById(`why-tab-${next}`)?.focus();
                }}
              >
                {text}
              </button>
            ))}
          </div>
          <div role="tabpanel" id="why-panel-tree" aria-labelledby="why-tab-tree" hidden={tab !== 'tree'}>
            <Tree
              view={view}
              people={behind.said}
              onPeople={(node) => {
                setFact(node);
                setTab('people');
                setTimeout(() => document.getElementById('why-tab-people')?.focus());
              }}
              onLaw={(node) => {
                setLaw(node);
                setTab('law');
                // The line that had the focus is out of sight now.
                document.getElementById('why-tab-law')?.focus();
              }}
            />
          </div>
          <div role="tabpanel" id="why-panel-law" aria-labelledby="why-tab-law" hidden={tab !== 'law'}>
            {law ? <LawOf node={law} /> : <LawList view={view} onLaw={setLaw} />}
            {law && (
              <p>
                <Button small onClick={() => setLaw(null)}>
                  Every paragraph that was used
                </Button>
              </p>
            )}
          </div>
          {behind.run && fact && (
            <div role="tabpanel" id="why-panel-people" aria-labelledby="why-tab-people" hidden={tab !== 'people'}>
              <Facts key={`${nameOf(fact)} ${fact.source}`} run={behind.run} node={fact} fact={behind.of(fact)!} />
            </div>
          )}
          {source.of === 'run' && (
            <div role="tabpanel" id="why-panel-compare" aria-labelledby="why-tab-compare" hidden={tab !== 'compare'}>
              {tab === 'compare' && <Compare job={source.job} name={source.name} />}
            </div>
          )}
        </>
      )}
    </Loaded>
  );
}

/** Which leaves of a run's derivation lead on to people, and what they say of them. */
function useBehind(job: string | undefined) {
  const run = useRun(job).data;
  const history = useRunTable(run, 'history').data;
  const counties = useRunTable(run, 'assigned-counties').data;
  const expenditures = useRunTable(run, 'expenditures').data;
  const of = (node: DerivationNode) =>
    run ? factOf(node, { history, counties, performanceYear: run.request.performance_year }) : null;
  const said = (node: DerivationNode) => {
    const fact = node.kind === 'input' ? of(node) : null;
    if (!fact) return null;
    const row = expenditures?.rows.find((one) => one.year === fact.year && one.enrollment_type === fact.type);
    if (fact.county || !row) return 'people and claims';
    return typeof row.people === 'number' ? `${plural(row.people, 'person', 'people')} and their claims` : `${String(row.people)} people`;
  };
  return { run, of, said };
}

/** Every number of law in the tree, each once. */
function LawList({ view, onLaw }: { view: DerivationView; onLaw(node: DerivationNode): void }) {
  const seen = new Map<string, DerivationNode>();
  for (const node of view.nodes) {
    if (node.kind === 'parameter') seen.set(node.source ?? nameOf(node), node);
  }
  const citations = [...new Set(view.nodes.map((node) => node.citation).filter((one): one is string => !!one))].sort();
  return (
    <>
      <h3>Numbers of law in this result</h3>
      <ul className="plain">
        {[...seen.values()].map((node) => (
          <li key={node.id}>
            <button type="button" className="link" onClick={() => onLaw(node)}>
              {nameOf(node)}
            </button>{' '}
            = {node.display} <span className="quiet">{node.citation}</span>
          </li>
        ))}
        {seen.size === 0 && <li>It rests on no number of law.</li>}
      </ul>
      <h3>Paragraphs</h3>
      <ul className="plain">
        {citations.map((citation) => (
          <li key={citation}>{citation}</li>
        ))}
      </ul>
    </>
  );
}

/** What moved this number between two runs: which facts, which law, and how far each alone. */
function Compare({ job, name }: { job: string; name: string }) {
  const run = useRun(job);
  const runs = useRuns(run.data?.request.aco, undefined);
  const [other, setOther] = useState('');
  const others = (runs.data ?? []).filter((one) => one.job.id !== job && one.job.state === 'done');
  const differences = useQuery({
    queryKey: ['differences', job, other],
    enabled: other !== '',
    queryFn: () => ask(api.GET('/api/v1/runs/{job}/differences/{other}', { params: { path: { job, other } } })),
  });
  if (runs.data && others.length === 0) return <p>There is no other run of this ACO to compare with.</p>;
  return (
    <>
      <Choice
        label="Compare with"
        value={other}
        onChange={setOther}
        options={[
          ['', 'choose a run'],
          ...others.map(
            (one) =>
              [
                one.job.id,
                `${one.request.performance_year}, ${moment(one.job.finished)}${one.request.as_of ? `, as known ${one.request.as_of}` : ''}`,
              ] as const,
          ),
        ]}
      />
      {other && (
        <Loaded query={differences}>
          {(found) => {
            const rows = found.derivations.filter((change) => change.derivation === name);
            return rows.length === 0 ? (
              <p>Nothing differs.</p>
            ) : (
              <SimpleTable
                caption="What differs"
                columns={[
                  { name: 'kind', unit: 'text' },
                  { name: 'name', unit: 'text' },
                  { name: 'where', unit: 'text' },
                  { name: 'before', unit: 'number', show: (row) => amount(row.before as number, row.unit as string) },
                  { name: 'after', unit: 'number', show: (row) => amount(row.after as number, row.unit as string) },
                  {
                    name: 'alone',
                    unit: 'number',
                    label: 'Moves the result by',
                    show: (row) => amount(row.alone as number, 'number'),
                  },
                ]}
                rows={rows}
              />
            );
          }}
        </Loaded>
      )}
    </>
  );
}
