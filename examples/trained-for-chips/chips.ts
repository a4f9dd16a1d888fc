import { clock } from "@spikeloom/backend-clock";
import { loihi } from "@spikeloom/hardware-loihi";
import { spinnaker } from "@spikeloom/hardware-spinnaker";
import { trueNorthNeuron, truenorth } from "@spikeloom/hardware-truenorth";
import type { Stack } from "@spikeloom/kernel";
import { type ChipRecord, chips } from "@spikeloom/mapping";
import { createStack, defaultStack } from "spikeloom";

/** The default stack with the emulators. */
export const stack: Stack = createStack({
  plugins: [
    defaultStack,
    loihi({ on: clock() }),
    spinnaker({ on: clock() }),
    truenorth({ on: clock() }),
    trueNorthNeuron,
  ],
});

/** A chip, with the emulator of its arithmetic if there is one. */
export interface ComparedChip {
  readonly chip: ChipRecord;
  readonly emulator?: {
    readonly backend: string;
    readonly options: Readonly<Record<string, string | number>>;
  };
}

// Training has the usual integers of the weights, without a search before each run.
const emulators: Readonly<Record<string, ComparedChip["emulator"]>> = {
  "loihi-1": { backend: "loihi", options: { dialect: "nengo-loihi", calibration: 0 } },
  // Its current-based neuron has the arithmetic of Loihi 1; Lava follows Loihi 2.
  "loihi-2": { backend: "loihi", options: { dialect: "lava", calibration: 0 } },
  "spinnaker-1": { backend: "spinnaker", options: {} },
  truenorth: { backend: "truenorth", options: {} },
};

/** All chips with a resource model. */
export const comparedChips: readonly ComparedChip[] = chips.map((chip) => {
  const emulator = emulators[chip.name];
  return { chip, ...(emulator && { emulator }) };
});
