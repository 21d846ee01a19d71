/** The control API: routes with the role each needs; validated by zod, described by OpenAPI. */
import { allows, encodeBurst, type Issue, PlantError, type Role } from '@plant47/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import * as shape from './api-bodies.js';
import { type Access, isOurs } from './auth.js';
import type { Host } from './host.js';
import { TOXIC_ROUTES } from './toxic-routes.js';

/** Longest that GET /clock?after= holds an answer back, ms of wall time. */
const LONG_POLL_MS = 25_000;

interface Call {
  readonly host: Host;
  readonly role: Role;
  readonly body: unknown;
  readonly query: unknown;
  readonly params: Readonly<Record<string, string>>;
  readonly reply: FastifyReply;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly needs: Role;
  readonly says: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly run: (call: Call) => unknown;
}

type Of<T extends z.ZodType> = z.infer<T>;

const clockRoutes: Route[] = [
  {
    method: 'GET',
    path: '/clock',
    needs: 'viewer',
    says: 'The clock; with `after`, once everything up to a later time is complete.',
    query: shape.clockQuery,
    run: ({ host, query }) => {
      const { after } = query as Of<typeof shape.clockQuery>;
      return after === undefined ? host.clock() : host.clockAfter(after, LONG_POLL_MS);
    },
  },
  {
    method: 'POST',
    path: '/clock',
    needs: 'instructor',
    says: 'Runs, freezes, advances or paces the plant.',
    body: shape.clockVerb,
    run: ({ host, body }) => host.verb(body as Of<typeof shape.clockVerb>),
  },
  {
    method: 'GET',
    path: '/snapshots',
    needs: 'instructor',
    says: 'Snapshots by name.',
    run: ({ host }) => host.snapshots(),
  },
  {
    method: 'POST',
    path: '/snapshots',
    needs: 'instructor',
    says: 'Takes a snapshot of the present barrier.',
    body: shape.snapshotBody,
    run: ({ host, body }) => host.snapshot((body as Of<typeof shape.snapshotBody>).name),
  },
  {
    method: 'POST',
    path: '/snapshots/:name/restore',
    needs: 'instructor',
    says: 'Begins a new run at a snapshot.',
    run: ({ host, params }) => host.restore(params['name'] ?? ''),
  },
];

const plantRoutes: Route[] = [
  {
    method: 'GET',
    path: '/plant',
    needs: 'viewer',
    says: 'The manifest: assets, devices, points, bindings.',
    run: ({ host }) => host.manifest,
  },
  {
    method: 'GET',
    path: '/points',
    needs: 'viewer',
    says: 'Last scanned values, of an asset or of all.',
    query: shape.assetQuery,
    run: ({ host, query }) => host.points((query as Of<typeof shape.assetQuery>).asset),
  },
  {
    method: 'GET',
    path: '/points/:id/history',
    needs: 'viewer',
    says: 'Scans of a point that are still in memory.',
    query: shape.trendQuery,
    run: ({ host, params, query }) => {
      const { from, to, limit } = query as Of<typeof shape.trendQuery>;
      return host.trend(params['id'] ?? '', from, to, limit);
    },
  },
  {
    method: 'GET',
    path: '/bursts/:id',
    needs: 'viewer',
    says: 'The last burst of a waveform point, as on MQTT; with `least`, of so many samples.',
    query: shape.burstQuery,
    run: ({ host, params, query, reply }) => {
      const { least } = query as Of<typeof shape.burstQuery>;
      const burst = host.lastBurst(params['id'] ?? '', least);
      if (!burst) throw unknown('E_NO_BURST', params['id'] ?? '', 'has no burst yet');
      return reply.type('application/octet-stream').send(Buffer.from(encodeBurst(burst)));
    },
  },
  {
    method: 'GET',
    path: '/actions',
    needs: 'viewer',
    says: 'What an operator may do on an asset.',
    query: shape.assetQuery,
    run: ({ host, query }) =>
      host.actions(
        (query as Of<typeof shape.assetQuery>).asset ?? host.manifest.assets[0]?.asset ?? '',
      ),
  },
  {
    method: 'POST',
    path: '/actions',
    needs: 'trainee',
    says: 'Does an action on an asset; `diagnose` files a diagnosis.',
    body: shape.actionBody,
    run: ({ host, body }) => host.act(body as Of<typeof shape.actionBody>),
  },
];

const peopleRoutes: Route[] = [
  {
    method: 'GET',
    path: '/alarms',
    needs: 'viewer',
    says: 'The alarm list.',
    run: ({ host }) => host.alarms(),
  },
  {
    method: 'GET',
    path: '/rul',
    needs: 'viewer',
    says: 'The newest remaining-life claims.',
    run: ({ host }) => host.rul(),
  },
  {
    method: 'POST',
    path: '/alarms/:id/ack',
    needs: 'trainee',
    says: 'Acknowledges an alarm.',
    run: ({ host, params }) => host.acknowledge(params['id'] ?? ''),
  },
  {
    method: 'GET',
    path: '/report',
    needs: 'viewer',
    says: "The exercise's marks.",
    run: ({ host, role }) => host.exercise(role),
  },
  {
    method: 'GET',
    path: '/runs',
    needs: 'instructor',
    says: 'Recorded runs.',
    run: ({ host }) => host.runs(),
  },
  {
    method: 'GET',
    path: '/teams',
    needs: 'viewer',
    says: 'Analytics that are in the run.',
    run: ({ host }) => host.teams(),
  },
  {
    method: 'POST',
    path: '/teams/:name/hello',
    needs: 'viewer',
    says: 'Enrols an analytics.',
    body: shape.openBody,
    run: ({ host, params, body }) => host.hello(params['name'] ?? '', body),
  },
  {
    method: 'POST',
    path: '/teams/:name/watermark',
    needs: 'viewer',
    says: 'Says up to when a team has processed.',
    body: shape.watermarkBody,
    run: ({ host, params, body }) =>
      host.watermark(params['name'] ?? '', (body as Of<typeof shape.watermarkBody>).watermark),
  },
  {
    method: 'POST',
    path: '/teams/:name/claims',
    needs: 'viewer',
    says: 'Takes an alarm or rul claim.',
    body: shape.openBody,
    run: ({ host, params, body }) => {
      host.claim(params['name'] ?? '', body);
      return { done: 'claim' };
    },
  },
];

const instructorRoutes: Route[] = [
  {
    method: 'GET',
    path: '/faults',
    needs: 'instructor',
    says: 'Faults that may be injected.',
    run: ({ host }) => host.faults(),
  },
  {
    method: 'POST',
    path: '/inject',
    needs: 'instructor',
    says: 'Injects or clears a fault.',
    body: shape.injectBody,
    run: ({ host, body }) => host.inject(body as Of<typeof shape.injectBody>),
  },
  {
    method: 'GET',
    path: '/truth',
    needs: 'instructor',
    says: 'The faults as they are.',
    run: ({ host }) => host.truth(),
  },
];

/** Every route of /api/v1 but the session's. */
const ROUTES: readonly Route[] = [
  ...clockRoutes,
  ...plantRoutes,
  ...peopleRoutes,
  ...instructorRoutes,
  ...TOXIC_ROUTES,
];

const unknown = (code: string, path: string, message: string): PlantError =>
  new PlantError([{ code, path, message, remedy: 'see GET /api/v1/plant for what there is' }]);

const refusal = (code: string, message: string, remedy: string): { errors: Issue[] } => ({
  errors: [{ code, path: 'request', message, remedy }],
});

function parsed(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new PlantError(
    result.error.issues.map((issue) => ({
      code: 'E_BODY',
      path: [where, ...issue.path].join('.'),
      message: issue.message,
      remedy: 'see /api/v1/openapi.json',
    })),
  );
}

/** Adds the API's routes; every request is checked for Host, Origin and role first. */
export function addApi(app: FastifyInstance, host: Host, access: Access, bindHost: string): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isOurs(request.raw, bindHost)) return;
    await reply
      .code(403)
      .send(refusal('E_ORIGIN', 'Host or Origin is not this server', 'open its own address'));
  });
  app.setErrorHandler((error, _request, reply) => {
    const issues = error instanceof PlantError ? error.issues : undefined;
    const status = issues ? 400 : ((error as { statusCode?: number }).statusCode ?? 500);
    return reply
      .code(status)
      .send(
        issues
          ? { errors: issues }
          : refusal(status < 500 ? 'E_REQUEST' : 'E_BUG', (error as Error).message, 'mend it'),
      );
  });
  for (const route of ROUTES) {
    app.route({
      method: route.method,
      url: `/api/v1${route.path}`,
      handler: (request, reply) => answer(route, host, access, request, reply),
    });
  }
  addSession(app, access);
  app.get('/api/v1/openapi.json', () => openApi());
}

async function answer(
  route: Route,
  host: Host,
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const role = access.role(request.raw);
  if (!role || !allows(role, route.needs)) {
    const need = `needs the role ${route.needs}`;
    return reply.code(role ? 403 : 401).send(refusal('E_ROLE', need, 'send its token'));
  }
  return route.run({
    host,
    role,
    body: parsed(route.body, request.body, 'body'),
    query: parsed(route.query, request.query, 'query'),
    params: request.params as Record<string, string>,
    reply,
  });
}

function addSession(app: FastifyInstance, access: Access): void {
  app.get('/api/v1/session', async (request, reply) => {
    const role = access.role(request.raw);
    return role ? { role } : reply.code(401).send(refusal('E_ROLE', 'no token', 'send one'));
  });
  app.post('/api/v1/session', async (request, reply) => {
    const body = parsed(shape.sessionBody, request.body, 'body') as Of<typeof shape.sessionBody>;
    const role =
      'token' in body ? access.roleOf(body.token) : await access.login(body.user, body.password);
    if (!role) return reply.code(401).send(refusal('E_TOKEN', 'nobody is known by this', 'see up'));
    return reply.header('set-cookie', access.open(role)).send({ role });
  });
}

/** OpenAPI 3.1 of the routes; request bodies and queries come from their zod schemas. */
function openApi(): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) {
    const url = `/api/v1${route.path.replace(/:([a-z]+)/g, '{$1}')}`;
    const names = [...route.path.matchAll(/:([a-z]+)/g)].map((match) => match[1]);
    paths[url] ??= {};
    paths[url][route.method.toLowerCase()] = {
      summary: route.says,
      'x-role': route.needs,
      parameters: [
        ...names.map((name) => ({
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        })),
        ...queryParameters(route.query),
      ],
      ...(route.body && {
        requestBody: {
          content: { 'application/json': { schema: z.toJSONSchema(route.body, { io: 'input' }) } },
        },
      }),
      responses: { 200: { description: 'done' }, 400: { description: 'coded errors' } },
    };
  }
  return { openapi: '3.1.0', info: { title: 'plant47 control API', version: '1' }, paths };
}

function queryParameters(query: z.ZodType | undefined): unknown[] {
  if (!query) return [];
  const schema = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    schema: property,
  }));
}
