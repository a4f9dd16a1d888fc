import { name, number } from "../tree.ts";
import { keptNames, type Store } from "./keep-over-step.ts";
import { type Lowering, startLowering } from "./lowering.ts";
import { refractoriness } from "./refractory.ts";
import { type Kernel, slotName } from "./step-program.ts";

/**
 * Create the kernel that evaluates recorded expressions, given the variables and the time of the sample.
 *
 * It runs between steps; constant-over-step expressions have their values from the previous step.
 */
export function observeKernel(main: Lowering): Kernel | undefined {
  const { observed, model } = main.options;
  if (observed.length === 0) return undefined;
  const state = startLowering(main.options);
  refractoriness(state);
  if (model.spike?.refractory !== undefined) {
    state.now.set("not_refractory", state.free ?? number(1));
  }
  for (const text of keptNames(main)) state.now.set(text, name(slotName("kept", text)));
  const stores = observed.map((text): Store => {
    main.slot("observed", text);
    const value = state.present(state.reader.expression(name(text)));
    return [slotName("observed", text), state.let(text, value)];
  });
  return { name: "observe", statements: state.statements, stores, spikes: undefined };
}
