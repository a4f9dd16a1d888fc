import { type DriveProgram, driveAmount, isRare } from "@spikeloom/program";

/** Targets of a stimulus that are driven together. */
export interface OwnTargets {
  /** Their indices among all targets. */
  readonly numbers: Uint32Array;
  /** Their indices in arrays of neurons. */
  readonly places: Uint32Array;
}

/** Parameters of count distributions: one, or one for each target; undefined if they change. */
export type DriveAmounts = number | Float64Array | undefined;

/** The targets of a drive, by how their events are drawn. */
export interface SplitDrive {
  readonly amounts: DriveAmounts;
  /** Targets with rare events, drawn as gaps. */
  readonly rare: OwnTargets | undefined;
  /** All others, with one word per target and step. */
  readonly counted: OwnTargets | undefined;
  /** Whether each counted target has its own distribution; otherwise one table of thresholds serves all. */
  readonly hasLaws: boolean;
  /** Number of sources of a binomial distribution; undefined for Poisson. */
  readonly trials: number | undefined;
}

/**
 * Split the targets of a drive by their own mean alone.
 *
 * The draws of a target then depend on no other, whatever backend draws them.
 */
export function splitDrive(target: DriveProgram, own: OwnTargets, dt: number): SplitDrive {
  const { law, sources } = target;
  const amounts = driveAmounts(target, dt);
  const trials = law === "binomial" ? sources : undefined;
  const shape = { amounts, hasLaws: needsLaws(target, amounts), trials };
  if (amounts === undefined) {
    return { ...shape, rare: undefined, counted: own.numbers.length === 0 ? undefined : own };
  }
  const amount = (k: number): number =>
    typeof amounts === "number" ? amounts : (amounts[k] as number);
  return {
    ...shape,
    rare: chosen(own, (k) => isRare(target, amount(k)) && amount(k) > 0),
    counted: chosen(own, (k) => !isRare(target, amount(k)) && amount(k) > 0),
  };
}

/** Convert the constant rates of a drive. */
function driveAmounts(target: DriveProgram, dt: number): DriveAmounts {
  const { rate } = target;
  const amount = driveAmount(target, { dt });
  if (rate.kind === "changing") return undefined;
  return rate.kind === "one" ? amount(rate.rate) : rate.rates.map((each) => amount(each));
}

function chosen(
  { numbers, places }: OwnTargets,
  isChosen: (number: number) => boolean,
): OwnTargets | undefined {
  const of = (plane: Uint32Array): Uint32Array =>
    plane.filter((_, k) => isChosen(numbers[k] as number));
  const kept = { numbers: of(numbers), places: of(places) };
  return kept.numbers.length === 0 ? undefined : kept;
}

/** Whether one table of thresholds is not enough, or its probabilities are summed in another order. */
function needsLaws({ law, rate }: DriveProgram, amounts: DriveAmounts): boolean {
  if (typeof amounts === "number") return law === "binomial" && amounts > 0.5;
  const isShared = rate.kind === "changing" && !rate.perNeuron;
  return !isShared || law === "binomial";
}
