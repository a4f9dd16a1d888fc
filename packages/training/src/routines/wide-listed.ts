import { overrideRoutine } from "@spikeloom/code";
import type { Local } from "@spikeloom/code/encoder";
import type { Override } from "./wide-rows.ts";
import { addToSums, channelStretches, loadSums, storeSums } from "./wide-stretches.ts";
import type { NumberedWindow } from "./wide-window.ts";

/** Replace `addListed` by code that keeps the gradients in registers. */
export function widenAddListed(
  { m, type, routine, options }: Override,
  { window, k }: NumberedWindow,
): void {
  overrideRoutine(m, routine, options, () => {
    const names = ["listed", "slopes", "gradients", "from", "to", "at", "into"];
    const params = names.map((one) => [one, "i32"] as const);
    const f = m.func(`add_listed_wide_${k}`, { params, export: false });
    const local = (name: string): Local => f.local("i32", name);
    const shift = type === "f64" ? 3 : 2;
    const address = (array: string, index: string, bits: number, into: Local): void => {
      f.get(f.param(array)).get(f.param(index)).i32(bits).op("i32.shl").op("i32.add").set(into);
    };
    const [slopes, gradients, slope] = [local("slopes"), local("gradients"), local("slope")];
    const [at, end] = [local("at"), local("end")];
    address("slopes", "at", shift, slopes);
    address("gradients", "into", shift, gradients);
    address("listed", "to", 2, end);
    for (const stretch of channelStretches(f, { type, outputs: window.outputs })) {
      address("listed", "from", 2, at);
      loadSums(f, type, stretch, gradients);
      f.count({ index: at, limit: end, step: 4 }, () => {
        f.get(at).op("i32.load").i32(shift).op("i32.shl").get(slopes).op("i32.add").set(slope);
        addToSums(f, type, stretch, slope);
      });
      storeSums(f, type, stretch, gradients);
    }
    return f;
  });
}
