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

/** A population while its network is read: what is attached to it comes last. */
export interface PopulationDraft {
  readonly element: XmlElement;
  readonly component: XmlElement;
  readonly size: number;
  /** The place of each instance by its id, where ids are no places. */
  readonly places: ReadonlyMap<number, number> | undefined;
  readonly record: Partial<PopulationRecord>;
  /** What it is where spikes are given or drawn, and nothing attaches to it. */
  readonly source: PopulationRecord | undefined;
  readonly cell: Cell | undefined;
  readonly synapses: Map<string, AttachedSynapse>;
  readonly currents: AttachedCurrent[];
  /** Values of parameters of attached currents: one for all neurons, or one for each. */
  readonly parameters: Record<string, number | readonly number[]>;
}

/** A network while it is read. */
export interface Building {
  readonly document: NmlDocument;
  readonly lists: StreamedLists;
  readonly populations: Map<string, PopulationDraft>;
  /** Populations of sources that inputs bring along. */
  readonly sources: Record<string, PopulationRecord>;
  readonly models: Record<string, NeuronRecord | SynapseRecord>;
  readonly projections: ProjectionRecord[];
  readonly stimuli: StimulusRecord[];
  readonly losses: Loss[];
  /** Of models, and of populations and projections. */
  readonly names: { readonly model: Namer; readonly network: Namer };
  /** In kelvin; undefined where the network has none. */
  readonly temperature: string | undefined;
}
