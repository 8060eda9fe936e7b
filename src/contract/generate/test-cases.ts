/** Derives the cases of an operation from the document. */
import fc from "fast-check";
import type { Operation } from "../spec/operation.ts";
import { propertiesOf, schemaAt } from "../spec/schema.ts";
import { Basis, type Draft, key } from "./basis.ts";
import { isReference, type Kit } from "./context.ts";
import { invalidDrafts } from "./negative.ts";
import { validDrafts } from "./positive.ts";
import { templateOf } from "./request.ts";
import { arbitrary } from "./schema/arbitrary.ts";
import { isHeader, isSegment, wire } from "./serialization.ts";
import { credentialDrafts, mediaDrafts, parameterDrafts, protocolDrafts } from "./surroundings.ts";
import type { Case } from "./test-case.ts";

/** Makes the cases of one operation. */
export class Deriver {
  readonly #basis: Basis;
  readonly #base: Record<string, unknown> = {};
  readonly #ids = new Map<string, number>();

  constructor(kit: Kit, operation: Operation) {
    this.#basis = new Basis(kit, operation);
    for (const parameter of operation.parameters) {
      if (parameter.required) this.#base[key(parameter)] = this.#basis.known(parameter);
    }
  }

  /** The plainest valid requests: with them it is found out whether there is anything to judge. */
  plain(): Case[] {
    const drafts: Draft[] = [];
    const at = this.#basis.operation.pointer;
    const full = this.#basis.fullest();
    if (!this.#basis.body?.spec.required)
      drafts.push({ expects: "accepted", title: "no body", pointer: this.#basis.body?.spec.pointer ?? at });
    if (this.#basis.body)
      drafts.push({
        expects: "accepted",
        title: "the smallest body",
        pointer: this.#basis.body.spec.schema,
        body: this.#basis.smallest(),
      });
    if (this.#basis.body)
      drafts.push({
        expects: "accepted",
        title: "the fullest body",
        pointer: this.#basis.body.spec.schema,
        body: full,
      });
    return drafts.map((draft) => this.#finish(draft));
  }

  /** One request for each reference in the body, such as the id of something that must exist, without the others. */
  references(): { name: string; case: Case }[] {
    if (!this.#basis.body) return [];
    const full = this.#basis.fullest() as object;
    const all = propertiesOf(this.#basis.kit.document, this.#basis.body.schema);
    const references = [...all].filter(([, schema]) => isReference(schema));
    return references.map(([name, { pointer }]) => {
      const body = Object.fromEntries(
        Object.entries(full).filter(([other]) => other === name || !references.some(([one]) => one === other)),
      );
      return { name, case: this.#finish({ expects: "open", title: `the reference ${name}`, pointer, body }) };
    });
  }

  /** All cases, valid ones first; the same seed gives the same cases. */
  all(runs: number): Case[] {
    return [
      ...validDrafts(this.#basis),
      ...parameterDrafts(this.#basis),
      ...invalidDrafts(this.#basis),
      ...mediaDrafts(this.#basis),
      ...credentialDrafts(this.#basis),
      ...protocolDrafts(this.#basis),
      ...this.#random(runs),
    ].map((draft) => this.#finish(draft));
  }

  /** The random requests as fast-check makes and shrinks them. */
  arbitrary(): fc.Arbitrary<{ body: unknown; parameters: Record<string, unknown> }> {
    const optional = this.#basis.operation.parameters.filter((one) => one.in !== "cookie" && one.in !== "path");
    const parameters = fc.record(
      Object.fromEntries(
        optional.map((one) => [
          key(one),
          arbitrary(this.#basis.kit, schemaAt(this.#basis.kit.document, one.schema)).filter(
            (value) => wire(value) !== undefined && (one.in !== "header" || isHeader(wire(value))),
          ),
        ]),
      ),
      { requiredKeys: optional.filter((one) => one.required).map(key), noNullPrototype: true },
    );
    return fc.record(
      {
        body: this.#basis.body ? arbitrary(this.#basis.kit, this.#basis.body.schema) : fc.constant(undefined),
        parameters,
      },
      { noNullPrototype: true },
    ) as fc.Arbitrary<{ body: unknown; parameters: Record<string, unknown> }>;
  }

  /** The case of one random request. */
  randomCase(value: { body: unknown; parameters: Record<string, unknown> }): Case {
    return this.#finish(this.#randomDraft(value));
  }

  #randomDraft({ body, parameters }: { body: unknown; parameters: Record<string, unknown> }): Draft {
    const pointer = this.#basis.body?.spec.schema ?? this.#basis.operation.pointer;
    const marked = body === undefined ? undefined : this.#basis.marked(body);
    return { expects: "accepted", title: "a random valid request", pointer, body: marked, parameters, random: true };
  }

  #random(runs: number): Draft[] {
    const values = fc.sample(this.arbitrary(), { seed: this.#basis.kit.seed, numRuns: runs });
    const path = this.#basis.operation.parameters.filter((one) => one.in === "path");
    return values.flatMap((value, index) => {
      const drafts = [this.#randomDraft(value)];
      const parameter = path[index % Math.max(1, path.length)];
      if (parameter && index % 5 === 0) {
        const schema = schemaAt(this.#basis.kit.document, parameter.schema);
        const other = fc
          .sample(arbitrary(this.#basis.kit, schema), { seed: this.#basis.kit.seed + index, numRuns: 5 })
          .find(isSegment);
        if (other !== undefined)
          drafts.push({
            expects: "open",
            title: `a random ${parameter.name}`,
            pointer: parameter.pointer,
            parameters: { [key(parameter)]: other },
            body: this.#basis.smallest(),
          });
      }
      return drafts;
    });
  }

  #finish(draft: Draft): Case {
    const operation = this.#basis.operation;
    const parameters = { ...this.#base, ...draft.parameters };
    const template = templateOf(operation, draft, parameters);
    return {
      id: this.#id(draft),
      operation,
      expects: draft.expects,
      title: draft.title,
      pointer: draft.pointer,
      template,
      sent: draft.exact === false ? undefined : { body: draft.body, parameters },
      twice: draft.twice ?? false,
      random: draft.random ?? false,
    };
  }

  #id(draft: Draft): string {
    const words = draft.title
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 60);
    const name = `${this.#basis.operation.id}/${draft.expects}/${words}`;
    const count = (this.#ids.get(name) ?? 0) + 1;
    this.#ids.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  }
}
