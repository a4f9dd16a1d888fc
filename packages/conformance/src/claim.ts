import { PLUGIN_FAILED, SpikeLoomError } from "@spikeloom/kernel";
import { CLAIM } from "./errors.ts";

/** A requirement for every plugin of a kind, for any test runner. */
export interface Claim {
  /** Behaviour of the plugin: `repeats the same bits`. */
  readonly name: string;
  /** Rejects if the requirement is violated. */
  run(): Promise<void>;
}

/** Subject of the requirement: `backend "clock"`. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
}

/** Compares results with requirements; the other fields are for errors. */
export interface Checks {
  /** Require equality to the last bit; NaN equals itself. */
  same(what: string, got: unknown, expected: unknown): void;
  /** Require a condition. */
  holds(what: string, is: boolean, got: unknown): void;
  /** Require that a number differs from another by at most a bound. */
  near(
    what: string,
    got: number,
    about: { readonly expected: number; readonly within: number },
  ): void;
  /** Require an error with one of these codes. */
  refused(what: string, act: () => unknown, codes: readonly string[]): Promise<void>;
  /** Require that an error, if any, has a code. */
  coded(what: string, act: () => unknown): Promise<void>;
}

/** Creates requirements for one plugin. */
export type MakeClaim = (name: string, run: (checks: Checks) => unknown) => Claim;

/** Start a list of requirements for a plugin. */
export function claimsAbout(subject: Subject): MakeClaim {
  return (name, run) => ({ name, run: async () => void (await run(checksOf(subject, name))) });
}

function checksOf({ kind, name }: Subject, claim: string): Checks {
  const place = `${kind} "${name}"`;
  const fail = (what: string, expected: string, got: string): SpikeLoomError =>
    CLAIM({ place, claim, what, expected, got });
  return {
    same(what, got, expected) {
      const place = difference(got, expected);
      if (place === undefined) return;
      throw fail(`${what}${place.path}`, printed(place.expected), printed(place.got));
    },
    holds(what, is, got) {
      if (!is) throw fail(what, "this condition", printed(got));
    },
    near(what, got, { expected, within }) {
      if (Math.abs(got - expected) <= within) return;
      throw fail(what, `${expected} ± ${within}`, String(got));
    },
    async refused(what, act, codes) {
      const got = await codeOf(act);
      if (!codes.includes(got)) throw fail(what, codes.join(" or "), got);
    },
    async coded(what, act) {
      const got = await codeOf(act);
      if (got === none || (/^SL_\w+$/.test(got) && got !== PLUGIN_FAILED.code)) return;
      throw fail(what, "a result, or an error with a code", got);
    },
  };
}

const none = "no error";

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return none;
  } catch (fault) {
    return fault instanceof SpikeLoomError ? fault.code : String(fault);
  }
}

interface Difference {
  readonly path: string;
  readonly got: unknown;
  readonly expected: unknown;
}

/** Find the first difference between two values. */
function difference(got: unknown, expected: unknown, path = ""): Difference | undefined {
  if (Object.is(got, expected)) return undefined;
  const [own, wanted] = [entriesOf(got), entriesOf(expected)];
  if (own === undefined || wanted === undefined || own.size !== wanted.size) {
    return { path, got, expected };
  }
  for (const [key, value] of wanted) {
    const here = `${path}[${JSON.stringify(key)}]`;
    if (!own.has(key)) return { path: here, got: undefined, expected: value };
    const found = difference(own.get(key), value, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

function entriesOf(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Map) return value;
  return new Map<unknown, unknown>(
    Object.entries(value).filter(([, inner]) => inner !== undefined),
  );
}

function printed(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const text = JSON.stringify(value) ?? "";
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
