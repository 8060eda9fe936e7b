import { child } from "../../../openapi/pointer.ts";
import { readings } from "../../generate/request/serialization.ts";
import type { Check } from "../check.ts";
import { causeOfForm, documented } from "../documented-response.ts";
import { short } from "../words.ts";

export const headerInvalid: Check<"header-invalid"> = {
  code: "DS145",
  name: "header-invalid",
  severity: "shape",
  meaning: "A documented response header is missing or violates its schema.",
  reason: "Clients rely on it, for example to know how long to wait.",
  fix: "Send the header as documented.",
  find: (exchange, response, { validator }) => {
    for (const header of documented(exchange, response)?.headers ?? []) {
      const value = response.headers[header.name.toLowerCase()];
      if (value === undefined && !header.required) continue;
      if (typeof value === "string" && readings.some((read) => validator.accepts(header.schema, read(value)))) continue;
      const fault = `the header ${header.name} of a ${response.status} response ${value === undefined ? "is missing" : "violates its schema"}`;
      const pointer = value === undefined ? child(header.pointer, "required") : header.schema.pointer;
      return {
        title: fault,
        pointer,
        expected: `the header ${header.name} as documented`,
        got: short(value),
        rootCause: [causeOfForm(response, fault, pointer)],
      };
    }
    return undefined;
  },
};
