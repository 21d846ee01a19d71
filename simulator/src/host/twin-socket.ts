/** /twin/v1: text messages for people's screens and binary keyframes of the last scan. */
import { allows, encodeFrame, type Role, type TwinMessage } from '@plant47/contract';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { Access } from './auth.js';
import type { Host, HostEvent } from './host.js';

/** Frames sent to one socket, at most, a second of wall time. */
const FRAME_MS = 200;
/** The clock is sent this often at most, ms of wall time; at max there are hundreds a second. */
const CLOCK_MS = 100;
/** Truth is sent this often to instructors, ms of wall time. */
const TRUTH_MS = 1_000;
/** A socket with more than this waiting gets no frame: the next one supersedes it. */
const MAX_BUFFERED = 256 * 1024;
/** A socket with more than this waiting is closed. */
const MAX_BACKLOG = 8 * 1024 * 1024;
/** Open sockets; others are refused. */
const MAX_SOCKETS = 64;

/** Serves twins; nothing sealed is sent to a role below instructor. */
export class TwinSockets {
  private readonly sessions = new Set<Session>();
  private readonly host: Host;
  private readonly off: () => void;

  constructor(app: FastifyInstance, host: Host, access: Access) {
    this.host = host;
    app.get('/twin/v1', { websocket: true }, (socket, request) => {
      const role = access.role(request.raw);
      if (!role || this.sessions.size >= MAX_SOCKETS) {
        socket.close(role ? 1013 : 1008, role ? 'too many twins' : 'no token');
        return;
      }
      const session = new Session(host, socket, role);
      this.sessions.add(session);
      socket.on('close', () => {
        session.close();
        this.sessions.delete(session);
      });
    });
    this.off = host.on((event) => this.tell(event));
  }

  close(): void {
    this.off();
    for (const session of this.sessions) session.end();
  }

  private tell(event: HostEvent): void {
    for (const session of this.sessions) session.event(event, this.host);
  }
}

/** One open twin. */
class Session {
  private readonly host: Host;
  private readonly socket: WebSocket;
  private readonly role: Role;
  private readonly timer: NodeJS.Timeout;
  private frameSeq = -1;
  private clockDue = true;
  private lastFrame = 0;
  private lastTruth = 0;

  constructor(host: Host, socket: WebSocket, role: Role) {
    this.host = host;
    this.socket = socket;
    this.role = role;
    socket.on('error', () => undefined);
    this.greet();
    this.timer = setInterval(() => this.pulse(), CLOCK_MS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  end(): void {
    this.close();
    this.socket.close(1001, 'the plant stops');
  }

  event(event: HostEvent, host: Host): void {
    if (event.type === 'clock') this.clockDue = true;
    else if (event.type === 'restored') this.greet();
    else if (event.type === 'alarms') this.send({ type: 'alarms', alarms: host.alarms() });
    else if (event.type === 'rul') this.send({ type: 'rul', rul: host.rul() });
    else if (event.type === 'exercise') {
      this.send({ type: 'exercise', exercise: host.exercise(this.role) });
    } else if (event.type === 'progress') this.send(event);
  }

  private greet(): void {
    const { host, role } = this;
    this.send({
      type: 'hello',
      role,
      clock: host.clock(),
      manifest: host.manifest,
      points: host.frameIds,
    });
    this.send({ type: 'alarms', alarms: host.alarms() });
    this.send({ type: 'rul', rul: host.rul() });
    this.send({ type: 'exercise', exercise: host.exercise(role) });
    this.frameSeq = -1;
  }

  private pulse(): void {
    const now = Date.now();
    if (this.clockDue) {
      this.clockDue = false;
      const { tick: _, ...clock } = this.host.clock();
      this.send({ type: 'clock', clock });
    }
    if (now - this.lastFrame >= FRAME_MS) this.sendFrame(now);
    if (allows(this.role, 'instructor') && now - this.lastTruth >= TRUTH_MS) {
      this.lastTruth = now;
      this.send({ type: 'truth', truth: this.host.truth() });
    }
  }

  private sendFrame(now: number): void {
    const frame = this.host.frame();
    if (frame.seq === this.frameSeq || this.socket.bufferedAmount > MAX_BUFFERED) return;
    this.frameSeq = frame.seq;
    this.lastFrame = now;
    this.socket.send(encodeFrame(frame));
  }

  private send(message: TwinMessage): void {
    if (this.socket.bufferedAmount > MAX_BACKLOG) this.socket.close(1013, 'too slow');
    else if (this.socket.readyState === 1) this.socket.send(JSON.stringify(message));
  }
}
