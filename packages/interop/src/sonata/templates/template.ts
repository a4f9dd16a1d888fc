/** One parameter or variable: their name, ours, the unit that they count in, and their default. */
export type TemplateRow = readonly [theirs: string, ours: string, unit: string, initial: number];

/** A point neuron of another simulator, as one of our models: read and written by the same rows. */
export interface Template {
  /** Name of our model. */
  readonly model: string;
  readonly parameters: readonly TemplateRow[];
  /** A row that each side gives as the other's share of a third: `tau_m = C_m / g_L`. */
  readonly share?: {
    readonly row: TemplateRow;
    /** Their name of what both divide, and ours. */
    readonly of: readonly [theirs: string, ours: string];
    /** Unit of our parameter. */
    readonly unit: string;
  };
  /** Our parameters that the template does not let anybody set. */
  readonly fixed?: readonly (readonly [ours: string, unit: string, value: number])[];
  /** Variables with the values that they start at. */
  readonly state: readonly TemplateRow[];
  /** Parameters that have no match here, and the value at which they do nothing; none, where they never do. */
  readonly neutral: Readonly<Record<string, number | undefined>>;
  readonly weight: TemplateWeight;
}

/** What a weight onto a template means. */
export interface TemplateWeight {
  readonly unit: string;
  /** Receptors of positive and of negative weights; one for both. */
  readonly receptors: readonly [positive: string, negative: string] | readonly [string];
  /** Whether the sign chooses the receptor alone. */
  readonly isMagnitude: boolean;
}
