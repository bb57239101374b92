/** A text of the data as it may stand in HTML. */
export function escapeHtml(text: unknown): string {
  return String(text ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The HTML of a tooltip: what is put in is data and never markup. */
export function tip(markup: TemplateStringsArray, ...values: readonly unknown[]): string {
  return markup.reduce((text, part, at) => text + escapeHtml(values[at - 1]) + part);
}
