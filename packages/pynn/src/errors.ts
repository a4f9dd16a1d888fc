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
  message: `A session knows no ${what} "${name}" here.`,
  place,
  expected: known.length === 0 ? "none" : `one of ${known.join(", ")}`,
  next: "Compare with the names of PyNN; populations, projections and currents go by their numbers.",
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
        ? "Reset it, or set it up anew: where a failed run stands cannot be told."
        : "Wait for `run` and `reset` with `await`, and call nothing after `close`.",
  }));
