import { type Expression, freeNames, substitute } from "@spikeloom/equations";
import { type XmlOutput, xmlNumber } from "../../../xml/write-xml.ts";
import { calcium } from "./equations.ts";

/** Role of a custom component type: rate, steady state or time constant. */
export type CustomKind = "rate" | "steady" | "time";

/** Component types defined in the file for curves that NeuroML's core lacks. */
export interface CustomTypes {
  /** Return the name of a type for a curve, in units of mV and ms; undefined if LEMS cannot express it. */
  nameOf(kind: CustomKind, curve: Expression): string | undefined;
  readonly outputs: readonly XmlOutput[];
}

/** Name and exposure of each kind; rates and times have units. */
const kinds = {
  rate: { of: "Rate", exposure: "r", dimension: "per_time", inUnits: "/ TIME" },
  steady: { of: "Variable", exposure: "x", dimension: "none", inUnits: "" },
  time: { of: "Time", exposure: "t", dimension: "time", inUnits: "* TIME" },
} as const;

/** Start a list of component types; `wanted` creates a unique name. */
export function customTypes(newName: (wanted: string) => string): CustomTypes {
  const names = new Map<string, string>();
  const outputs: XmlOutput[] = [];
  return {
    outputs,
    nameOf(kind, curve) {
      const lines = linesOf(curve, kind);
      if (lines === undefined) return undefined;
      const key = `${kind} ${JSON.stringify(lines)}`;
      const known = names.get(key);
      if (known !== undefined) return known;
      const name = newName(`own_${kind}`);
      names.set(key, name);
      outputs.push(typeOf(name, kind, lines));
      return name;
    },
  };
}

function typeOf(name: string, kind: CustomKind, lines: readonly XmlOutput[]): XmlOutput {
  const followsCalcium = lines.some(({ attributes }) => attributes?.["name"] === "CA");
  const base = `baseVoltage${followsCalcium ? "Conc" : ""}Dep${kinds[kind].of}`;
  const constant = (own: string, dimension: string, value: string): XmlOutput => ({
    name: "Constant",
    attributes: { name: own, dimension, value },
  });
  return {
    name: "ComponentType",
    attributes: { name, extends: base },
    children: [
      constant("SCALE", "voltage", "1 mV"),
      ...(followsCalcium ? [constant("CONC", "concentration", "1 mM")] : []),
      ...(kind === "steady" ? [] : [constant("TIME", "time", "1 ms")]),
      { name: "Dynamics", children: lines },
    ],
  };
}

/** A conditional, defined before the line that reads it. */
interface Writer {
  readonly lines: XmlOutput[];
  choice(cases: readonly (readonly [string | undefined, string])[]): string;
}

class NotInLems extends Error {}

/** Write a curve as LEMS lines, conditionals first; undefined if LEMS cannot express it. */
function linesOf(curve: Expression, kind: CustomKind): readonly XmlOutput[] | undefined {
  const { exposure, dimension, inUnits } = kinds[kind];
  const scaled = substitute(
    curve,
    new Map([
      ["v", { kind: "name", name: "V" } as const],
      [calcium, { kind: "name", name: "CA" } as const],
    ]),
  );
  const names = [...freeNames(scaled)];
  if (names.some((name) => name !== "V" && name !== "CA")) return undefined;
  const lines = [derived("V", "v / SCALE")];
  if (names.includes("CA")) lines.push(derived("CA", `${calcium} / CONC`));
  const choice: Writer["choice"] = (cases) => {
    const name = `part${lines.length}`;
    lines.push(conditional({ name, dimension: "none" }, cases));
    return name;
  };
  try {
    const value = `${written(scaled, { lines, choice })} ${inUnits}`.trimEnd();
    return [...lines, conditional({ name: exposure, exposure, dimension }, [[undefined, value]])];
  } catch (fault) {
    if (fault instanceof NotInLems) return undefined;
    throw fault;
  }
}

function derived(name: string, value: string): XmlOutput {
  return { name: "DerivedVariable", attributes: { name, dimension: "none", value } };
}

function conditional(
  attributes: Readonly<Record<string, string>>,
  cases: readonly (readonly [string | undefined, string])[],
): XmlOutput {
  return {
    name: "ConditionalDerivedVariable",
    attributes,
    children: cases.map(([condition, value]) => ({
      name: "Case",
      attributes: { condition, value },
    })),
  };
}

const binary: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  power: "^",
  less: ".lt.",
  less_equal: ".leq.",
  greater: ".gt.",
  greater_equal: ".geq.",
  equal: ".eq.",
  not_equal: ".neq.",
  and: ".and.",
  or: ".or.",
};

const functions: ReadonlySet<string> = new Set([
  ...["exp", "log", "sqrt", "abs", "sin", "cos", "tan", "sinh", "cosh", "tanh", "ceil"],
]);

/** Functions that LEMS expresses as conditionals. */
const chosen: Readonly<
  Record<string, (args: readonly string[]) => readonly (readonly [string | undefined, string])[]>
> = {
  // Near zero the quotient suffers from cancellation; two terms of the series are accurate to 1e-11 there.
  exprel: ([x]) => [
    [`abs(${x}) .lt. 0.00001`, `1 + (0.5 * ${x})`],
    [undefined, `(exp(${x}) - 1) / ${x}`],
  ],
  min: ([a, b]) => [
    [`${a} .lt. ${b}`, `${a}`],
    [undefined, `${b}`],
  ],
  max: ([a, b]) => [
    [`${a} .gt. ${b}`, `${a}`],
    [undefined, `${b}`],
  ],
};

/** Write an expression with parentheses around every part, because LEMS readers differ in precedence. */
function written(e: Expression, writer: Writer): string {
  switch (e.kind) {
    case "number":
      return e.value < 0 ? `(0 - ${xmlNumber(-e.value, "curve")})` : xmlNumber(e.value, "curve");
    case "name":
      return e.name;
    case "negate":
      return `(0 - ${written(e.of, writer)})`;
    case "select":
      return writer.choice([
        [written(e.condition, writer), written(e.then, writer)],
        [undefined, written(e.otherwise, writer)],
      ]);
    case "call":
      return calledIn(
        e.name,
        e.args.map((arg) => written(arg, writer)),
        writer,
      );
    case "not":
    case "modulo":
    case "floor_divide":
      throw new NotInLems();
    default:
      return `(${written(e.left, writer)} ${binary[e.kind]} ${written(e.right, writer)})`;
  }
}

function calledIn(name: string, args: readonly string[], writer: Writer): string {
  if (functions.has(name)) return `${name}(${args.join(", ")})`;
  const cases = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
  if (cases === undefined || args.length > 2) throw new NotInLems();
  return writer.choice(cases(args));
}
