import { child } from "../../../openapi/pointer.ts";
import type { Check } from "../check.ts";
import { documented, short } from "../documented-response.ts";

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
      const texts: unknown[] =
        typeof value === "string"
          ? [value, Number(value), value === "true" ? true : value === "false" ? false : value]
          : [];
      if (value === undefined || !texts.some((text) => validator.accepts(header.schema, text))) {
        return {
          title: `the header ${header.name} of a ${response.status} response ${value === undefined ? "is missing" : "violates its schema"}`,
          pointer: value === undefined ? child(header.pointer, "required") : header.schema.pointer,
          expected: `the header ${header.name} as documented`,
          got: short(value),
        };
      }
    }
    return undefined;
  },
};
