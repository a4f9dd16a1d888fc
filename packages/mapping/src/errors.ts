import { defineError, type ErrorFactory, type ErrorText } from "@spikeloom/kernel";

/** A limit of a chip that a mapping exceeds. */
export interface ExceededLimit {
  /** The core, router or population at fault. */
  readonly place: string;
  readonly chip: string;
  readonly limit: number;
  readonly value: number;
}

type LimitError = ErrorFactory<ExceededLimit>;

function exceeded(what: string, next: string): (fault: ExceededLimit) => ErrorText {
  return ({ place, chip, limit, value }) => ({
    message: `This needs more ${what} than ${chip} has.`,
    place,
    expected: `at most ${limit}`,
    got: String(value),
    next,
  });
}

/** More neurons on a core than it can update. */
export const CHIP_NEURONS: LimitError = defineError(
  "SL_CHIP_NEURONS",
  exceeded("neurons per core", "Put fewer neurons on the core, or let a partition choose."),
);

/** More populations on a core than it has configurations or programs. */
export const CHIP_POPULATIONS: LimitError = defineError(
  "SL_CHIP_POPULATIONS",
  exceeded("populations per core", "Put the populations on different cores."),
);

/** More input axons on a core than it has. */
export const CHIP_IN_AXONS: LimitError = defineError(
  "SL_CHIP_IN_AXONS",
  exceeded(
    "input axons per core",
    "Reduce the number of sources of each neuron, or connect neighbouring neurons to the same sources.",
  ),
);

/** More output axons on a core than it has. */
export const CHIP_OUT_AXONS: LimitError = defineError(
  "SL_CHIP_OUT_AXONS",
  exceeded(
    "output axons per core",
    "Reduce the number of cores that hold the targets of a neuron, for example with fewer targets.",
  ),
);

/** More synapses on a core than its synapse memory holds. */
export const CHIP_SYNAPSE_MEMORY: LimitError = defineError(
  "SL_CHIP_SYNAPSE_MEMORY",
  exceeded(
    "bits of synapse memory per core",
    "Reduce the in-degree, use fewer weight bits or equal delays, or put fewer neurons on the core.",
  ),
);

/** More data on a core than its memory holds. */
export const CHIP_MEMORY: LimitError = defineError(
  "SL_CHIP_MEMORY",
  exceeded("bytes of memory per core", "Reduce the in-degree, or put fewer neurons on the core."),
);

/** More slots for future input than a core has. */
export const CHIP_RING_BUFFER: LimitError = defineError(
  "SL_CHIP_RING_BUFFER",
  exceeded(
    "ring buffer entries per core",
    "Shorten the longest delay, or put fewer neurons on the core.",
  ),
);

/** More synapses onto a neuron than the chip allows. */
export const CHIP_FAN_IN: LimitError = defineError(
  "SL_CHIP_FAN_IN",
  exceeded(
    "sources per neuron",
    "Reduce the in-degree, or sum over several neurons that feed a further one.",
  ),
);

/** More target cores of a neuron than the chip allows. */
export const CHIP_FAN_OUT: LimitError = defineError(
  "SL_CHIP_FAN_OUT",
  exceeded(
    "target cores per neuron",
    "Insert relay neurons that repeat the spikes, or reduce the number of targets.",
  ),
);

/** A delay that the chip cannot represent. */
export const CHIP_DELAY: LimitError = defineError(
  "SL_CHIP_DELAY",
  exceeded("steps of delay", "Shorten the delay, lengthen the time step, or insert relay neurons."),
);

/** More entries in a routing table than it has. */
export const CHIP_TABLE: LimitError = defineError(
  "SL_CHIP_TABLE",
  exceeded(
    "routing table entries per router",
    "Compress the tables, choose another partition or placement, or use more chips.",
  ),
);

/** More bits in routing keys than packets carry. */
export const CHIP_KEYS: LimitError = defineError(
  "SL_CHIP_KEYS",
  exceeded("bits of routing key", "Use fewer neurons, or parts with sizes near powers of two."),
);

/** More cores than the machine has. */
export const CHIP_CORES: LimitError = defineError(
  "SL_CHIP_CORES",
  exceeded("cores", "Use more chips, or a partition that needs fewer cores."),
);

interface Mistake {
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}

/** A network graph that is inconsistent, or says something that chips cannot do. */
export const GRAPH: ErrorFactory<Mistake & { readonly next: string }> = defineError(
  "SL_MAPPING_GRAPH",
  (e) => e,
);

/** An option of a mapping that is not allowed. */
export const MAPPING_OPTION: ErrorFactory<Mistake> = defineError("SL_MAPPING_OPTION", (e) => ({
  ...e,
  next: "Choose an allowed value.",
}));

/** Parts that do not hold every neuron exactly once. */
export const PARTITION: ErrorFactory<Mistake> = defineError("SL_MAPPING_PARTITION", (e) => ({
  ...e,
  next: "Assign every neuron to exactly one core.",
}));

/** A placement that puts cores on places that do not exist or are taken. */
export const PLACEMENT: ErrorFactory<Mistake> = defineError("SL_MAPPING_PLACEMENT", (e) => ({
  ...e,
  next: "Place every core on a free core of the machine.",
}));

/** A key that does not reach exactly its targets. */
export const ROUTE: ErrorFactory<Mistake> = defineError("SL_MAPPING_ROUTE", (e) => ({
  ...e,
  next: "Create the routes again; tables must not be changed by hand.",
}));
