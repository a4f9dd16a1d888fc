import type { Simulation } from "@spikeloom/kernel";
import { STEPPING_TURN } from "../errors.ts";
import type { Session } from "./session.ts";

/** Lets one call at a time have a simulation. */
export interface Turns {
  readonly session: Session;
  /** Give the simulation to a call that ends at once. */
  turn(place: string): Simulation;
  /** Give it to a call that takes a while; others are refused meanwhile. */
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
  const turns: Turns = {
    get session() {
      return session;
    },
    turn(place) {
      if (isClosed || isBusy) throw STEPPING_TURN({ place, closed: isClosed });
      return session.simulation;
    },
    async alone(place, act) {
      turns.turn(place);
      isBusy = true;
      try {
        return await act(session);
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
