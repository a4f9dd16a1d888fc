import { gridOf, type RancChip } from "./ranc-chip.ts";

/** Write the input file of RANC's simulator, one line for each neuron. */
export function* rancJson({ cores, output, packets }: RancChip): Generator<string, void> {
  yield '{\n"packets": [\n';
  for (const [t, tick] of packets.entries()) {
    yield `${JSON.stringify(tick)}${t + 1 < packets.length ? "," : ""}\n`;
  }
  const { coordinates: place, count } = output;
  yield `],\n"output_bus": ${JSON.stringify({ coordinates: place, num_outputs: count })},\n"cores": [\n`;
  for (const [k, { coordinates, axons, neurons, connections }] of cores.entries()) {
    yield `{"coordinates": ${JSON.stringify(coordinates)},\n"axons": ${JSON.stringify(axons)},\n"neurons": [\n`;
    yield neurons.map((neuron) => JSON.stringify(neuron)).join(",\n");
    yield '\n],\n"connections": [\n';
    yield connections.map((row) => JSON.stringify([...row])).join(",\n");
    yield `\n]}${k + 1 < cores.length ? "," : ""}\n`;
  }
  yield "]\n}\n";
}

/** Write the configuration file of RANC's simulator for a chip. */
export function rancConfiguration(chip: RancChip, resetType: 0 | 1): string {
  const { axons, neurons } = chip;
  const [columns, rows] = gridOf(chip);
  return `${JSON.stringify(
    {
      num_neurons: neurons,
      num_axons: axons,
      num_cores_x: columns,
      num_cores_y: rows,
      num_weights: 4,
      max_tick_offset: 16,
      neuron_block_trace_verbosity: 0,
      core_controller_trace_verbosity: 0,
      scheduler_trace_verbosity: 0,
      neuron_reset_type: resetType,
    },
    undefined,
    4,
  )}\n`;
}
