/** Light, dark, or as the system says. The choice is this browser's, not the server's. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'accountable.theme';

export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export function isDark(theme = chosenTheme()): boolean {
  return theme === 'dark' || (theme === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
}

export function applyTheme(theme = chosenTheme()): void {
  document.documentElement.dataset.theme = isDark(theme) ? 'dark' : 'light';
  window.dispatchEvent(new Event('accountable-theme'));
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing shows the system's theme again next time.
  }
  applyTheme(theme);
}

if (typeof window !== 'undefined' && typeof window.matchMedia === 'function') {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => applyTheme());
}
