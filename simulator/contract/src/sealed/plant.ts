/** Plant files, version 1. */
import { z } from 'zod';

export const plant = z.looseObject({ schema: z.literal('plant47/plant/1') });
export type Plant = z.infer<typeof plant>;
