import { PLUGIN_FAILED, SpikeLoomError } from "@spikeloom/kernel";
import { CLAIM } from "./errors.ts";

/** Something that every plugin of a kind keeps, for any test runner. */
export interface Claim {
  /** What the plugin does: `gives the same bits again`. */
  readonly name: string;
  /** Rejects where the claim does not hold. */
  run(): Promise<void>;
}

/** What a claim is about: `backend "clock"`. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
}

/** Holds what is found against what is claimed; the rest is for errors. */
export interface Checks {
  /** Refuse what differs, to the last bit; NaN is itself. */
  same(what: string, got: unknown, expected: unknown): void;
  /** Refuse what is not so. */
  holds(what: string, is: boolean, got: unknown): void;
  /** Refuse a number that is further from another one than a bound. */
  near(
    what: string,
    got: number,
    about: { readonly expected: number; readonly within: number },
  ): void;
  /** Refuse what is not refused with one of these codes. */
  refused(what: string, act: () => unknown, codes: readonly string[]): Promise<void>;
  /** Refuse what ends in an error that has no code of its own. */
  coded(what: string, act: () => unknown): Promise<void>;
}

/** Makes claims about one plugin. */
export type MakeClaim = (name: string, run: (checks: Checks) => unknown) => Claim;

/** Start a list of claims about a plugin. */
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
      if (!is) throw fail(what, "that it is so", printed(got));
    },
    near(what, got, { expected, within }) {
      if (Math.abs(got - expected) <= within) return;
      throw fail(what, `${expected}, give or take ${within}`, String(got));
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

/** Find the first place in which two values differ. */
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
