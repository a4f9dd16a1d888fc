import type { Answer, Watch } from "./answer.ts";
import { brian2Answers } from "./brian2/answers.ts";
import { LINK_CALL, LINK_VERSION } from "./errors.ts";
import type { Hello, Request } from "./generated/link.ts";
import { nengoAnswers } from "./nengo/answers.ts";
import { pynnAnswers } from "./pynn/answers.ts";
import { wholeNumber } from "./read-options.ts";
import type { ServedSession } from "./served-session.ts";
import { simulationAnswers } from "./simulation/answers.ts";

/** Supported versions of the link, newest first. */
const versions: readonly number[] = [1];

const dialects = {
  simulation: simulationAnswers,
  pynn: pynnAnswers,
  brian2: brian2Answers,
  nengo: nengoAnswers,
} as const;

type Act = (value: unknown, served: ServedSession, watch: Watch) => Answer | Promise<Answer>;

/** Call name, such as `simulation.advance`. */
export interface NamedCall {
  readonly name: string;
  /** Undefined if the call is unknown. */
  readonly act: ((served: ServedSession, watch: Watch) => Answer | Promise<Answer>) | undefined;
}

/** Determine the call of a request. */
export function callOf({ call }: Request): NamedCall {
  if (call.case === "hello") return { name: "hello", act: (served) => greet(call.value, served) };
  if (isDialect(call)) {
    const { case: name, value } = call.value.call;
    if (name === undefined) return { name: call.case, act: undefined };
    // Name and value correspond, which TypeScript cannot infer through the tables.
    const act = (dialects[call.case] as Readonly<Record<string, Act>>)[name];
    return {
      name: `${call.case}.${snakeCase(name)}`,
      act: act && ((served, watch) => act(value, served, watch)),
    };
  }
  return { name: call.case ?? "request", act: undefined };
}

type DialectCall = Extract<Request["call"], { readonly case: keyof typeof dialects }>;

function isDialect(call: Request["call"]): call is DialectCall {
  return call.case !== undefined && Object.hasOwn(dialects, call.case);
}

/** Report an unknown call. */
export function unknownCall(): Error {
  const known = Object.entries(dialects).flatMap(([dialect, answers]) =>
    Object.keys(answers).map((name) => `${dialect}.${snakeCase(name)}`),
  );
  return LINK_CALL({ known: ["hello", "interrupt", "taken", ...known] });
}

function greet(hello: Hello, served: ServedSession): Answer {
  const { versions: got, leastFileBytes } = hello;
  const version = versions.find((known) => got.includes(known));
  if (version === undefined) throw LINK_VERSION({ known: versions, got });
  served.greet({
    folder: hello.folder,
    networks: hello.networks,
    leastFileBytes: wholeNumber(leastFileBytes, "hello.least_file_bytes"),
  });
  const { server } = served.programs;
  return { case: "welcome", value: { version, server, dialects: Object.keys(dialects) } };
}

/** Convert a name to the specification's spelling. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
