import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface Fault {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** An unknown name or number passed to a session. */
export const SESSION_NAME: ErrorFactory<{
  place: string;
  what: string;
  name: string;
  known: readonly string[];
}> = defineError("SL_SESSION_NAME", ({ place, what, name, known }) => ({
  message: `The session has no ${what} "${name}".`,
  place,
  expected: known.length === 0 ? "none" : `one of ${known.join(", ")}`,
  next: "Use PyNN's names; populations, projections and currents are given by number.",
}));

/** A value that a session does not accept. */
export const SESSION_VALUE: ErrorFactory<Fault> = defineError("SL_SESSION_VALUE", (fault) => fault);

/** A PyNN class, or a combination, without an equivalent model. */
export const SESSION_MODEL: ErrorFactory<Fault> = defineError("SL_SESSION_MODEL", (fault) => fault);

/** A call to a session while it runs, after its end, or after a failed run. */
export const SESSION_TURN: ErrorFactory<{ place: string; state: "runs" | "is closed" | "failed" }> =
  defineError("SL_SESSION_TURN", ({ place, state }) => ({
    message: `${place} was called while the session ${state}.`,
    place,
    next:
      state === "failed"
        ? "Call reset(), or set up a new session: the state after a failed run is undefined."
        : "Await `run` and `reset`, and make no calls after `close`.",
  }));
