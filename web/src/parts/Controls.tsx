import { Alert } from '@cmsgov/design-system';
import { useId, type ButtonHTMLAttributes, type HTMLAttributes, type ReactNode, type Ref } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'solid' | 'plain' | 'quiet';
  small?: boolean;
}

/** A button in the design system's classes. */
export function Button({ kind = 'plain', small, className = '', type = 'button', ...rest }: ButtonProps) {
  const classes = [
    'ds-c-button',
    kind === 'solid' ? 'ds-c-button--solid' : '',
    kind === 'quiet' ? 'ds-c-button--ghost' : '',
    small ? 'ds-c-button--small' : '',
    className,
  ];
  return <button type={type} className={classes.filter(Boolean).join(' ')} {...rest} />;
}

interface FieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  type?: string;
  hint?: string;
  autoComplete?: string;
  autoFocus?: boolean;
  required?: boolean;
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  inputRef?: Ref<HTMLInputElement>;
  placeholder?: string;
  list?: readonly string[];
  min?: string;
  max?: string;
}

/** A labelled input. */
export function Field({ label, value, onChange, type = 'text', hint, inputRef, list, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="ds-c-label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <p className="ds-c-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        ref={inputRef}
        className="ds-c-field"
        type={type}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        list={list ? `${id}-list` : undefined}
        {...rest}
      />
      {list && (
        <datalist id={`${id}-list`}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange(value: string): void;
  options: readonly (readonly [value: string, label: string])[];
  inline?: boolean;
}

/** A labelled choice of one. */
export function Choice({ label, value, onChange, options, inline }: ChoiceProps) {
  const id = useId();
  return (
    <div className={inline ? 'field field--inline' : 'field'}>
      <label className="ds-c-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="ds-c-field" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

const VARIATIONS = { error: 'error', warning: 'warn', good: 'success', note: undefined } as const;

interface NoteProps {
  kind: keyof typeof VARIATIONS;
  title: string;
  children?: ReactNode;
  /** The level of its heading: one below that of the part it stands in. */
  level?: '2' | '3';
}

/** Something a person must know, in the design system's alert; its kind is said in words too. */
export function Note({ kind, title, children, level = '3' }: NoteProps) {
  return (
    <Alert
      variation={VARIATIONS[kind]}
      heading={title}
      headingLevel={level}
      weight="lightweight"
      role={kind === 'error' ? 'alert' : 'region'}
    >
      {children}
    </Alert>
  );
}

/** A short mark such as `verified: secondary`; the word tells, the colour helps. */
export function Mark({ kind, children, title }: { kind: 'good' | 'fair' | 'poor' | 'plain'; children: ReactNode; title?: string }) {
  return (
    <span className={`mark mark--${kind}`} title={title}>
      {children}
    </span>
  );
}
