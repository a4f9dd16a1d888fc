import {
  arrivesAtOnce,
  type Kernel,
  type NetworkProgram,
  type PopulationProgram,
  type StepProgram,
} from "@spikeloom/program";
import { CODE_WIDTH } from "./errors.ts";
import { routineText } from "./form/routine-text.ts";
import { kernelRoutine } from "./kernel/kernel-routine.ts";
import { moduleBuilder } from "./targets/webassembly/encoder/module.ts";
import { webAssemblyKernel } from "./targets/webassembly/kernel.ts";
import { wgslKernel } from "./targets/wgsl/kernel.ts";

/** Target of generated code; `js` is the form run by the interpreter. */
export type CodeTarget = "wasm" | "wgsl" | "js";

/** All targets. */
export const codeTargets: readonly CodeTarget[] = ["wasm", "wgsl", "js"];

/**
 * Return the code of all populations as text, with the functions it calls.
 *
 * Kernels are those that run on one worker in f64, or in f32 for `wgsl`. The code differs from that of a run only in
 * addresses, and in that code for rare cases is written inline, whereas a run writes it once it is needed.
 */
export function programCode(program: NetworkProgram, target: CodeTarget): string {
  const zeroDelay = arrivesAtOnce(program);
  const populations = [...program.populations.values()].map((population): Written => {
    const step = population.step({ zeroDelay });
    const { kernels, fused, observe } = step;
    return {
      population,
      step,
      kernels: [...kernels, ...(fused ? [fused] : []), ...(observe ? [observe] : [])],
    };
  });
  return writers[target](populations);
}

/** A population with all kernels of its step. */
interface Written {
  readonly population: PopulationProgram;
  readonly step: StepProgram;
  readonly kernels: readonly Kernel[];
}

const writers: Readonly<Record<CodeTarget, (populations: readonly Written[]) => string>> = {
  wasm: webAssemblyText,
  wgsl: (populations) => populations.map(wgslText).join("\n"),
  js: (populations) => populations.map(formText).join("\n"),
};

function headOf({ population: { name, size, form } }: Written): string {
  return `Population ${name}: ${size} × ${form.model}`;
}

function webAssemblyText(populations: readonly Written[]): string {
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const places = new Map<number, string>();
  let free = 64;
  for (const { population, step, kernels } of populations) {
    const { name, size } = population;
    const bytes = 128 * Math.ceil(size / 16);
    const slots = new Map<string, number>();
    for (const slot of step.slots.keys()) {
      slots.set(slot, free);
      // An iteration processes several vectors in sequence.
      for (let at = 0; at < Math.min(bytes, 64); at += 16)
        places.set(free + at, `${slot} of ${name}`);
      free += bytes;
    }
    for (const kernel of kernels) {
      webAssemblyKernel({ m }, `${name}.${kernel.name}`, kernel, { slots, size, precision: "f64" });
    }
  }
  const heads = populations.map((one) => `;; ${headOf(one)}`);
  return [...heads, m.text((address) => places.get(address))].join("\n");
}

function wgslText(written: Written): string {
  const { population, step, kernels } = written;
  const { name, size } = population;
  for (const { of, type } of step.slots.values()) {
    const { bits = 0, signed = false } = (type.kind === "integer" && type.width) || {};
    if (bits - (signed ? 1 : 0) > wholeBits) throw CODE_WIDTH({ population: name, of, bits });
  }
  const slots = new Map([...step.slots.keys()].map((slot, k) => [slot, size * k]));
  return kernels
    .map((kernel) => `// ${headOf(written)}, ${kernel.name}\n${wgslKernel(kernel, { slots })}`)
    .join("\n");
}

/** Maximum width of integers that f32 represents exactly. */
const wholeBits = 24;

function formText(written: Written): string {
  const { step, kernels } = written;
  return kernels
    .map((kernel) => {
      const routine = kernelRoutine(kernel, { slots: step.slots, type: "f64" });
      return `# ${headOf(written)}, ${kernel.name}\n${routineText(routine)}`;
    })
    .join("\n");
}
