import { useState } from 'react';
import { Button, Note } from '../../parts/Controls';

/** Something that is shown once: a one-time password, the text of a key. */
export function Secret({ title, text, children, onKept }: { title: string; text: string; children: string; onKept(): void }) {
  const [copied, setCopied] = useState(false);
  return (
    <Note kind="good" title={title}>
      <p>{children}</p>
      <p>
        <code className="secret">{text}</code>
      </p>
      <p className="buttons">
        <Button
          small
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => setCopied(true));
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>{' '}
        <Button small onClick={onKept}>
          I have kept it
        </Button>
      </p>
    </Note>
  );
}
