import { at } from "../../../openapi/pointer.ts";
import type { Check } from "../check.ts";
import { causeOfForm, schemaOf } from "../documented-response.ts";
import { fieldOf, short } from "../words.ts";

export const bodyInvalid: Check<"body-invalid"> = {
  code: "DS144",
  name: "body-invalid",
  severity: "shape",
  meaning: "The body of the response violates its documented schema.",
  reason: "Typed clients read properties that are missing or have another type.",
  fix: "Return what the schema says, or correct the schema.",
  find: (exchange, response, { validator }) => {
    const schema = schemaOf(exchange, response);
    if (schema === undefined || !exchange.json) return undefined;
    const [violation] = validator.violations(schema, exchange.json.value);
    if (!violation) return undefined;
    const { pointer, place, message } = violation;
    return {
      title: `${fieldOf(place) || "the body"} of a ${response.status} response ${message}`,
      pointer,
      expected: `${place || "the body"} ${message}`,
      got: short(at(exchange.json.value, place)),
      rootCause: [causeOfForm(response, `${place} ${message}`, pointer)],
    };
  },
};
