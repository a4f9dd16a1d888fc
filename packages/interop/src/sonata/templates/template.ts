/** One parameter or variable: the template's name, our name, the template's unit and default. */
export type TemplateRow = readonly [theirs: string, ours: string, unit: string, initial: number];

/** A point neuron of another simulator as one of our models; the same rows are used for reading and writing. */
export interface Template {
  /** Name of our model. */
  readonly model: string;
  readonly parameters: readonly TemplateRow[];
  /** A row defined as a quotient with the same numerator on both sides: `tau_m = C_m / g_L`. */
  readonly share?: {
    readonly row: TemplateRow;
    /** Names of the numerator, theirs and ours. */
    readonly of: readonly [theirs: string, ours: string];
    /** Unit of our parameter. */
    readonly unit: string;
  };
  /** Our parameters that cannot be set in the template. */
  readonly fixed?: readonly (readonly [ours: string, unit: string, value: number])[];
  /** Variables with their initial values. */
  readonly state: readonly TemplateRow[];
  /**
   * Parameters without an equivalent, with the value at which they have no effect; undefined if they never have one.
   */
  readonly neutral: Readonly<Record<string, number | undefined>>;
  readonly weight: TemplateWeight;
}

/** Meaning of a weight onto a template. */
export interface TemplateWeight {
  readonly unit: string;
  /** Receptors of positive and of negative weights; a single one for both. */
  readonly receptors: readonly [positive: string, negative: string] | readonly [string];
  /** Whether the sign only selects the receptor. */
  readonly isMagnitude: boolean;
}
