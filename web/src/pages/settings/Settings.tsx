import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import { api, ask, type Problem, type Schemas } from '../../api/client';
import { useAcos } from '../../api/queries';
import { moment, plural } from '../../format/amounts';
import { Button, Choice, Field, Mark, Note } from '../../parts/Controls';
import { FindingsTable } from '../../parts/FindingsTable';
import { Page } from '../../parts/Page';
import { Loaded, ProblemView } from '../../parts/States';
import { chosen, dropped, upload, type Taken } from '../../parts/upload';
import { useIsAtLeast } from '../../session/Session';
import { useUrlState } from '../../state/url';
import { SimpleTable } from '../../tables/SimpleTable';
import { KINDS, labelOf, valueOf, type Kind, type KindOf } from './kinds';

type Setting = Schemas['RunSettingView'];
type Outcome = Schemas['RunSettingOutcome'];

const STATES: Record<string, ['good' | 'fair' | 'plain', string]> = {
  in_force: ['good', 'holds'],
  default: ['plain', 'default'],
  replaced: ['plain', 'replaced'],
  withdrawn: ['fair', 'withdrawn'],
};

export default function Settings() {
  const url = useUrlState();
  const queries = useQueryClient();
  const may = useIsAtLeast('analyst');
  const settings = useQuery({ queryKey: ['run-settings'], queryFn: () => ask(api.GET('/api/v1/run-settings')) });
  const kind = KINDS.find((one) => one.kind === url.get('kind')) ?? KINDS[0]!;
  // What was given may be what other pages show, such as QP facts.
  const refresh = () => void queries.invalidateQueries();
  return (
    <Page name="Settings of runs" question="What do runs take beside the claims?">
      <Loaded query={settings}>
        {(all) => (
          <>
            <Answer all={all} aco={url.aco} />
            {may ? (
              <Give kind={kind} onKept={refresh} />
            ) : (
              <p className="quiet">Your role may look but not change this: ask an analyst.</p>
            )}
            <List all={all} may={may} onChanged={refresh} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What the next run of the chosen ACO takes, and what it lacks. */
function Answer({ all, aco }: { all: readonly Setting[]; aco?: string }) {
  const holds = (kind: Kind) =>
    all.some((one) => one.kind === kind && (one.state === 'in_force' || one.state === 'default') && (one.entity === '*' || one.entity === aco));
  const lacking = [!holds('factors') && 'the factors of CMS', !holds('quality') && `a quality score${aco ? ` of ${aco}` : ''}`].filter(
    (one): one is string => !!one,
  );
  return (
    <div className="answer">
      <p>
        {lacking.length === 0
          ? `The next run${aco ? ` of ${aco}` : ''} has the factors of CMS and a quality score, and can go on to the payment.`
          : `The next run${aco ? ` of ${aco}` : ''} lacks ${lacking.join(' and ')}: without ${
              lacking.length === 1 ? 'it' : 'them'
            } it cannot go on to the payment.`}{' '}
        Each run takes the newest that holds, and its manifest names it by its hash.
      </p>
    </div>
  );
}

function Give({ kind, onKept }: { kind: KindOf; onKept(): void }) {
  const url = useUrlState();
  const acos = useAcos();
  const [entity, setEntity] = useState<string | null>(null);
  const whose = entity ?? (kind.everybodys ? '*' : (url.aco ?? ''));
  const known = (acos.data ?? []).map((one) => one.aco);
  return (
    <section aria-label="Give a setting">
      <h2>Give a setting</h2>
      <div className="controls">
        <Choice
          label="What"
          value={kind.kind}
          onChange={(value) => {
            url.set({ kind: value });
            setEntity(null);
          }}
          options={KINDS.map((one) => [one.kind, one.label] as const)}
        />
        <Field
          label={kind.everybodys ? 'For (ACO, or * for every one)' : kind.kind === 'qp_facts' ? 'For (entity)' : 'For (ACO)'}
          value={whose}
          onChange={(value) => setEntity(value.trim())}
          list={kind.everybodys ? ['*', ...known] : known}
          required
        />
      </div>
      <p>{kind.what}</p>
      {kind.typed ? (
        <Typed key={kind.kind} kind={kind.kind} entity={whose} onKept={onKept} />
      ) : (
        <Files key={kind.kind} kind={kind} entity={whose} onKept={onKept} />
      )}
      <p className="quiet">
        On the command line: <code className="command">{kind.option}</code>
      </p>
    </section>
  );
}

function Typed({ kind, entity, onKept }: { kind: Kind; entity: string; onKept(): void }) {
  const url = useUrlState();
  const [text, setText] = useState('');
  const [year, setYear] = useState(kind === 'quality' ? String(url.year ?? '') : '');
  const [wrong, setWrong] = useState<string | null>(null);
  const keep = useMutation<Outcome, Problem, number>({
    mutationFn: (value) =>
      ask(
        api.POST('/api/v1/run-settings/values', {
          body: { kind, entity, value, performance_year: year ? Number(year) : null },
        }),
      ),
    onSuccess: onKept,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const value = valueOf(kind, text);
        setWrong(typeof value === 'string' ? value : null);
        if (typeof value === 'number') keep.mutate(value);
      }}
    >
      {wrong && (
        <Note kind="error" title="Not kept">
          {wrong}
        </Note>
      )}
      {keep.error && <ProblemView problem={keep.error} />}
      {keep.data?.setting && (
        <Note kind="good" title={`${labelOf(kind)} of ${keep.data.setting.entity} is kept`}>
          The next run takes {keep.data.setting.value}. <a href={url.to('/overview')}>Run again</a>
        </Note>
      )}
      <div className="controls">
        <Field label="Value" value={text} onChange={setText} inputMode="decimal" required />
        <Field label="Performance year (empty: every year)" value={year} onChange={setYear} inputMode="numeric" />
        <Button type="submit" kind="solid" disabled={!entity || keep.isPending}>
          Keep it
        </Button>
      </div>
    </form>
  );
}

function Files({ kind, entity, onKept }: { kind: KindOf; entity: string; onKept(): void }) {
  const url = useUrlState();
  const [over, setOver] = useState(false);
  const [part, setPart] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const send = useMutation<Outcome | null, Problem, readonly Taken[]>({
    mutationFn: (files) => {
      stop.current = new AbortController();
      setPart(0);
      const query = new URLSearchParams({ kind: kind.kind, entity });
      return upload(`/api/v1/run-settings/files?${query}`, files, setPart, stop.current.signal) as Promise<Outcome | null>;
    },
    onSuccess: onKept,
  });
  const give = (files: readonly Taken[]) => files.length > 0 && entity && send.mutate(files);
  const outcome = send.data;
  return (
    <>
      <div
        className={over ? 'drop drop--over' : 'drop'}
        role="group"
        aria-label={`Give ${kind.label}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          void dropped(event.dataTransfer).then(give);
        }}
      >
        {send.isPending ? (
          <div className="progress">
            <p role="status">{part < 1 ? `Sends: ${Math.round(part * 100)}%` : 'Reads the files'}</p>
            <progress aria-label="Upload" max={1} value={part} />
            <Button small onClick={() => stop.current?.abort()}>
              Stop
            </Button>
          </div>
        ) : (
          <>
            <p>
              <strong>{kind.folder ? 'Drop the folder, its files or a zip of it here' : 'Drop the CSV here'}</strong>
            </p>
            <Button onClick={() => input.current?.click()} disabled={!entity}>
              Choose files
            </Button>
            <input
              ref={input}
              type="file"
              multiple={kind.folder}
              hidden
              aria-label={`Files of ${kind.label}`}
              onChange={(event) => {
                give(chosen(event.target));
                event.target.value = '';
              }}
            />
          </>
        )}
      </div>
      {send.error && <ProblemView problem={send.error} />}
      {outcome && (
        <Note
          kind={outcome.setting ? (outcome.findings.length > 0 ? 'warning' : 'good') : 'error'}
          title={
            outcome.setting
              ? `${kind.label}: ${plural(outcome.setting.files.length, 'file')} kept${outcome.findings.length > 0 ? ', with findings' : ''}`
              : `${kind.label}: nothing was kept`
          }
        >
          {outcome.setting ? (
            <p>
              Runs name it by <code>{outcome.setting.sha256?.slice(0, 12)}</code>. <a href={url.to('/overview')}>Run again</a>
            </p>
          ) : (
            <p>What runs took before, they still take.</p>
          )}
        </Note>
      )}
      {outcome && outcome.findings.length > 0 && (
        <FindingsTable id="setting-findings" caption="What the reader found" findings={outcome.findings} />
      )}
    </>
  );
}

function List({ all, may, onChanged }: { all: readonly Setting[]; may: boolean; onChanged(): void }) {
  const withdraw = useMutation<unknown, Problem, string>({
    mutationFn: (id) => ask(api.DELETE('/api/v1/run-settings/{id}', { params: { path: { id } } })),
    onSuccess: onChanged,
  });
  if (all.length === 0)
    return <p className="quiet">Nothing was given yet, and the server was started without factors, quality or QP facts.</p>;
  return (
    <section>
      <h2>What was given</h2>
      {withdraw.error && <ProblemView problem={withdraw.error} />}
      <SimpleTable
        caption="What was given"
        rows={all.map((one) => ({ ...one }))}
        columns={[
          { name: 'kind', unit: 'text', label: 'What', show: (row) => labelOf(row.kind as Kind) },
          { name: 'entity', unit: 'text', label: 'For', show: (row) => (row.entity === '*' ? 'every ACO' : String(row.entity)) },
          { name: 'performance_year', unit: 'text', label: 'Year', show: (row) => (row.performance_year ? String(row.performance_year) : 'every') },
          { name: 'name', unit: 'text', label: 'Value or files', show: (row) => <Given setting={row as unknown as Setting} /> },
          { name: 'created', unit: 'text', label: 'Given', show: (row) => <When setting={row as unknown as Setting} /> },
          {
            name: 'state',
            unit: 'text',
            show: (row) => {
              const [mark, text] = STATES[String(row.state)] ?? ['plain', String(row.state)];
              return <Mark kind={mark}>{text}</Mark>;
            },
          },
          {
            name: 'id',
            unit: 'text',
            label: 'Withdraw',
            show: (row) =>
              may && row.id && row.state !== 'withdrawn' ? (
                <Button
                  small
                  disabled={withdraw.isPending}
                  aria-label={`Withdraw ${labelOf(row.kind as Kind)} of ${String(row.entity)}`}
                  onClick={() => withdraw.mutate(String(row.id))}
                >
                  Withdraw
                </Button>
              ) : (
                '–'
              ),
          },
        ]}
      />
      <p className="quiet">
        What holds for an ACO goes before what holds for every one, a year before every year, and what was given here before what the
        server was started with. Withdrawn, the one before holds again; runs that rest on it stay as they are.
      </p>
    </section>
  );
}

function Given({ setting }: { setting: Setting }) {
  if (setting.value !== null) return <>{setting.value}</>;
  if (setting.files.length === 0) return <>{setting.name}</>;
  return (
    <details>
      <summary>
        {setting.name}
        {setting.findings.length > 0 && `, ${plural(setting.findings.length, 'finding')}`}
      </summary>
      <ul className="plain">
        {setting.files.map((file) => (
          <li key={file.file}>
            {file.file} <code>{file.sha256.slice(0, 12)}</code>
          </li>
        ))}
        {setting.findings.slice(0, 20).map((one, at) => (
          <li key={at}>
            {one.file}
            {one.line ? `:${one.line}` : ''} {one.column}: {one.what}. {one.do}
          </li>
        ))}
      </ul>
    </details>
  );
}

function When({ setting }: { setting: Setting }) {
  return setting.created ? (
    <>
      {moment(setting.created)} by {setting.by}
    </>
  ) : (
    <>at the server's start</>
  );
}
