import type { ByteSource, Loss, NetworkRecord, PopulationRecord } from "@spikeloom/kernel";
import { isHdf5 } from "../hdf5/signature.ts";
import { type Beside, readIncluding } from "../xml/included-files.ts";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { neuronOf } from "./cell-model.ts";
import { stepOf } from "./channel-step.ts";
import { typeOf } from "./channels/parts.ts";
import { documentOf } from "./document.ts";
import { NML_REFERENCE } from "./errors.ts";
import { openForm } from "./hdf5-form.ts";
import { modelName, namer } from "./model-name.ts";
import type { Building, PopulationDraft } from "./network/building.ts";
import { readCouplings } from "./network/read-couplings.ts";
import { readInputs } from "./network/read-inputs.ts";
import { readPopulations } from "./network/read-populations.ts";
import { readProjections } from "./network/read-projections.ts";
import { type StreamedLists, streamedLists } from "./network/streamed-lists.ts";
import { quantityText } from "./quantities.ts";
import { attributeOf } from "./rows.ts";
import { sayUnread } from "./say-unread.ts";

/** Options for reading a NeuroML file. */
export interface NeuromlReading {
  /** Opens included files. */
  readonly beside?: Beside | undefined;
  /** Path of the file in the folder of `beside`. */
  readonly at?: string;
  /** Id of the network, if there are several. */
  readonly network?: string | undefined;
  /** Integrator for all neurons with equations, such as `euler`, which jNeuroML uses. */
  readonly integrator?: string | undefined;
}

/** A network that was read, and the losses. */
export interface ReadNeuroml {
  readonly network: NetworkRecord;
  readonly losses: readonly Loss[];
}

/** Read a NeuroML network and all included files. */
export async function readNeuroml(
  source: ByteSource,
  reading: NeuromlReading = {},
): Promise<ReadNeuroml> {
  const lists = streamedLists();
  const { beside, at } = reading;
  const form = (await isHdf5(source)) ? await openForm(source) : undefined;
  const roots = await readIncluding(form?.components ?? source, {
    streamed: lists.streamed,
    beside,
    ...(at !== undefined && { at }),
    included: ({ name, attributes }) => (name === "include" ? attributes.get("href") : undefined),
  });
  if (form === undefined) return networkOf(roots, lists, reading);
  // A synthetic root with the network, as in an XML file.
  const root = { ...form.network, name: "neuroml", children: [form.network] };
  return networkOf([...roots, root], { ...lists, ...form.lists }, reading);
}

/** Create a network from the elements of files. */
function networkOf(
  roots: readonly XmlElement[],
  lists: StreamedLists,
  reading: NeuromlReading,
): ReadNeuroml {
  const document = documentOf(roots);
  const element = chosenNetwork(document.networks, roots, reading.network);
  const temperature = element.attributes.get("temperature");
  const building: Building = {
    document,
    lists,
    populations: new Map(),
    sources: {},
    models: {},
    projections: [],
    stimuli: [],
    losses: [],
    names: { model: namer(), network: namer() },
    temperature: temperature && quantityText(temperature, `${placeOf(element)}: temperature`),
  };
  readPopulations(building, element);
  readProjections(building, element);
  readCouplings(building, element);
  readInputs(building, element);
  const populations = finished(building, reading.integrator);
  sayUnread(building, [...roots, element]);
  const { models, projections, stimuli, losses } = building;
  const components = [...building.populations.values()].map(({ component }) => typeOf(component));
  const name = element.attributes.get("id");
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    ...(name !== undefined && { name }),
    // As in jLEMS: events arrive before the step, spikes are stamped with its end, and thresholds are strict.
    convention: "neuron",
    ...stepOf(components),
    ...(Object.keys(models).length > 0 && { models }),
    populations,
    ...(projections.length > 0 && { projections }),
    ...(stimuli.length > 0 && { stimuli }),
  };
  return { network, losses };
}

function chosenNetwork(
  networks: readonly XmlElement[],
  roots: readonly XmlElement[],
  id: string | undefined,
): XmlElement {
  const found = networks.filter((element) => id === undefined || attributeOf(element, "id") === id);
  if (found.length === 1) return found[0] as XmlElement;
  const ids = networks.map((element) => element.attributes.get("id") ?? "one without an id");
  const root = roots.at(-1);
  throw NML_REFERENCE({
    place: root === undefined ? "the file" : placeOf(root),
    what: found.length === 0 ? "There is no such network" : "There are several networks",
    expected: id === undefined ? "a single network, or its id in the option network" : id,
    got: ids.slice(0, 8).join(", ") || "none",
  });
}

/** Create the populations, once all attached components are known. */
function finished(
  building: Building,
  integrator: string | undefined,
): Readonly<Record<string, PopulationRecord>> {
  const populations: Record<string, PopulationRecord> = {};
  for (const [id, draft] of building.populations) {
    populations[id] = finishedPopulation(building, draft, integrator);
  }
  return { ...populations, ...building.sources };
}

function finishedPopulation(
  { models, names }: Building,
  { cell, source, component, record, size, synapses, currents, parameters }: PopulationDraft,
  integrator: string | undefined,
): PopulationRecord {
  if (source !== undefined || cell === undefined)
    return { ...source, ...record } as PopulationRecord;
  const sorted = [...synapses.values()].sort((a, b) => (a.receptor < b.receptor ? -1 : 1));
  const name = names.model(modelName(component.attributes.get("id") ?? ""));
  models[name] = neuronOf(name, cell, { synapses: sorted, currents });
  const values = Object.keys(parameters).length > 0 ? { parameters } : {};
  return {
    model: name,
    size,
    ...record,
    ...values,
    ...(integrator !== undefined && { integrator }),
  };
}
