import { defineEncoder } from "@spikeloom/kernel";
import { angleOf, cos, exp, log, sin } from "./elementary.ts";
import { fieldSpikes, strongestFields } from "./receptive-fields.ts";
import { checkOrder, checkRange, oneEach } from "./unit-values.ts";

const turn = 2 * Math.PI;

/**
 * Encode angles by receptive fields on a circle.
 *
 * A field is a von Mises function, the circular Gaussian: `exp(kappa * (cos(value - centre) - 1))`.
 */
export const populationCircular = defineEncoder({
  name: "population-circular",
  about: "Receptive fields on a circle for each value; greater excitation gives an earlier spike.",
  cite: ["doi:10.1126/science.3749885", "doi:10.1016/S0925-2312(01)00658-0"],
  parameters: {
    fields: { default: 8, about: "neurons per value", type: "integer", min: 3 },
    low: { default: 0, about: "value at which the circle starts" },
    high: { default: turn, about: "value at which the circle closes, equivalent to `low`" },
    kappa: { default: 2.5, about: "sharpness of a field", min: 0, exclusive: true },
    last: {
      default: "10 ms",
      about: "spike time without excitation",
      min: "0 ms",
      exclusive: true,
    },
    threshold: {
      default: 0.1,
      about: "excitation below which no spike is emitted",
      min: 0,
      max: 1,
    },
  },
  valueByValue: true,
  neurons: (shape, { parameters: { fields } }) => oneEach(shape) * fields,
  spikes({ values }, { from, until, parameters }) {
    const { fields, low, high, kappa } = parameters;
    checkOrder("population-circular", { low, high });
    checkRange(values, { encoder: "population-circular", low, high });
    const excitations = Float64Array.from({ length: values.length * fields }, (_, neuron) => {
      const value = values[Math.floor(neuron / fields)] ?? 0;
      const angle = turn * ((value - low) / (high - low) - (neuron % fields) / fields);
      return exp(kappa * (cos(angle) - 1));
    });
    return fieldSpikes(excitations, parameters, { from, until });
  },
  // The logarithms of two fields are the cosines of the distances to them, which determine a point on the circle.
  decode(spikes, { parameters: { fields, low, high, kappa, last } }) {
    return Float64Array.from({ length: spikes.length / fields }, (_, k) => {
      const own = spikes.slice(k * fields, (k + 1) * fields);
      const [first, second] = strongestFields(own, last);
      if (first === undefined) return (low + high) / 2;
      const a = (turn * first.field) / fields;
      const b = (turn * (second?.field ?? first.field)) / fields;
      const [p, q] = [first, second ?? first].map(({ excitation }) => 1 + log(excitation) / kappa);
      const area = sin(b - a);
      // Opposite fields, and a single field, do not determine the side.
      const isFlat = Math.abs(area) < 1e-9;
      const x = isFlat ? cos(a) : ((p ?? 0) * sin(b) - (q ?? 0) * sin(a)) / area;
      const y = isFlat ? sin(a) : ((q ?? 0) * cos(a) - (p ?? 0) * cos(b)) / area;
      const share = angleOf(x, y) / turn;
      return low + (share < 0 ? share + 1 : share) * (high - low);
    });
  },
});
