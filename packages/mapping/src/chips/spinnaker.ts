import type { ChipLimit, ChipRecord } from "./chip.ts";

/** What the resource models of both generations of SpiNNaker share. */
export const spiNNakerCommon: Pick<ChipRecord, "board" | "inputs" | "routing"> = {
  board: "hexagon-48",
  inputs: { on: "cores", most: 500 },
  routing: "tables",
};

/** Sources of limits that both generations have. */
interface LimitSources {
  readonly program: string;
  readonly packet: string;
}

/** Limits of both generations. */
export function spiNNakerLimits({ program, packet }: LimitSources): readonly ChipLimit[] {
  return [
    {
      resource: "populations",
      value: 1,
      about: "populations per core: each core runs one program",
      cite: program,
      status: "public",
    },
    {
      resource: "key-bits",
      value: 32,
      about: "bits of a routing key",
      cite: packet,
      status: "public",
    },
  ];
}
