import { STEPPING_TURN } from "../errors.ts";
import type { Session } from "./session.ts";

/** Lets one call at a time have a simulation, in the order in which they are made. */
export interface Turns {
  readonly session: Session;
  /** Refuse a call that comes while another has the simulation alone, or after its end. */
  check(place: string): void;
  /** Give the simulation to a call after those before it. */
  turn<T>(place: string, act: (of: Session) => T | Promise<T>): Promise<T>;
  /** Give it to a call that takes a while; those that come meanwhile are refused. */
  alone<T>(place: string, act: (of: Session) => Promise<T>): Promise<T>;
  /** Put another simulation in the place of this one, unless all has ended meanwhile. */
  replace(place: string, next: Session): Promise<void>;
  /** From now on all are refused. */
  close(): Promise<void>;
}

/** Make turns for the calls of a simulation. */
export function takeTurns(first: Session): Turns {
  let session = first;
  let isClosed = false;
  let isBusy = false;
  /** The end of all calls so far. */
  let last: Promise<unknown> = Promise.resolve();
  const turns: Turns = {
    get session() {
      return session;
    },
    check(place) {
      if (isClosed || isBusy) throw STEPPING_TURN({ place, closed: isClosed });
    },
    async turn(place, act) {
      turns.check(place);
      const done = last.then(() => {
        if (isClosed) throw STEPPING_TURN({ place, closed: true });
        return act(session);
      });
      last = done.catch(() => undefined);
      return await done;
    },
    async alone(place, act) {
      turns.check(place);
      const done = turns.turn(place, act);
      isBusy = true;
      try {
        return await done;
      } finally {
        isBusy = false;
      }
    },
    async replace(place, next) {
      const ended = isClosed ? next : session;
      if (!isClosed) session = next;
      await ended.simulation.close();
      if (ended === next) throw STEPPING_TURN({ place, closed: true });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await session.simulation.close();
    },
  };
  return turns;
}
