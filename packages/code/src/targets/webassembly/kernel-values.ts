import { isLong } from "@spikeloom/equations/functions";
import { type GuardedLoop, isLoop } from "@spikeloom/program";
import { asMask, asTerm, asValue, type Scope, type Term } from "../../nodes.ts";
import type { Local } from "./encoder/function.ts";
import { keptFunctions } from "./kept-functions.ts";
import { addressOf, type KernelCode, pushCommon, pushPlace } from "./kernel-code.ts";
import { type LoopFunction, loopFunction } from "./loop-function.ts";
import type { Node } from "./node.ts";
import { type WebAssemblyOperations, webAssemblyOperations } from "./operations.ts";

/** The values that a kernel computes for any vector: the results of its stores in order, then which neurons spike. */
export interface KernelValues {
  /** Builder of the nodes in `rough` and `whole`. */
  readonly operations: WebAssemblyOperations;
  /** For lanes in which the loop does not run and nothing is rare. */
  usual(): { readonly results: readonly Node[]; readonly rough: Node | undefined };
  /** For lanes of a mask in which the loop runs; includes its iterations. */
  rough(mask: Local): readonly Node[];
  /** With all rare cases; includes the iterations of the loop if any lane needs them. */
  whole(): readonly Node[];
}

type Terms = Map<string, Term<Node, Node>>;

/** Sets the names that a loop carries. */
type WriteLoop = (loop: GuardedLoop, scope: Scope<Node, Node>, terms: Terms) => void;

/** Find what a kernel computes, in the code being written. */
export function kernelValues(code: KernelCode): KernelValues {
  const { m, f } = code;
  // The usual code omits rare cases.
  const operations = webAssemblyOperations(f, code.operations.shape);
  const whole: KernelCode = { ...code, operations };
  const kept = keptFunctions(m, operations.shape);
  const long: Scope<Node, Node>["call"] = (name, args) =>
    isLong(name) ? operations.call(kept(name), ...args) : undefined;
  let made: LoopFunction | undefined;
  const iterationsOf = (loop: GuardedLoop, terms: Terms): LoopFunction => {
    made ??= loopFunction(code, loop, terms);
    return made;
  };
  return {
    operations,
    usual() {
      let rough: Node | undefined;
      const results = resultsOf(code, undefined, ({ where, carried }, scope, terms) => {
        rough = asMask(where, scope);
        for (const { name, otherwise } of carried) {
          terms.set(name, { value: asValue(otherwise, scope) });
        }
      });
      return { results, rough };
    },
    rough: (mask) =>
      resultsOf(whole, long, (loop, scope, terms) => {
        const results = callIterations(whole, iterationsOf(loop, terms), {
          loop,
          scope,
          terms,
          mask,
        });
        for (const [name, local] of results) terms.set(name, { value: operations.value(local) });
      }),
    whole: () =>
      resultsOf(whole, long, (loop, scope, terms) => {
        chooseIterations(whole, iterationsOf(loop, terms), { loop, scope, terms });
      }),
  };
}

function resultsOf(
  code: KernelCode,
  call: Scope<Node, Node>["call"],
  writeLoop: WriteLoop,
): readonly Node[] {
  const { f, kernel, operations, place } = code;
  const time = { value: operations.value(code.time) };
  const terms: Terms = new Map([["t", time]]);
  const scope: Scope<Node, Node> = {
    operations,
    ...(call && { call }),
    name(text) {
      const known = terms.get(text);
      if (known !== undefined) return known;
      // Resolved now, so that an undefined name is reported immediately.
      addressOf(text, code);
      const load = (): void => {
        const isCommon = code.layout.common?.has(text) === true;
        const offset = isCommon
          ? pushCommon(text, code)
          : pushPlace(text, code, "reads") + place.at;
        f.op("v128.load", { offset });
      };
      const made = { value: operations.custom("v128", load) };
      terms.set(text, made);
      return made;
    },
  };
  for (const statement of kernel.statements) {
    if (isLoop(statement)) writeLoop(statement, scope, terms);
    else terms.set(statement[0], asTerm(statement[1], scope));
  }
  const results = kernel.stores.map(([, value]) => asValue(value, scope));
  if (kernel.spikes !== undefined) results.push(asMask(kernel.spikes, scope));
  return results;
}

interface LoopPlace {
  /** Lanes that need it. */
  readonly mask: Local;
  readonly loop: GuardedLoop;
  readonly scope: Scope<Node, Node>;
  readonly terms: Terms;
}

/** Run the iterations of a loop in all lanes; returns the locals of the carried names. */
function callIterations(
  { f, operations, offset, place }: KernelCode,
  { callable, reads }: LoopFunction,
  { loop, scope, terms, mask }: LoopPlace,
): readonly (readonly [name: string, local: Local])[] {
  const read = reads.flatMap((name) => {
    const term = terms.get(name);
    return term === undefined ? [] : ["mask" in term ? term.mask : term.value];
  });
  const starts = loop.carried.map(({ start }) => asValue(start, scope));
  f.get(offset).i32(place.at).op("i32.add").get(mask);
  operations.push(...read, ...starts);
  f.call(callable);
  const results = loop.carried.map(({ name }) => [name, f.local("v128")] as const);
  for (const [, local] of results.toReversed()) f.set(local);
  return results;
}

/** Run the iterations of a loop if any lane needs them, and select for each lane. */
function chooseIterations(
  code: KernelCode,
  iterations: LoopFunction,
  at: Omit<LoopPlace, "mask">,
): void {
  const { f, operations } = code;
  const { loop, scope, terms } = at;
  const mask = f.local("v128");
  const chosen = loop.carried.map(({ name, otherwise }) => {
    return { name, local: f.local("v128"), usual: asValue(otherwise, scope) };
  });
  operations.assign(
    [mask, asMask(loop.where, scope)],
    ...chosen.map(({ local, usual }) => [local, usual] as const),
  );
  f.get(mask).op("v128.any_true");
  f.if(() => {
    callIterations(code, iterations, { ...at, mask }).forEach(([, local], k) => {
      const to = chosen[k]?.local;
      if (to !== undefined) f.get(local).get(to).get(mask).op("v128.bitselect").set(to);
    });
  });
  for (const { name, local } of chosen) terms.set(name, { value: operations.value(local) });
}
