import {
  type Assessment,
  type Batch,
  checkOptionNames,
  type Surrogate,
  type TrainedChip,
} from "@spikeloom/kernel";
import {
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  type ProjectionProgram,
} from "@spikeloom/program";
import { signNames } from "@spikeloom/program/derive";
import { TRAINING_OPTION } from "../errors.ts";
import { columnChanges, type TrainedColumn } from "../optimisers/trained-columns.ts";
import { synapseColumns } from "../program/synapse-columns.ts";
import { notCarried } from "../run/check-carry.ts";
import { checkNotNormalised } from "../run/normalisation.ts";
import {
  makeTrainer,
  programOfRequest,
  type Trainer,
  type TrainerOptions,
} from "../run/trainer.ts";
import type { TrainingRequest } from "../run/training-request.ts";
import { type StoredWeights, storedWeights } from "./stored-weights.ts";

/** Options of training on the program of a chip. */
export interface ChipTrainerOptions extends Pick<TrainerOptions, "target" | "truncate"> {
  /**
   * Number of updates after which scales and exponents of weights are chosen anew; default 50.
   *
   * They are also chosen anew before an evaluation that follows an update.
   */
  readonly rescale?: number;
}

/** Learner of weights on the program of a chip. */
export interface ChipTrainer
  extends Pick<
    Trainer,
    | "outputs"
    | "evaluate"
    | "differentiate"
    | "update"
    | "parameters"
    | "assign"
    | "gradients"
    | "save"
    | "restore"
  > {
  /** The program that the chip runs with the present weights. */
  program(): NetworkProgram;
}

const names = { target: true, truncate: true, rescale: true } as const;

/**
 * Create a learner of weights that differentiates the program of a chip.
 *
 * The forward pass computes what the chip computes, in the chip's integers: its spikes are those of the emulator, bit for bit. The
 * backward pass differentiates the same program; gradients pass through rounding as if nothing were rounded, and not through weights
 * that are clipped. Weights are kept in real numbers, to which updates are added.
 *
 * @cite doi:10.48550/arXiv.1308.3432 for the derivative of rounding
 */
export function chipTrainer(
  request: TrainingRequest & { readonly chip: TrainedChip },
  options: ChipTrainerOptions = {},
): ChipTrainer {
  checkOptionNames(options, names, "chipTrainer");
  const { rescale = 50, ...further } = options;
  checkChipRequest(request, rescale);
  const given = programOfRequest(request.program);
  const trained = trainedColumns(request, given);
  const derive = deriveWith(request);
  let [updates, isStale, isNew] = [0, false, false];
  let run = chipRun(request, { program: derive(given), trained, options: further });
  const refresh = (): void => {
    if (!isStale) return;
    const weights = new Map(trained.map(({ projection, values }) => [projection, values]));
    const program = derive(withWeights(given, weights));
    run = chipRun(request, { program, trained, options: further });
    [updates, isStale, isNew] = [0, false, false];
  };
  const changes = columnChanges(request, { trained, delayRate: 0, bounds: [0, 0], also: [] });
  const changed = (): void => {
    [isStale, isNew] = [true, true];
  };
  return {
    outputs: run.trainer.outputs,
    program() {
      refresh();
      return run.program;
    },
    evaluate(batch: Batch): Assessment {
      refresh();
      return run.trainer.evaluate(batch);
    },
    differentiate(batch: Batch): Assessment {
      if (updates >= rescale) refresh();
      if (isNew) run.store();
      isNew = false;
      const found = run.trainer.differentiate(batch);
      run.gather();
      return found;
    },
    update(rateFactor) {
      changes.update(rateFactor);
      updates++;
      changed();
    },
    parameters: () => trained.map(({ values }) => values.slice()),
    assign(values) {
      trained.forEach((one, k) => void one.values.set(values[k] as Float64Array));
      changed();
    },
    gradients: () => trained.map(({ gradient }) => gradient.slice()),
    save: changes.save,
    restore(kept) {
      changes.restore(kept);
      changed();
      refresh();
    },
  };
}

interface WeightColumn extends TrainedColumn {
  readonly projection: string;
}

/** Read the initial weights of all trained projections, in the order of the network. */
function trainedColumns(
  { trainable, stack }: TrainingRequest,
  program: NetworkProgram,
): readonly WeightColumn[] {
  const opened = new Map(openProjections(program, { stack }).map((one) => [one.name, one]));
  return trainable.map((one, k) => {
    if (!("projection" in one && one.variable === "weight" && opened.has(one.projection))) {
      throw TRAINING_OPTION({
        place: `trainable[${k}]`,
        message: "On the program of a chip, only weights are trained.",
        expected: `"weight" of ${[...opened.keys()].map((name) => `"${name}"`).join(", ")}`,
        got: JSON.stringify(one),
        next: "Train parameters of neurons without a chip first.",
      });
    }
    const { projection } = one;
    const { weights } = synapseColumns(opened.get(projection) as OpenProjection);
    const gradient = new Float64Array(weights.length);
    const name = `"weight" of "${projection}"`;
    return { name, projection, isDelay: false, values: weights, gradient };
  });
}

/** State the weights of projections, in the order of the network. */
function withWeights(
  program: NetworkProgram,
  weights: ReadonlyMap<string, Float64Array>,
): NetworkProgram {
  const projections = program.projections.map((one): ProjectionProgram => {
    const values = weights.get(one.name);
    if (values === undefined) return one;
    return { ...one, weight: { ...one.weight, source: { kind: "list", values } } };
  });
  return { ...program, projections };
}

function deriveWith({
  chip: { emulator, options },
  stack,
}: Pick<TrainingRequest, "stack"> & { readonly chip: TrainedChip }): (
  program: NetworkProgram,
) => NetworkProgram {
  const { derive } = emulator;
  if (derive !== undefined) {
    return (program) => derive(program, options, stack) as NetworkProgram;
  }
  throw TRAINING_OPTION({
    place: "chip",
    message: `The backend "${emulator.name}" emulates no chip.`,
    expected: "a backend that derives the program of a chip",
    got: `"${emulator.name}"`,
    next: 'Choose an emulator, such as "loihi" of @spikeloom/hardware-loihi.',
  });
}

/** A trainer of the chip's own weights. */
interface ChipRun {
  readonly program: NetworkProgram;
  readonly trainer: Trainer;
  /** Write the weights as the chip stores them. */
  store(): void;
  /** Read derivatives with respect to weights. */
  gather(): void;
}

function chipRun(
  { chip: _, clip: __, ...request }: TrainingRequest & { readonly chip: TrainedChip },
  {
    program,
    trained,
    options,
  }: {
    readonly program: NetworkProgram;
    readonly trained: readonly WeightColumn[];
    readonly options: Pick<TrainerOptions, "target" | "truncate">;
  },
): ChipRun {
  const byName = new Map(program.projections.map((one) => [one.name, one]));
  const stored = trained.map(({ projection }): readonly StoredWeights[] => {
    const own = [projection, ...signNames(projection)].flatMap((name) => byName.get(name) ?? []);
    return own.map(storedWeights);
  });
  const trainable = stored.flat().map(({ projection }) => ({ projection, variable: "weight" }));
  const surrogate = request.surrogate && throughRounding(request.surrogate);
  const trainer = makeTrainer(
    { ...request, program, trainable, precision: "f64", ...(surrogate && { surrogate }) },
    { ...options, units: unitsOf(program) },
  );
  return {
    program,
    trainer,
    store() {
      trainer.assign(
        stored.flatMap((own, k) => own.map((one) => one.store(columnOf(trained, k).values))),
      );
    },
    gather() {
      const slopes = trainer.gradients();
      let at = 0;
      stored.forEach((own, k) => {
        const { values, gradient } = columnOf(trained, k);
        gradient.fill(0);
        for (const one of own) one.gather(values, slopes[at++] as Float64Array, gradient);
      });
    },
  };
}

function columnOf(trained: readonly WeightColumn[], k: number): WeightColumn {
  return trained[k] as WeightColumn;
}

function throughRounding(surrogate: Surrogate): Surrogate {
  return { ...surrogate, rounding: "straight-through" };
}

/** Parameter of a chip's neuron: the potential of a unit of its register. */
const unitOfRegister = "v_unit";

/** Potential of a unit of each population, in internal units; neurons that are stated in integers have none. */
function unitsOf({ populations }: NetworkProgram): ReadonlyMap<string, number> {
  return new Map(
    [...populations].flatMap(([name, { parameters }]) => {
      const value = parameters.get(unitOfRegister)?.value;
      if (value === undefined) return [];
      return [[name, typeof value === "number" ? value : (value[0] as number)]];
    }),
  );
}

/** Refuse what has no meaning on a chip. */
function checkChipRequest(
  {
    chip,
    readout,
    carry = false,
    values = [],
    dropout = [],
    normalise = [],
    precision = "f64",
    processor = "cpu",
    workers = 1,
  }: TrainingRequest & { readonly chip: TrainedChip },
  rescale: number,
): void {
  if (carry) throw notCarried("A chip's scales change between batches, and states with them.");
  checkNotNormalised(
    { normalise },
    "Weights on a chip are whole numbers, without gains and means.",
  );
  const refuse = (place: string, message: string, expected: string, got: string): void => {
    throw TRAINING_OPTION({ place, message, expected, got });
  };
  const { name } = chip.emulator;
  if (readout.variable !== "spikes") {
    refuse("readout", `A chip ("${name}") sends spikes only.`, '"spikes"', `"${readout.variable}"`);
  }
  if (values.length > 0) {
    refuse("values", "Neurons of a chip receive spikes only.", "none", values.join(", "));
  }
  if (dropout.length > 0) {
    const dropped = dropout.map(({ population }) => population).join(", ");
    refuse("dropout", "Dropout scales weights, which are whole numbers.", "none", dropped);
  }
  if (precision !== "f64") {
    refuse("precision", "Integers of a chip need f64.", '"f64"', `"${precision}"`);
  }
  if (processor === "gpu") {
    refuse("processor", "Programs of chips are trained on the CPU.", '"cpu"', '"gpu"');
  }
  if (workers > 1) {
    refuse("workers", "Programs of chips are trained in one thread.", "1", String(workers));
  }
  if (!(Number.isInteger(rescale) && rescale >= 1)) {
    refuse("rescale", "Scales are chosen anew after whole updates.", "at least 1", String(rescale));
  }
}
