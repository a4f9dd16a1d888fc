import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { componentBy, type NmlDocument } from "../document.ts";
import { quantityNumber } from "../quantities.ts";
import { attributeOf } from "../rows.ts";
import {
  addExpression,
  addParameter,
  addState,
  literal,
  type Parts,
  typeOf,
  unknownPart,
  variableName,
} from "./parts.ts";

/** Concentrations of an ion inside and outside a cell, by name. */
export interface Concentration {
  readonly inside: string;
  readonly outside: string;
}

/** Inputs of a concentration model: names of values that equations read. */
interface Pool {
  readonly element: XmlElement;
  readonly id: string;
  /** Current of the ion, positive inwards. */
  readonly current: string;
  readonly area: number;
}

type Change = (parts: Parts, pool: Pool) => string;

// As in the core definitions.
const faraday = "(96485.3 * coulomb / mole)";

/** Influx with the current, in mM per ms. */
const entering: ReadonlyMap<string, Change> = new Map<string, Change>([
  ["decayingPoolConcentrationModel", shell],
  [
    "fixedFactorConcentrationModel",
    (parts, pool) => {
      const rho = densityFactor(parts, pool, "rho");
      return `${pool.current} / (${pool.area} * um2) * ${rho}`;
    },
  ],
  [
    "fixedFactorConcentrationModelTraub",
    (parts, pool) => {
      const phi = densityFactor(parts, pool, "phi");
      return `${pool.current} / (${pool.area} * um2) * 1e-9 * ${phi}`;
    },
  ],
]);

function densityFactor(parts: Parts, { element, id }: Pool, attribute: string): string {
  const about = "concentration increase per current density";
  const unit = "mol/m/A/s";
  return addParameter(parts, variableName(attribute, id), { element, attribute, unit, about });
}

/** A shell below the membrane of a sphere with the cell's area. */
function shell(_: Parts, { element, current, area }: Pool): string {
  const place = `${placeOf(element)}: shellThickness`;
  const thickness = quantityNumber(attributeOf(element, "shellThickness"), "um", place);
  const radius = Math.sqrt(area / (4 * Math.PI));
  const inner = radius - thickness;
  const volume = (4 * Math.PI * (radius * radius * radius - inner * inner * inner)) / 3;
  return `${current} / (2 * ${faraday} * ${volume} * um3)`;
}

/** Read an intracellular species and its concentration model. */
export function readSpecies(
  parts: Parts,
  species: XmlElement,
  {
    document,
    area,
    current,
  }: { readonly document: NmlDocument; readonly area: number; readonly current: string },
): Concentration {
  const id = species.attributes.get("ion") ?? attributeOf(species, "id");
  const at = { element: species, attribute: "concentrationModel" };
  const element = componentBy(document, attributeOf(species, "concentrationModel"), at);
  const enter = entering.get(typeOf(element));
  if (enter === undefined) return unknownPart(element, "concentration model");
  const pool = { element, id, current, area };
  const about = `resting concentration of ${id}`;
  const resting = { element, attribute: "restingConc", unit: "mM", about };
  const rest = addParameter(parts, variableName("rest", id), resting);
  const decay = typeOf(element).endsWith("Traub")
    ? literal(element, "beta", "kHz")
    : `1 / ${literal(element, "decayConstant", "ms")}`;
  const inside = variableName("conc", id);
  const change = addExpression(parts, variableName("change", id), {
    value: `${enter(parts, pool)} - (${inside} - ${rest}) * (${decay})`,
    unit: "mM/ms",
    about: `rate of change of the concentration of ${id}`,
  });
  const initial = { element: species, attribute: "initialConcentration", unit: "mM" };
  const start = addParameter(parts, variableName("start", id), {
    ...initial,
    about: `initial concentration of ${id}`,
  });
  addState(parts, inside, {
    initial: start,
    unit: "mM",
    about: `intracellular concentration of ${id}`,
    // Never negative: the core definitions clip it after a step.
    derivative: `where(${inside} <= 0*mM, max(${change}, 0*mM/ms), ${change})`,
  });
  const outside = addParameter(parts, variableName("ext", id), {
    element: species,
    attribute: "initialExtConcentration",
    unit: "mM",
    about: `extracellular concentration of ${id}`,
  });
  return { inside, outside };
}
