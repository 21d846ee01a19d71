/** What the session takes from the wire. */
import { type OperatorMessage, operatorMessage, operatorTopic } from '@plant47/contract';

export {
  type Claim,
  type ClockMessage,
  claimTopic,
  type DataMessage,
  decodeBurst,
  type Manifest,
} from '@plant47/contract';

/** The operator message on its topic, or undefined. */
export function parseOperator(
  topic: string,
  payload: Uint8Array,
  run: string,
): OperatorMessage | undefined {
  if (topic !== operatorTopic(run)) return undefined;
  try {
    const parsed = operatorMessage.safeParse(JSON.parse(Buffer.from(payload).toString()));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
