/** What the cases of an operation are made from, and the plainest of its requests. */

import type { Operation, Parameter, RequestBody } from "../spec/operation.ts";
import { isObject } from "../spec/pointer.ts";
import { type Schema, schemaAt, typesOf } from "../spec/schema.ts";
import type { Presented } from "./auth.ts";
import { entryOf, isMap, isSecret, type Kit, MARK, sendable } from "./context.ts";
import { sample } from "./schema/example.ts";
import type { Expectation } from "./test-case.ts";

/** What makes a case: all but what every case has in common. */
export interface Draft {
  expects: Expectation;
  title: string;
  pointer: string;
  body?: unknown;
  raw?: string;
  encoding?: "latin1";
  headers?: Record<string, string>;
  parameters?: Record<string, unknown>;
  presented?: Presented;
  method?: string;
  path?: string;
  exact?: boolean;
  twice?: boolean;
  random?: boolean;
}

/** What a runtime expression calls a parameter. */
export const key = (parameter: Parameter): string => `${parameter.in}.${parameter.name}`;

/** An operation, and values that it takes. */
export class Basis {
  readonly kit: Kit;
  readonly operation: Operation;
  readonly body: { readonly spec: RequestBody; readonly schema: Schema } | undefined;

  constructor(kit: Kit, operation: Operation) {
    this.kit = kit;
    this.operation = operation;
    const spec = operation.body;
    this.body = spec && { spec, schema: schemaAt(kit.document, spec.schema) };
  }

  /** The value of a parameter that the server is known to take. */
  known(parameter: Parameter): unknown {
    const example = parameter.examples[0]?.value;
    return this.kit.known[parameter.name] ?? example ?? sample(this.kit, schemaAt(this.kit.document, parameter.schema));
  }

  /** The body with nothing in it but what is required. */
  smallest(): unknown {
    return this.body && sample(this.kit, this.body.schema, false, "smallest");
  }

  /** The body with every property. */
  fullest(): unknown {
    return this.body && sample(this.kit, this.body.schema);
  }

  /** Puts a word of the case's own into the first map of text that the body may carry and that is not secret. */
  marked(body: unknown): unknown {
    if (!this.body || !isObject(body)) return body;
    for (const [name, schema] of sendable(this.kit, this.body.schema)) {
      if (isSecret(schema) || !isMap(this.kit, schema) || !typesOf(entryOf(this.kit, schema)).includes("string"))
        continue;
      const map = isObject(body[name]) ? body[name] : {};
      const marked = { ...body, [name]: Object.fromEntries([...Object.entries(map), ["contract_gate", MARK]]) };
      if (this.kit.validator.accepts(this.body.schema.pointer, marked)) return marked;
    }
    return body;
  }
}
