import { formulaInput, network, oneToOne, population, projection, record } from "spikeloom";
import type { SynapseRecord } from "../../packages/kernel/src/contracts/synapse.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import { runQuietly } from "./driven-neuron.ts";
import { panelOf } from "./panels.ts";
import type { Picture } from "./picture.ts";
import { commandedSource, HELD_AT, heldTarget } from "./synapse-ends.ts";

/** Steps of the source's potential, each longer than the previous one, in mV and ms. */
const [COUNT, APART, ON, OFF, UNTIL] = [21, 5, 50, 250, 400] as const;
/** The step that is plotted over time. */
const SHOWN = 11;

/** Plot the current caused by a step of the source's potential, and that of steps of each size. */
export async function followingPicture(model: SynapseRecord): Promise<Picture> {
  const [sources, targets] = [
    population(commandedSource(model), COUNT),
    population(heldTarget(model), COUNT),
  ];
  const read = Object.values(model.reads ?? {}).find(({ of }) => of === "pre");
  const variable = read?.variable ?? "v";
  const unit = read?.unit ?? "mV";
  const value = `(${APART} * i - ${4 * APART}) * ${unit === "1" ? "1" : unit}`;
  const window = { start: `${ON} ms`, stop: `${OFF} ms` };
  const weight = model.weightUnit === undefined ? 1 : `1 ${model.weightUnit}`;
  const net = network({
    populations: { sources, targets },
    projections: [projection(sources, targets, { synapse: model, connector: oneToOne(), weight })],
    stimuli: [formulaInput(sources, { input: `command_${variable}`, value, ...window })],
    record: [record(sources, [variable]), record(targets, ["response"])],
  });
  const result = await runQuietly(net, { duration: UNTIL });
  const [potential, response] = [
    result.recordings[0]?.samples.get(variable),
    result.recordings[1]?.samples.get("response"),
  ];
  const x = response?.times ?? new Float64Array();
  const of = (samples: typeof response, k: number): Float64Array =>
    x.map((_, row) => samples?.values[row * COUNT + k] ?? 0);
  const time = { kind: "time", from: 0, until: UNTIL } as const;
  const current = response?.unit ?? "";
  const panels = [
    panelOf({
      x: time,
      y: { label: `${variable} of source`, unit: unit },
      height: 150,
      curves: [{ x, y: of(potential, SHOWN), colour: "muted" }],
      sharesX: true,
    }),
    panelOf({
      x: time,
      y: { label: "current", unit: current },
      height: 182,
      holds: [0],
      curves: [{ x, y: of(response, SHOWN) }],
    }),
  ];
  const row = x.findLastIndex((one) => one < OFF);
  const at = (samples: typeof response): Float64Array =>
    Float64Array.from({ length: COUNT }, (_, k) => samples?.values[row * COUNT + k] ?? 0);
  const curve = { x: at(potential), y: at(response) };
  const right = panelOf({
    x: { label: `${variable} of source`, unit: unit },
    y: { label: `current after ${OFF - ON} ms`, unit: current },
    curves: [curve],
    height: 300,
  });
  const theme = "auto";
  const figure = beside([
    { width: 440, theme, panels },
    { width: 320, theme, panels: [right] },
  ]);
  const held = `${HELD_AT} mV`.replace("-", "−");
  const about = `current into a target at ${held} by a step of the source's potential, and after steps of each size`;
  return { figure, about };
}
