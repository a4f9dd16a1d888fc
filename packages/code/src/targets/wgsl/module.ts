import { NO_OPERATOR } from "../../errors.ts";
import type { Variable } from "../../form/graph.ts";
import { type ArrayPlace, type Routine, resultTypes } from "../../form/routine.ts";
import { body, plainName } from "./body.ts";
import { type LibraryName, library } from "./library.ts";
import { typeText } from "./literals.ts";
import type { Place, WgslBinding, WgslPlace } from "./places.ts";
import { setOnce } from "./set-once.ts";
import { type StatementWriting, writeAll } from "./statements.ts";
import { writeValues } from "./values.ts";

/** Locations of the arrays of routines. */
export interface WgslOptions {
  /** Storage buffers; WebGPU allows eight by default. */
  readonly bindings: readonly WgslBinding[];
  readonly placeOf: (array: ArrayPlace) => WgslPlace;
}

/** Collects functions. */
export interface WgslModule {
  /** Write a routine, and those that it calls; returns the function's name. */
  routine(routine: Routine, places: readonly Place[]): string;
  place(place: WgslPlace): Place;
  /** The complete text, with bindings from 1 on in group 0, and additional fields of the uniform. */
  text(fields: readonly string[]): string;
}

/** Start a module. */
export function wgslModule({ bindings, placeOf }: WgslOptions): WgslModule {
  const functions = new Map<string, string>();
  const known = new Map<Routine, Map<string, string>>();
  const used = new Set<LibraryName>();
  const withName = (name: LibraryName): string => {
    used.add(name);
    return name;
  };
  const place = ({ binding, at }: WgslPlace): Place => {
    const found = bindings.find(({ name }) => name === binding);
    if (found === undefined) throw NO_OPERATOR({ operator: binding, type: "storage" });
    return { binding: found, at };
  };
  // A function is written for the bindings of the arrays passed to it, because WGSL cannot pass arrays.
  const routine: WgslModule["routine"] = (one, places) => {
    const key = places.map(({ binding }) => binding.name).join(" ");
    const forms = known.get(one) ?? new Map<string, string>();
    known.set(one, forms);
    const written = forms.get(key);
    if (written !== undefined) return written;
    // Its last letter distinguishes it from local names, which end in a number.
    const name = `${plainName(one.name)}_${functions.size}f`;
    forms.set(key, name);
    // Reserves its name before the functions that it calls do.
    functions.set(name, "");
    const placeIn = (array: ArrayPlace): Place => place(placeOf(array));
    const writing = { placeIn, callee: routine, library: withName };
    functions.set(name, functionText(one, name, { places, ...writing }));
    return name;
  };
  return {
    routine,
    place,
    text(fields) {
      const storage = [...uniformText(fields), ...bindings.map(bindingText)];
      const own = [...used].map((name) => library[name]);
      return [...storage, ...own, ...functions.values()].join("\n");
    },
  };
}

/** Binding 0: the number of invocations, and a zero unknown to compilers. */
function uniformText(fields: readonly string[]): readonly string[] {
  return [
    `struct Given { ${["count: u32", "zero: u32", ...fields].join(", ")} }`,
    "@group(0) @binding(0) var<uniform> given: Given;",
  ];
}

function bindingText({ name, holds }: WgslBinding, k: number): string {
  const element = holds === "atomic" ? "atomic<i32>" : holds;
  return `@group(0) @binding(${k + 1}) var<storage, read_write> ${name}: array<${element}>;`;
}

interface FunctionOptions {
  readonly places: readonly Place[];
  readonly placeIn: (array: ArrayPlace) => Place;
  readonly callee: WgslModule["routine"];
  readonly library: (name: LibraryName) => string;
}

function functionText(routine: Routine, name: string, options: FunctionOptions): string {
  const { places, placeIn, callee, library: withName } = options;
  const lines = body();
  const once = setOnce(routine);
  const names = new Map<Variable, string>();
  const declared: string[] = [];
  const nameOf = (variable: Variable): string => {
    const known = names.get(variable);
    if (known !== undefined) return known;
    const made = lines.fresh(variable.name);
    names.set(variable, made);
    if (!once.has(variable)) declared.push(`  var ${made}: ${typeText(variable.type)};`);
    return made;
  };
  const starts = routine.passed.map((array) => lines.fresh(array.name));
  const passed = new Map(
    routine.passed.map((array, k) => {
      const binding = (places[k] ?? placeIn(array)).binding;
      return [array, { binding, at: starts[k] ?? 0 }] as const;
    }),
  );
  const parameters = routine.parameters.map((variable) => {
    const made = lines.fresh(variable.name);
    names.set(variable, made);
    return `${made}: ${typeText(variable.type)}`;
  });
  const writing: StatementWriting = {
    body: lines,
    library: withName,
    nameOf,
    isOnce: (variable) => once.has(variable),
    placeOf: (array) => passed.get(array) ?? placeIn(array),
    callee,
  };
  writeAll(routine.body, writing);
  const results = writeValues(routine.results, writing);
  const [type, made] = resultText(routine, name);
  const given = results.length === 1 ? results.join("") : `${type}(${results.join(", ")})`;
  if (type !== undefined) lines.line(`return ${given};`);
  const taken = [...starts.map((start) => `${start}: u32`), ...parameters].join(", ");
  const head = `fn ${name}(${taken})${type === undefined ? "" : ` -> ${type}`} {`;
  return [made, `// ${routine.about}`, head, ...declared, lines.text(), "}"].join("\n");
}

/** Return the result type of a function, with a declaration if it has several results. */
function resultText(routine: Routine, name: string): readonly [string | undefined, string] {
  const types = resultTypes(routine).map(typeText);
  if (types.length < 2) return [types[0], ""];
  const type = `${name}_results`;
  const fields = types.map((of, k) => `r${k}: ${of}`);
  return [type, `\nstruct ${type} { ${fields.join(", ")} }`];
}
