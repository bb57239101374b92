import type { Schemas } from '../api/client';
import { plural } from '../format/amounts';
import { Note } from './Controls';

export type Warning = Schemas['RunWarning'];

/** Warnings of one kind: what they share, and each of them. */
export interface Group {
  key: string;
  first: Warning;
  all: readonly Warning[];
}

/** Years, numbers, identifiers and codes are what tells warnings of one kind apart. */
function kindOf(warning: Warning): string {
  const assumption = /\(A-\d+\)/.exec(warning.what)?.[0] ?? /^A-\d+/.exec(warning.what)?.[0];
  return `${warning.severity}|${assumption ?? warning.what.replace(/\b[A-Z]*\d[\w.,]*\b/g, '#')}`;
}

/** Warnings by kind, those with most first. */
export function grouped(warnings: readonly Warning[]): Group[] {
  const groups = new Map<string, Warning[]>();
  for (const warning of warnings) {
    const key = kindOf(warning);
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  return [...groups].map(([key, all]) => ({ key, first: all[0]!, all })).sort((left, right) => right.all.length - left.all.length);
}

const SHOWN = 3;

/** What a reader must know: what is missing, what to look at, and apart from it what was taken for granted. */
export function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  const missing = warnings.filter((one) => one.severity === 'missing');
  const notes = warnings.filter((one) => one.severity === 'note');
  const others = warnings.filter((one) => one.severity !== 'missing' && one.severity !== 'note');
  return (
    <>
      {missing.length > 0 && <Several kind="warning" title="Not computed, and what to supply" warnings={missing} />}
      {others.length > 0 && <Several kind="warning" title={plural(others.length, 'warning')} warnings={others} />}
      {notes.length > 0 && <Several kind="note" title={`${plural(notes.length, 'thing')} taken for granted`} warnings={notes} />}
    </>
  );
}

function Several({ kind, title, warnings }: { kind: 'warning' | 'note'; title: string; warnings: readonly Warning[] }) {
  const groups = grouped(warnings);
  return (
    <Note kind={kind} title={title}>
      <ul className="plain">
        {groups.slice(0, SHOWN).map((group) => (
          <One key={group.key} group={group} />
        ))}
      </ul>
      {groups.length > SHOWN && (
        <details>
          <summary>{plural(groups.length - SHOWN, 'more kind')} of them</summary>
          <ul className="plain">
            {groups.slice(SHOWN).map((group) => (
              <One key={group.key} group={group} />
            ))}
          </ul>
        </details>
      )}
    </Note>
  );
}

function One({ group }: { group: Group }) {
  const { first, all } = group;
  return (
    <li>
      {sentence(first.what)} {first.do && <span className="quiet">{first.do}.</span>}
      {all.length > 1 && (
        <details>
          <summary>{plural(all.length - 1, 'more', 'more')} like it</summary>
          <ul>
            {all.slice(1).map((one, at) => (
              <li key={at}>{sentence(one.what)}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
