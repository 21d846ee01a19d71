/** Routes of the control API for toxics; for instructors alone. */

import type { ToxicSpec } from '@plant47/contract/sealed';
import { toxicBody } from '@plant47/contract/sealed';
import type { z } from 'zod';
import type { Route } from './api.js';
import { fromQuery } from './api-bodies.js';

export const TOXIC_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/toxics',
    needs: 'instructor',
    says: 'Wire faults that stand or are to come.',
    run: ({ host }) => ({ toxics: host.toxics.list() }),
  },
  {
    method: 'POST',
    path: '/toxics',
    needs: 'instructor',
    says: 'Adds a wire fault from now on.',
    body: toxicBody,
    run: ({ host, body }) => host.toxics.add(body as ToxicSpec),
  },
  {
    method: 'POST',
    path: '/toxics/:id/remove',
    needs: 'instructor',
    says: 'Takes a wire fault back.',
    run: ({ host, params }) => host.toxics.remove(params['id'] ?? ''),
  },
  {
    method: 'GET',
    path: '/toxics/log',
    needs: 'instructor',
    says: 'What wire faults did, effect by effect; `from` an index on.',
    query: fromQuery,
    run: ({ host, query }) => ({
      injections: host.toxics.injections((query as z.infer<typeof fromQuery>).from),
    }),
  },
];
