import { leaveOutOwnFrames } from "./own-frames.ts";

/**
 * Text of an error.
 *
 * The message is one sentence; the other fields give the place, the expected value and the remedy.
 */
export interface ErrorText {
  readonly message: string;
  /** Location of the mistake: a path in a file (`populations.E.size`), a model's name, a column. */
  readonly place?: string | undefined;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  /** The next step for the reader, in the imperative. */
  readonly next?: string | undefined;
}

/** An error as data: its code, its text and the errors found together with it. */
export interface ErrorData extends ErrorText {
  readonly name: string;
  readonly code: string;
  readonly others?: readonly ErrorData[];
}

/**
 * The one error class of SpikeLoom.
 *
 * `code` is listed in `specs/errors.md` and never reused.
 */
export class SpikeLoomError extends Error {
  override readonly name: string = "SpikeLoomError";
  // The fields are not enumerable properties, because an uncaught error is printed with its properties and the message has them
  // already.
  readonly #code: string;
  readonly #text: ErrorText;
  readonly #others: readonly SpikeLoomError[];

  /** Also accept errors of another copy of the kernel, which a plugin may bring along. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!(value instanceof Error) || value.name !== "SpikeLoomError") return false;
    return "code" in value && "others" in value && Array.isArray(value.others);
  }

  constructor(code: string, text: ErrorText, others: readonly SpikeLoomError[] = []) {
    super(formatError(code, text));
    this.#code = code;
    this.#text = text;
    this.#others = others;
    leaveOutOwnFrames(this, () => headOf(this));
  }

  get code(): string {
    return this.#code;
  }

  get place(): string | undefined {
    return this.#text.place;
  }

  get expected(): string | undefined {
    return this.#text.expected;
  }

  get got(): string | undefined {
    return this.#text.got;
  }

  get next(): string | undefined {
    return this.#text.next;
  }

  /** The message without code, place and remedy. */
  get summary(): string {
    return this.#text.message;
  }

  /** Further errors of the same input, when several were found at once; empty otherwise. */
  get others(): readonly SpikeLoomError[] {
    return this.#others;
  }

  /** Return the error as plain data for `JSON.stringify`; absent fields are omitted. */
  toJSON(): ErrorData {
    const { name, code, summary: message, place, expected, got, next, others } = this;
    const data = { name, code, message, place, expected, got, next };
    return others.length === 0 ? data : { ...data, others: others.map((other) => other.toJSON()) };
  }
}

/** Maximum number of further errors printed with an uncaught one. */
const mostPrinted = 9;

/** Print an error and those found with it, one per line. */
function headOf(error: SpikeLoomError): string {
  const { name, message, others } = error;
  const left = others.length - mostPrinted;
  return [
    `${name}: ${message}`,
    ...others.slice(0, mostPrinted).map((other) => `  ${other.message}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ].join("\n");
}

/** Creates errors of one code; `factory.code` is the code itself. */
export type ErrorFactory<Details> = ((details: Details) => SpikeLoomError) & {
  readonly code: string;
};

/** Define an error code once, next to the code that throws it. */
export function defineError<Details>(
  code: `SL_${string}`,
  text: (details: Details) => ErrorText,
): ErrorFactory<Details> {
  const factory = (details: Details): SpikeLoomError => new SpikeLoomError(code, text(details));
  return Object.assign(factory, { code });
}

/** Throw the errors of one input, if any, as one error that carries the others. */
export function throwAll(errors: readonly SpikeLoomError[]): void {
  const [first, ...others] = errors;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const { code, summary: message, place, expected, got, next } = first;
  throw new SpikeLoomError(code, { message, place, expected, got, next }, others);
}

function formatError(code: string, text: ErrorText): string {
  const place = text.place === undefined ? "" : ` at ${text.place}`;
  const wanted = text.expected === undefined ? "" : ` Expected ${text.expected}`;
  const got = text.got === undefined ? "" : `${wanted ? ", got" : " Got"} ${text.got}`;
  const comparison = wanted || got ? `${wanted}${got}.` : "";
  const next = text.next === undefined ? "" : ` ${text.next}`;
  return `${code}${place}: ${text.message}${comparison}${next}`;
}
