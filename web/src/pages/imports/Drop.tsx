import { useRef, useState, type DragEvent } from 'react';
import { csrfHeader, problemOf, Problem, type JobView } from '../../api/client';
import { plural } from '../../format/amounts';
import { Button } from '../../parts/Controls';
import { ProblemView } from '../../parts/States';

interface Taken {
  file: File;
  /** With the folder that it lies in: lists without an ACO in their name are in a folder named after it. */
  path: string;
}

/** Where files and zips are dropped or chosen. They go to the server as they are, with how far they are. */
export function Drop({ onStarted }: { onStarted(job: JobView): void }) {
  const [over, setOver] = useState(false);
  const [sent, setSent] = useState<{ part: number; files: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [acceptCounts, setAcceptCounts] = useState(false);
  const chosen = useRef<HTMLInputElement>(null);
  const request = useRef<XMLHttpRequest | null>(null);

  function send(files: readonly Taken[]) {
    if (files.length === 0) return;
    const form = new FormData();
    for (const { file, path } of files) form.append('files', file, path);
    const upload = new XMLHttpRequest();
    request.current = upload;
    upload.open('POST', `/api/v1/imports${acceptCounts ? '?accept_counts=true' : ''}`);
    for (const [name, value] of Object.entries(csrfHeader())) upload.setRequestHeader(name, value);
    upload.upload.onprogress = (event) =>
      setSent({ part: event.lengthComputable ? event.loaded / event.total : 0, files: files.length });
    upload.onload = () => {
      setSent(null);
      const body: unknown = parsed(upload.responseText);
      if (upload.status < 300) onStarted(body as JobView);
      else setProblem(problemOf(upload.status, body));
    };
    upload.onerror = () => {
      setSent(null);
      setProblem(new Problem(0, 'unreachable', 'The upload broke off', 'Nothing of it was imported. Try it again.'));
    };
    upload.onabort = () => setSent(null);
    setProblem(null);
    setSent({ part: 0, files: files.length });
    upload.send(form);
  }

  async function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const entries = [...event.dataTransfer.items]
      .map((item) => item.webkitGetAsEntry?.())
      .filter((entry): entry is FileSystemEntry => !!entry);
    const found =
      entries.length > 0
        ? (await Promise.all(entries.map(walk))).flat()
        : [...event.dataTransfer.files].map((file) => ({ file, path: file.name }));
    send(found);
  }

  return (
    <section
      className={over ? 'drop drop--over' : 'drop'}
      aria-label="Import files"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      {sent ? (
        <div className="progress">
          <p role="status">
            Sends {plural(sent.files, 'file')}: {Math.round(sent.part * 100)}%
          </p>
          <progress aria-label="Upload" max={1} value={sent.part} />
          <Button small onClick={() => request.current?.abort()}>
            Stop
          </Button>
        </div>
      ) : (
        <>
          <p>
            <strong>Drop files, folders or zips here</strong>, with the names that CMS gave them.
          </p>
          <p>
            <Button onClick={() => chosen.current?.click()}>Choose files</Button>
            <input
              ref={chosen}
              type="file"
              multiple
              hidden
              aria-label="Files to import"
              onChange={(event) => {
                send([...(event.target.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
                event.target.value = '';
              }}
            />
          </p>
          <label className="quiet">
            <input type="checkbox" checked={acceptCounts} onChange={(event) => setAcceptCounts(event.target.checked)} /> Take
            deliveries that differ from their control totals, or have none
          </label>
        </>
      )}
      {problem && <ProblemView problem={problem} />}
    </section>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The files of what was dropped, folders at any depth. */
async function walk(entry: FileSystemEntry): Promise<Taken[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Taken[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const inner of some) found.push(...(await walk(inner)));
  }
}
