/** What the engine takes the alarm for, and the evidence that it gives. */
import type { AlarmView } from '@plant47/contract';
import { componentText, faultText, number, unitText } from '../live/format.js';
import { Card } from './card.js';

const EVIDENCE_SHOWN = 4;

export function DiagnosisCard({ alarm }: { readonly alarm: AlarmView | undefined }) {
  if (!alarm) {
    return <Card title="Diagnosis" note="The engine holds this machine for healthy." />;
  }
  const { hypotheses, evidence = [] } = alarm.claim;
  const ranked = [...hypotheses].sort((a, b) => b.p - a.p);
  return (
    <Card title={`Diagnosis · ${componentText(alarm.component)}`} testid="diagnosis">
      <ol className="hypotheses">
        {ranked.map(({ fault, p }) => (
          <li key={fault}>
            <span>{faultText(fault)}</span>
            <span className="bar" aria-hidden="true">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={100 * p} height="8" fill="#3d4a55" />
              </svg>
            </span>
            <b>{number(p, 2)}</b>
          </li>
        ))}
      </ol>
      {evidence.length > 0 && (
        <table className="evidence">
          <tbody>
            {evidence.slice(0, EVIDENCE_SHOWN).map((line) => (
              <tr key={`${line.point}${line.feature}`}>
                <td>{line.feature ?? (line.point ?? '').replace(`${alarm.asset}.`, '')}</td>
                <td>
                  {number(line.value, 2)} {unitText(line.unit ?? '')}
                </td>
                <td>{line.limit === undefined ? '' : `limit ${number(line.limit, 2)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
