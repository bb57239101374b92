import { useState } from 'react';
import { chooseTheme, chosenTheme, type Theme } from '../state/theme';

export function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <label className="top__choice">
      <span>Colors</span>
      <select
        value={theme}
        onChange={(event) => {
          const next = event.target.value as Theme;
          chooseTheme(next);
          setTheme(next);
        }}
      >
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
