import { type Answer, done, type Watch } from "./answer.ts";
import { callOf, unknownCall } from "./calls.ts";
import { LINK_ORDER, LINK_SKIPPED } from "./errors.ts";
import { failureOf } from "./failures.ts";
import type { Request } from "./generated/link.ts";
import type { ReplySender } from "./reply-sender.ts";
import type { ServedSession } from "./served-session.ts";

/** Answers requests one after the other, in the order in which they came. */
export interface Turns {
  add(request: Request, bytes: number): void;
  /**
   * Wait until no more bytes of requests than this wait for their answers.
   *
   * No longer than until a run waits for its client: what it waits for comes after what is held back.
   */
  room(most: number): Promise<void>;
  /** Wait until all have been answered. */
  settle(): Promise<void>;
  /** Interrupt the one under way and leave the rest unanswered. */
  drop(): Promise<void>;
}

interface Turn {
  readonly request: Request;
  readonly stop: AbortController;
}

/** Answer the requests of a client. */
export function turnsOf(served: ServedSession, send: ReplySender): Turns {
  const waiting = new Set<Turn>();
  let bytes = 0;
  let last: Promise<void> = Promise.resolve();
  let isDropped = false;
  // What was dropped in the middle is not what was asked for, and is not sent as if it were.
  const respond = responder(served, async (id, answer) => {
    if (!isDropped) await send(id, answer);
  });
  let look: () => void = () => undefined;
  served.flow.onWait(() => look());
  const interrupt = (): void => {
    for (const turn of waiting) turn.stop.abort();
  };
  return {
    add(request, size) {
      if (request.call.case === "taken") return served.flow.taken(request.call.value.chunks);
      if (request.call.case === "interrupt") interrupt();
      const turn = { request, stop: new AbortController() };
      waiting.add(turn);
      bytes += size;
      last = last.then(async () => {
        // The greeting names the folder, which is to be removed even if the client is gone already.
        if (!isDropped || request.call.case === "hello") await respond(turn);
        waiting.delete(turn);
        bytes -= size;
        look();
      });
    },
    async room(most) {
      while (bytes > most && !served.flow.isWaiting) {
        await new Promise<void>((resolve) => {
          look = resolve;
        });
      }
    },
    settle: () => last,
    drop() {
      isDropped = true;
      interrupt();
      return last;
    },
  };
}

function responder(served: ServedSession, send: ReplySender): (turn: Turn) => Promise<void> {
  let failed: number | undefined;
  return async ({ request, stop }) => {
    const { id, seen } = request;
    // An interrupt acts on what is under way, and tells nothing of what the client knows.
    if (request.call.case === "interrupt") return await send(id, done);
    const { name } = callOf(request);
    const fail = (fault: unknown): Promise<void> =>
      send(id, { case: "failure", value: failureOf(fault, name) });
    if (failed !== undefined && seen < failed) return fail(LINK_SKIPPED({ call: name, failed }));
    failed = undefined;
    try {
      await send(id, await answer(request, served, watchOf(id, stop.signal, send)));
    } catch (fault) {
      failed = id;
      await fail(fault);
    }
  };
}

function answer(request: Request, served: ServedSession, watch: Watch): Answer | Promise<Answer> {
  const { name, act } = callOf(request);
  if (act === undefined) throw unknownCall();
  if (name !== "hello" && served.client === undefined) {
    throw LINK_ORDER({ call: name, expected: "hello before it" });
  }
  return act(served, watch);
}

/** Progress is for people: more often than this nobody sees. */
const progressMs = 100;

function watchOf(id: number, signal: AbortSignal, send: ReplySender): Watch {
  let sent = performance.now();
  return {
    signal,
    progress(of) {
      const now = performance.now();
      if (now - sent < progressMs) return;
      sent = now;
      void send(id, { case: "progress", value: { of } });
    },
    chunk: (value) => send(id, { case: "chunk", value }),
  };
}
