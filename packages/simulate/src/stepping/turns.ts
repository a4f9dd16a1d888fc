import type { Simulation } from "@spikeloom/kernel";
import { STEPPING_TURN } from "../errors.ts";
import type { Session } from "./session.ts";

/** Lets one call at a time have a simulation. */
export interface Turns {
  session: Session;
  /** Give the simulation to a call that ends at once. */
  turn(place: string): Simulation;
  /** Give it to a call that takes a while; others are refused meanwhile. */
  alone<T>(place: string, act: (of: Session) => Promise<T>): Promise<T>;
  /** From now on all are refused. */
  close(): Promise<void>;
}

/** Make turns for the calls of a simulation. */
export function takeTurns(session: Session): Turns {
  let isClosed = false;
  let isBusy = false;
  const turns: Turns = {
    session,
    turn(place) {
      if (isClosed || isBusy) throw STEPPING_TURN({ place, closed: isClosed });
      return turns.session.simulation;
    },
    async alone(place, act) {
      turns.turn(place);
      isBusy = true;
      try {
        return await act(turns.session);
      } finally {
        isBusy = false;
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await turns.session.simulation.close();
    },
  };
  return turns;
}
