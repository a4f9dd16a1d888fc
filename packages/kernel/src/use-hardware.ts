import { checkedLosses } from "./checked-losses.ts";
import type { BackendRecord } from "./contracts/backend.ts";
import type { HardwareRecord, MappingRequest } from "./contracts/define-hardware.ts";
import type { HardwareMapping } from "./contracts/hardware.ts";
import type { NetworkRecord } from "./contracts/network.ts";
import { isRecord } from "./field-rules.ts";
import { awaitPlugin, callPlugin, placeOf, wrongReturn } from "./plugin-returns.ts";
import { checkRecord } from "./validate.ts";

/**
 * Map a network onto a chip.
 *
 * The result of the hardware plugin is checked as specified in specs/plugins.md.
 */
export async function mapNetwork(
  hardware: HardwareRecord,
  network: NetworkRecord,
  request: MappingRequest,
): Promise<HardwareMapping> {
  const found: unknown = await awaitPlugin(hardware, () => hardware.map(network, request));
  const mapping = (isRecord(found) ? found : {}) as unknown as HardwareMapping;
  if (!isRecord(mapping.network) || !isRecord(mapping.network["populations"])) {
    throw wrongReturn(hardware, "a mapped network", "a network", mapping.network);
  }
  checkPlacement(hardware, mapping);
  checkedLosses(hardware, mapping.losses);
  return mapping;
}

/** Create the hardware plugin's backend that emulates the chip. */
export function emulatedBackend(hardware: HardwareRecord, mapping: HardwareMapping): BackendRecord {
  const place = placeOf(hardware);
  const backend: unknown = callPlugin(hardware, place, () => hardware.emulate(mapping));
  const faults = isRecord(backend) ? checkRecord(backend as never, place) : [];
  if (isRecord(backend) && backend["kind"] === "backend" && faults.length === 0) {
    return backend as unknown as BackendRecord;
  }
  throw wrongReturn(hardware, "an emulator", "a backend", backend);
}

/** Check that each neuron is placed on exactly one core. */
function checkPlacement(hardware: HardwareRecord, { network, placement }: HardwareMapping): void {
  if (!Array.isArray(placement)) {
    throw wrongReturn(hardware, "a placement", "a list", placement);
  }
  const odd = placement.find((part: unknown) => !isRecord(part));
  if (odd !== undefined) throw wrongReturn(hardware, "a placement", "a list of records", odd);
  for (const [name, population] of Object.entries(network.populations)) {
    if (!isRecord(population)) {
      throw wrongReturn(hardware, `the population "${name}"`, "a record", population);
    }
    const { size } = population;
    const parts = placement
      .filter(({ population }) => population === name)
      .sort((a, b) => a.from - b.from);
    const ends = parts.reduce(
      (at, { from, until }) => (from === at && until > at ? until : NaN),
      0,
    );
    if (ends === size) continue;
    const got = parts.map(({ from, until }) => `${from} to ${until}`).join(", ") || "none";
    throw wrongReturn(hardware, `the placement of "${name}"`, `each of 0 to ${size} once`, got);
  }
  const stray = placement.find(({ population }) => !Object.hasOwn(network.populations, population));
  if (stray === undefined) return;
  throw wrongReturn(hardware, "a placement", "a population of the network", stray.population);
}
