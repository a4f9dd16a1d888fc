import { STEPPING_TURN } from "../errors.ts";
import type { Session } from "./session.ts";

/** Lets one call at a time have a simulation, in the order in which they are made. */
export interface Turns {
  readonly session: Session;
  /** Refuse a call that comes while another has the simulation alone, or after its end. */
  check(place: string): void;
  /** Read at once what a call is given, and give it the simulation after those before it. */
  turn<T>(place: string, read: () => (of: Session) => T | Promise<T>): Promise<T>;
  /** Give it to a call that takes a while; those that come meanwhile are refused. */
  alone<T>(place: string, act: (of: Session) => Promise<T>): Promise<T>;
  /** Put another simulation in the place of this one. */
  replace(next: Session): Promise<void>;
  /** End the simulation from within the call that has broken it. */
  end(): Promise<void>;
  /** From now on all are refused; those before come to their ends first. */
  close(): Promise<void>;
}

/** Make turns for the calls of a simulation. */
export function takeTurns(first: Session): Turns {
  let session = first;
  let isClosed = false;
  let isBusy = false;
  let ended: Promise<void> | undefined;
  let closed: Promise<void> | undefined;
  /** The end of all calls so far. */
  let last: Promise<unknown> = Promise.resolve();
  const turns: Turns = {
    get session() {
      return session;
    },
    check(place) {
      if (isClosed || isBusy) throw STEPPING_TURN({ place, closed: isClosed });
    },
    async turn(place, read) {
      turns.check(place);
      const act = read();
      const done = last.then(() => act(session));
      last = done.catch(() => undefined);
      return await done;
    },
    async alone(place, act) {
      turns.check(place);
      const done = turns.turn(place, () => act);
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
      closed ??= last.then(turns.end);
      return closed;
    },
  };
  return turns;
}
