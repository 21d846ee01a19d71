/** What operators and maintainers did, as the plant's logbook publishes it on MQTT. */
import { z } from 'zod';
import { ROOT } from './topics.js';

export const operatorTopic = (run: string): string => `${ROOT}/${run}/operator`;

/** QoS 1 on `…/operator`: an acknowledgement, or an action done on an asset. */
export const operatorMessage = z.object({
  v: z.literal(1),
  simTs: z.number(),
  type: z.enum(['ack', 'action']),
  alarmId: z.string().optional(),
  asset: z.string().optional(),
  component: z.string().optional(),
  action: z.string().optional(),
});
export type OperatorMessage = z.infer<typeof operatorMessage>;
