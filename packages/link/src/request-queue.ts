import { type Answer, done, type Watch } from "./answer.ts";
import { callOf, unknownCall } from "./calls.ts";
import { LINK_ORDER, LINK_SKIPPED } from "./errors.ts";
import { failureOf } from "./failures.ts";
import type { Request } from "./generated/link.ts";
import type { ReplySender } from "./reply-sender.ts";
import type { ServedSession } from "./served-session.ts";

/** Answers requests one by one, in order of arrival. */
export interface RequestQueue {
  add(request: Request, bytes: number): void;
  /**
   * Wait until the waiting requests are below this number of bytes.
   *
   * Stops waiting when a run waits for its client, because the acknowledgement comes after the requests that are held
   * back.
   */
  room(most: number): Promise<void>;
  /** Wait until all requests have been answered. */
  settle(): Promise<void>;
  /** Interrupt the request in progress and drop the rest. */
  drop(): Promise<void>;
}

interface QueuedRequest {
  readonly request: Request;
  readonly stop: AbortController;
}

/** Answer the requests of a client. */
export function requestQueue(served: ServedSession, send: ReplySender): RequestQueue {
  const waiting = new Set<QueuedRequest>();
  let bytes = 0;
  let last: Promise<void> = Promise.resolve();
  let isDropped = false;
  // An interrupted result is not what was requested, and is not sent as if it were.
  const respond = responder(served, async (id, answer) => {
    if (!isDropped) await send(id, answer);
  });
  let wake: () => void = () => undefined;
  served.flow.onWait(() => wake());
  const interrupt = (): void => {
    for (const queued of waiting) queued.stop.abort();
  };
  return {
    add(request, size) {
      if (request.call.case === "taken") return served.flow.taken(request.call.value.chunks);
      if (request.call.case === "interrupt") interrupt();
      const queued = { request, stop: new AbortController() };
      waiting.add(queued);
      bytes += size;
      last = last.then(async () => {
        // The greeting names the folder, which must be removed even if the client is already gone.
        if (!isDropped || request.call.case === "hello") await respond(queued);
        waiting.delete(queued);
        bytes -= size;
        wake();
      });
    },
    async room(most) {
      while (bytes > most && !served.flow.isWaiting) {
        await new Promise<void>((resolve) => {
          wake = resolve;
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

function responder(
  served: ServedSession,
  send: ReplySender,
): (queued: QueuedRequest) => Promise<void> {
  let failed: number | undefined;
  return async ({ request, stop }) => {
    const { id, seen } = request;
    // An interrupt acts on the request in progress, regardless of what the client knows.
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
    throw LINK_ORDER({ call: name, expected: "hello first" });
  }
  return act(served, watch);
}

/** Progress is for people, who see no more than this rate. */
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
