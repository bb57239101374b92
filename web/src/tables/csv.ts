import type { Column, Row } from './SimpleTable';

/** A cell of CSV. A text that a spreadsheet would take for a formula gets an apostrophe, as the command line writes it. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  let text = String(value);
  if (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text))) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(columns: readonly Column[], rows: readonly Row[]): string {
  const lines = [
    columns.map((column) => csvCell(column.name)),
    ...rows.map((row) => columns.map((column) => csvCell(row[column.name]))),
  ];
  return `${lines.map((line) => line.join(',')).join('\n')}\n`;
}

/** Hands a text to the browser as a file. */
export function saveText(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
