import { NO_OPERATOR } from "../../errors.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { Body } from "./body.ts";
import type { LibraryName } from "./library.ts";
import { literal, typeText } from "./literals.ts";
import { scalarOperators } from "./scalar-operators.ts";

/** Context for writing values. */
export interface ValueWriting {
  readonly body: Body;
  readonly library: (name: LibraryName) => string;
  readonly nameOf: (variable: Variable) => string;
}

/** Deeper expressions are split by named values: compilers of WGSL accept some hundred levels at most. */
const deepest = 12;

/**
 * Write values; shared parts are computed once, on lines of their own.
 *
 * The text thus grows with the graph, not with the expanded tree.
 */
export function writeValues(values: readonly Value[], writing: ValueWriting): readonly string[] {
  const scope: Scope = { ...writing, uses: countUses(values), known: new Map() };
  return values.map((value) => write(value, scope).text);
}

interface Written {
  readonly text: string;
  readonly depth: number;
}

interface Scope extends ValueWriting {
  readonly uses: ReadonlyMap<Value, number>;
  /** Values that already have a name. */
  readonly known: Map<Value, Written>;
}

type Applied = Value & { readonly kind: "operator" };

function countUses(values: readonly Value[]): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  const count = (value: Value): void => {
    const before = uses.get(value) ?? 0;
    uses.set(value, before + 1);
    if (before === 0 && value.kind === "operator") for (const input of value.inputs) count(input);
  };
  for (const value of values) count(value);
  return uses;
}

function write(value: Value, scope: Scope): Written {
  if (value.kind === "constant") return { text: literal(value, scope.library), depth: 0 };
  if (value.kind === "variable") return { text: scope.nameOf(value.variable), depth: 0 };
  const known = scope.known.get(value);
  if (known !== undefined) return known;
  if (value.operator === "rarely") return named(value, writeRarely(value, scope), scope);
  const written = apply(value, scope);
  const isShared = (scope.uses.get(value) ?? 0) > 1;
  if (!isShared && written.depth < deepest) return written;
  return named(value, keep(written.text, scope), scope);
}

function named(value: Value, text: string, { known }: Scope): Written {
  const written = { text, depth: 0 };
  known.set(value, written);
  return written;
}

function keep(text: string, { body }: Scope): string {
  const name = body.fresh("x");
  body.line(`let ${name} = ${text};`);
  return name;
}

function apply({ operator, inputs, type }: Applied, scope: Scope): Written {
  const of = inputs[0]?.type ?? type;
  const text = scalarOperators[operator][of];
  if (text === undefined) throw NO_OPERATOR({ operator, type: of });
  const written = inputs.map((input) => write(input, scope));
  const texts = written.map((one) => one.text);
  // A compiler rejects constant expressions that overflow or divide by zero, so these must not look constant.
  const areConstants = inputs.every(({ kind }) => kind === "constant");
  if (areConstants && texts[0] !== undefined) texts[0] = keep(texts[0], scope);
  const depth = 1 + Math.max(...written.map((one) => one.depth));
  return { text: text(scope.library, ...texts), depth };
}

/** Values needed only in the rare case are computed only there. */
function writeRarely({ inputs, type }: Applied, scope: Scope): string {
  const [mask, usual, slow] = inputs as readonly [Value, Value, Value];
  const { body } = scope;
  const isRare = write(mask, scope).text;
  const start = write(usual, scope).text;
  const name = body.fresh("usually");
  body.line(`var ${name}: ${typeText(type)} = ${start};`);
  body.block(`if (${isRare})`, () => {
    const inner = { ...scope, known: new Map(scope.known) };
    const value = write(slow, inner).text;
    body.line(`${name} = ${value};`);
  });
  return name;
}
