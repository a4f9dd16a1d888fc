import {
  checkOptionNames,
  emulatedBackend,
  type HardwareRecord,
  mapNetwork,
  type NetworkRecord,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { type Claim, claimsAbout } from "./claim.ts";
import { outcomeOf } from "./outcome.ts";

/** Inputs for testing hardware. */
export interface HardwareSuiteOptions {
  readonly stack: Stack;
  /** A network that fits the chip. */
  readonly network: NetworkRecord;
  readonly duration?: string;
}

const names: OptionNames<HardwareSuiteOptions> = { stack: true, network: true, duration: true };

/** Requirements for hardware: it maps networks to valid ones that it emulates. */
export function hardwareSuite(
  hardware: HardwareRecord,
  options: HardwareSuiteOptions,
): readonly Claim[] {
  checkOptionNames(options, names, "hardwareSuite");
  const { stack, network, duration = "50 ms" } = options;
  const claim = claimsAbout(hardware);
  const map = (from = network) => mapNetwork(hardware, from, { stack, seed: 3 });
  return [
    claim("states the source of its limits", ({ holds }) => {
      for (const [name, { value, source, about }] of Object.entries(hardware.limits)) {
        holds(`the limit ${name}`, value > 0 && about !== "" && /^\w+:/.test(source), source);
      }
    }),
    claim("maps the same network to the same result again", async ({ same }) =>
      same("its mapping", await map(), await map()),
    ),
    claim("maps a network to a valid one", async ({ same }) => {
      const { network: mapped } = await map();
      same("faults", checkNetwork(mapped, { stack }).map(String), []);
    }),
    claim("loses nothing more when it quantises a mapped network again", async ({ same }) => {
      const first = await map();
      const second = await map(first.network);
      same("the network", second.network, first.network);
      same("losses", second.losses, []);
    }),
    claim("emulates a mapped network reproducibly, bit for bit", async ({ same }) => {
      const mapping = await map();
      const run = () =>
        outcomeOf(mapping.network, {
          stack,
          backend: emulatedBackend(hardware, mapping),
          duration,
        });
      same("its outcome", await run(), await run());
    }),
  ];
}
