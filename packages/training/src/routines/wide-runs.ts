import { overrideRoutine } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import { op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";

/** Number of vectors that are added per iteration, while as many remain. */
const together = 4;

/** Replace `addRun` by code that adds several vectors at a time, then one, then element by element. */
export function widenAddRun(override: Override): void {
  overrideRoutine(override.m, override.routine, override.options, () =>
    writeRun(override, "add_run_wide", undefined),
  );
}

/** Replace `addScaledRun` by such code. */
export function widenAddScaledRun(override: Override): void {
  overrideRoutine(override.m, override.routine, override.options, () =>
    writeRun(override, "add_scaled_run_wide", "factor"),
  );
}

/** Replace `addTwoRuns` by code that adds several vectors at a time: sums are read and written once for both. */
export function widenAddTwoRuns({ m, type, routine, options }: Override): void {
  overrideRoutine(m, routine, options, () => {
    const bytes = type === "f64" ? 8 : 4;
    const names = ["values", "sums", "from", "next", "into", "count"];
    const params = names.map((one) => [one, "i32"] as const);
    const f = m.func("add_two_runs_wide", { params, export: false });
    const local = (of: string): Local => f.local("i32", of);
    const run: Run = { value: local("value"), sum: local("sum"), left: local("left") };
    const second = local("second");
    begin(f, type, run);
    f.get(f.param("next")).get(f.param("from")).op("i32.sub").i32(bytes).op("i32.mul");
    f.get(run.value).op("i32.add").set(second);
    const addVectors = (count: number): void => {
      for (let k = 0; k < count; k++) {
        f.get(run.sum);
        for (const one of [run.sum, run.value, second]) {
          f.get(one).op("v128.load", { offset: 16 * k });
          if (one !== run.sum) f.op(op(type, "add"));
        }
        f.op("v128.store", { offset: 16 * k });
      }
    };
    const all = { ...run, second };
    whileLeft(f, all, 16 * together, () => addVectors(together));
    whileLeft(f, all, 16, () => addVectors(1));
    whileLeft(f, all, bytes, () => {
      f.get(run.sum).get(run.sum).op(`${type}.load`, { offset: 0 });
      for (const one of [run.value, second]) {
        f.get(one).op(`${type}.load`, { offset: 0 }).op(`${type}.add`);
      }
      f.op(`${type}.store`, { offset: 0 });
    });
    return f;
  });
}

function writeRun(
  { m, type }: Override,
  name: string,
  factor: string | undefined,
): FunctionBuilder {
  const bytes = type === "f64" ? 8 : 4;
  const arrays = ["values", "sums", "from", "into", "count"].map((one) => [one, "i32"] as const);
  const params = [...arrays, ...(factor === undefined ? [] : [[factor, type] as const])];
  const f = m.func(name, { params, export: false });
  const local = (of: string): Local => f.local("i32", of);
  const run: Run = { value: local("value"), sum: local("sum"), left: local("left") };
  const scale = factor === undefined ? undefined : f.local("v128", "scale");
  if (scale !== undefined) {
    f.get(f.param("factor"))
      .op(type === "f64" ? "f64x2.splat" : "f32x4.splat")
      .set(scale);
  }
  begin(f, type, run);
  const addVectors = (count: number): void => {
    for (let k = 0; k < count; k++) {
      f.get(run.sum).get(run.sum);
      f.op("v128.load", { offset: 16 * k }).get(run.value);
      f.op("v128.load", { offset: 16 * k });
      if (scale !== undefined) f.get(scale).op(op(type, "mul"));
      f.op(op(type, "add")).op("v128.store", { offset: 16 * k });
    }
  };
  whileLeft(f, run, 16 * together, () => addVectors(together));
  whileLeft(f, run, 16, () => addVectors(1));
  whileLeft(f, run, bytes, () => {
    f.get(run.sum).get(run.sum).op(`${type}.load`, { offset: 0 });
    f.get(run.value).op(`${type}.load`, { offset: 0 });
    if (factor !== undefined) f.get(f.param(factor)).op(`${type}.mul`);
    f.op(`${type}.add`).op(`${type}.store`, { offset: 0 });
  });
  return f;
}

/** Compute the locations of the elements, and their size in bytes. */
function begin(f: FunctionBuilder, type: Override["type"], { value, sum, left }: Run): void {
  const shift = type === "f64" ? 3 : 2;
  const address = (array: string, index: string): void => {
    f.get(f.param(array)).get(f.param(index)).i32(shift).op("i32.shl").op("i32.add");
  };
  address("values", "from");
  f.set(value);
  address("sums", "into");
  f.set(sum).get(f.param("count")).i32(shift).op("i32.shl").set(left);
}

/** Addresses of the summands and of the sums, and the number of remaining bytes. */
interface Run {
  readonly value: Local;
  readonly sum: Local;
  readonly left: Local;
}

/** Emit a loop that runs while this many bytes remain. */
function whileLeft(
  f: FunctionBuilder,
  { left, ...moved }: Run & { readonly second?: Local },
  bytes: number,
  body: () => void,
): void {
  f.block((end) => {
    f.loop((again) => {
      f.get(left).i32(bytes).op("i32.lt_u").brIf(end);
      body();
      for (const one of Object.values(moved)) f.get(one).i32(bytes).op("i32.add").set(one);
      f.get(left).i32(bytes).op("i32.sub").set(left);
      f.br(again);
    });
  });
}
