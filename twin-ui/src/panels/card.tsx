/** The frame of everything in the right column. */
import type { ReactNode } from 'react';

interface CardProps {
  readonly title: string;
  readonly value?: ReactNode;
  readonly unit?: string;
  readonly note?: ReactNode;
  readonly bad?: boolean;
  readonly children?: ReactNode;
  readonly testid?: string;
}

export function Card({ title, value, unit, note, bad, children, testid }: CardProps) {
  return (
    <section className={bad ? 'card bad' : 'card'} aria-label={title} data-testid={testid}>
      <header>
        <h3>{title}</h3>
        {value !== undefined && (
          <b className="value">
            {value}
            {unit && <i>{unit}</i>}
          </b>
        )}
      </header>
      {children}
      {note && <p className="note">{note}</p>}
    </section>
  );
}
