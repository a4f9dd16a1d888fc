import {
  type Case,
  type OwnOptions,
  own,
  ownName,
  type Reading,
  type Row,
  reading,
  type Setting,
} from "../case.ts";

const gpu: OwnOptions = { gpu: true };

/** Networks, and how one core simulates them fastest. */
const networks: readonly {
  readonly network: string;
  readonly label: string;
  readonly core: OwnOptions;
  /** Largest share of the core's time, and largest real-time factor, that is aimed at. */
  readonly most?: number;
  readonly factor?: number;
}[] = [
  {
    network: "brunel-c",
    label: "Brunel C, 1 s",
    core: { precision: "f32" },
    most: 1 / 20,
  },
  {
    network: "microcircuit-full",
    label: "microcircuit, 10 s",
    core: { precision: "f32", tier: "packed" },
    factor: 0.3,
  },
];

/**
 * Bytes of a synapse in GeNN's microcircuit: an index of 4 bytes, a weight of 4 and a delay of 1.
 *
 * Its rows are padded to the longest one, which is not counted here.
 */
const bytesInGenn = 9;

/** Time of construction and simulation together. */
function wholeOf(program: string): Reading {
  const [build, simulate] = [reading(program, "build_s"), reading(program, "simulate_s")];
  return (of) => build(of) + simulate(of);
}

/** Brunel's network and the full microcircuit on a graphics processor and on one core of the same machine. */
export function graphics(setting: Setting): Case {
  const rows = networks.flatMap(({ network, label, core, most, factor }): readonly Row[] => {
    const program = ownName(network, gpu);
    const peer = { program: ownName(network, core), label: "one core" };
    const simulate = reading(peer.program, "simulate_s");
    const ofFactor = factor === undefined ? {} : { target: factor };
    const row = { optional: true, unit: "s" } as const;
    return [
      {
        ...row,
        what: `${label}: simulation`,
        ours: reading(program, "simulate_s"),
        peer: { ...peer, read: simulate, ...(most !== undefined && { most }) },
      },
      {
        ...row,
        what: `${label}: construction`,
        ours: reading(program, "build_s"),
        peer: { ...peer, read: reading(peer.program, "build_s") },
      },
      {
        ...row,
        what: `${label}: construction and simulation`,
        ours: wholeOf(program),
        peer: { ...peer, read: wholeOf(peer.program) },
      },
      {
        ...row,
        ...ofFactor,
        unit: "",
        what: `${label}: real-time factor`,
        ours: reading(program, "real_time_factor"),
      },
      {
        ...row,
        unit: "B",
        what: `${label}: memory for a synapse, with all else`,
        ours: reading(program, "bytes_per_synapse"),
        peer: { program, label: "GeNN, published", read: () => bytesInGenn },
      },
    ];
  });
  return {
    name: "gpu",
    title: "Graphics processor: Brunel C and the full microcircuit, f32, construction included",
    long: true,
    runners: networks.flatMap(({ network, core }) => [
      own(setting, network, gpu),
      { ...own(setting, network, core), beside: ownName(network, gpu) },
    ]),
    rows,
    repeats: 3,
  };
}
