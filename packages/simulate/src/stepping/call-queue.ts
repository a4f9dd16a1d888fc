import { STEPPING_TURN } from "../errors.ts";
import type { Session } from "./session.ts";

/** Queue that gives one call at a time access to a simulation, in call order. */
export interface CallQueue {
  readonly session: Session;
  /** Refuse a call made during another's exclusive access, or after the end. */
  check(place: string): void;
  /** Parse the arguments of a call immediately, and queue it behind earlier calls. */
  queue<T>(place: string, read: () => (of: Session) => T | Promise<T>): Promise<T>;
  /** Give exclusive access to a long call; calls made in the meantime are refused. */
  alone<T>(place: string, act: (of: Session) => Promise<T>): Promise<T>;
  /** Replace this simulation by another. */
  replace(next: Session): Promise<void>;
  /** End the simulation from within the call that failed. */
  end(): Promise<void>;
  /** Refuse further calls and wait for pending ones. */
  close(): Promise<void>;
}

/** Create the call queue of a simulation. */
export function callQueue(first: Session): CallQueue {
  let session = first;
  let isClosed = false;
  let isBusy = false;
  let ended: Promise<void> | undefined;
  let closed: Promise<void> | undefined;
  /** Settles when all calls so far have finished. */
  let last: Promise<unknown> = Promise.resolve();
  const calls: CallQueue = {
    get session() {
      return session;
    },
    check(place) {
      if (isClosed || isBusy) throw STEPPING_TURN({ place, closed: isClosed });
    },
    async queue(place, read) {
      calls.check(place);
      const act = read();
      const done = last.then(() => act(session));
      last = done.catch(() => undefined);
      return await done;
    },
    async alone(place, act) {
      calls.check(place);
      const done = calls.queue(place, () => act);
      isBusy = true;
      try {
        return await done;
      } finally {
        isBusy = false;
      }
    },
    async replace(next) {
      const before = session;
      session = next;
      await before.simulation.close();
    },
    async end() {
      isClosed = true;
      ended ??= Promise.resolve(session.simulation.close());
      await ended;
    },
    close() {
      isClosed = true;
      closed ??= last.then(calls.end);
      return closed;
    },
  };
  return calls;
}
