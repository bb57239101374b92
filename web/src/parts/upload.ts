import { csrfHeader, problemOf, Problem } from '../api/client';

/** A file with the folder that it lies in. */
export interface Taken {
  file: File;
  path: string;
}

/** Sends files as a form, and says how far they are. Stopping the signal stops it; null then. */
export function upload(
  address: string,
  files: readonly Taken[],
  said: (part: number) => void,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const { file, path } of files) form.append('files', file, path);
    const request = new XMLHttpRequest();
    request.open('POST', address);
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => said(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) resolve(body);
      else reject(problemOf(request.status, body));
    };
    request.onerror = () =>
      reject(new Problem(0, 'unreachable', 'The upload broke off', 'Nothing of it was kept. Try it again.'));
    request.onabort = () => resolve(null);
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

/** The files of what was dropped, folders at any depth. */
export async function dropped(transfer: DataTransfer): Promise<Taken[]> {
  const files = [...transfer.files];
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry?.())
    .filter((entry): entry is FileSystemEntry => !!entry);
  return entries.length > 0 ? (await Promise.all(entries.map(walk))).flat() : files.map((file) => ({ file, path: file.name }));
}

/** The files of an input, with their folders when it took a folder. */
export function chosen(input: HTMLInputElement): Taken[] {
  return [...(input.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

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
