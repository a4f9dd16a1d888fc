import { type DriveProgram, driveAmount } from "@spikeloom/program";

/** Parameters of count distributions that stay the same: one, or one for each target; undefined where they change. */
export type DriveAmounts = number | Float64Array | undefined;

/** Convert the rates of a drive that do not change. */
export function driveAmounts(target: DriveProgram, dt: number): DriveAmounts {
  const { rate } = target;
  const amount = driveAmount(target, { dt });
  if (rate.kind === "changing") return undefined;
  return rate.kind === "one" ? amount(rate.rate) : rate.rates.map((each) => amount(each));
}
