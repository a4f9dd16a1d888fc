import { NO_OPERATOR } from "../../errors.ts";
import type { Routine } from "../../form/routine.ts";
import { typeText } from "./literals.ts";
import { type WgslOptions, wgslModule } from "./module.ts";

/** Invocations per workgroup: a size that every adapter supports and that fills its lanes. */
const workgroupSize = 64;

/** Write a routine, and those that it calls, as functions on storage buffers. */
export function wgslRoutine(routine: Routine, options: WgslOptions): string {
  const m = wgslModule(options);
  m.routine(
    routine,
    routine.passed.map((array) => m.place(options.placeOf(array))),
  );
  return m.text([]);
}

/**
 * Write a routine as a compute shader that runs it for 0, 1, 2 and so on.
 *
 * Its first parameter, an i32, is the index of the invocation. Binding 0 of group 0 is a uniform: their number (u32), a
 * zero (u32), then the other parameters. Workgroups may be arranged in rows if one row is not enough.
 */
export function wgslDispatch(routine: Routine, options: WgslOptions): string {
  const m = wgslModule(options);
  const places = routine.passed.map((array) => m.place(options.placeOf(array)));
  const name = m.routine(routine, places);
  const [first, ...others] = routine.parameters;
  if (first?.type !== "i32") throw NO_OPERATOR({ operator: "dispatch", type: String(first?.type) });
  const fields = others.map(({ type }, k) => `p${k}: ${givenType(type)}`);
  const taken = [
    ...places.map(({ at }) => `${at}u`),
    "bitcast<i32>(number)",
    ...others.map((_, k) => `given.p${k}`),
  ];
  return [m.text(fields), ...entry([`${name}(${taken.join(", ")});`])].join("\n");
}

function givenType(type: Parameters<typeof typeText>[0]): string {
  if (type === "bool") throw NO_OPERATOR({ operator: "uniform", type });
  return typeText(type);
}

/** Write the entry point of a shader; the lines refer to the invocation `number`. */
export function entry(lines: readonly string[]): readonly string[] {
  return [
    "",
    `@compute @workgroup_size(${workgroupSize})`,
    "fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {",
    `  let number = id.x + id.y * groups.x * ${workgroupSize}u;`,
    "  if (number >= given.count) { return; }",
    ...lines.map((line) => `  ${line}`),
    "}",
    "",
  ];
}
