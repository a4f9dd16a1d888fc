import type {
  Loss,
  NeuronRecord,
  PopulationRecord,
  ProjectionRecord,
  StimulusRecord,
  SynapseRecord,
} from "@spikeloom/kernel";
import type { XmlElement } from "../../xml/xml-element.ts";
import type { AttachedCurrent, AttachedSynapse, Cell } from "../cell-model.ts";
import type { NmlDocument } from "../document.ts";
import type { Namer } from "../model-name.ts";
import type { StreamedLists } from "./streamed-lists.ts";

/** A population while its network is read; attached components follow at the end. */
export interface PopulationDraft {
  readonly element: XmlElement;
  readonly component: XmlElement;
  readonly size: number;
  /** Index of each instance by its id, if ids are not indices. */
  readonly places: ReadonlyMap<number, number> | undefined;
  readonly record: Partial<PopulationRecord>;
  /** Source of given or random spikes; nothing can be attached to it. */
  readonly source: PopulationRecord | undefined;
  readonly cell: Cell | undefined;
  readonly synapses: Map<string, AttachedSynapse>;
  readonly currents: AttachedCurrent[];
  /** Parameters of attached currents: one value for all neurons, or one each. */
  readonly parameters: Record<string, number | readonly number[]>;
}

/** A network while it is read. */
export interface Building {
  readonly document: NmlDocument;
  readonly lists: StreamedLists;
  readonly populations: Map<string, PopulationDraft>;
  /** Populations of spike sources created for inputs. */
  readonly sources: Record<string, PopulationRecord>;
  readonly models: Record<string, NeuronRecord | SynapseRecord>;
  readonly projections: ProjectionRecord[];
  readonly stimuli: StimulusRecord[];
  readonly losses: Loss[];
  /** Unique names of models, populations and projections. */
  readonly names: { readonly model: Namer; readonly network: Namer };
  /** In kelvin; undefined if the network has none. */
  readonly temperature: string | undefined;
}
