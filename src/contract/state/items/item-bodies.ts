/** The bodies with which items are created. */
import { randomInt } from "node:crypto";
import { type GenerationContext, orOmission } from "../../generate/context.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import { samplesOf } from "../../values/arbitrary.ts";

/** Random bodies that are tried for one item where the plain ones are refused, and those that are made at once. */
const maxRandom = 12;
const batch = 100;

/** Bodies for the creates of one operation. */
export class ItemBodies {
  readonly #context: GenerationContext;
  #plain: readonly unknown[];
  #random: unknown[] = [];

  constructor(context: GenerationContext) {
    this.#context = context;
    const { body } = context.operation;
    const bodies = body ? orOmission(context, () => [fullestBody(context), smallestBody(context)]) : [];
    this.#plain = body?.required ? bodies.filter((plain) => plain !== undefined) : [...bodies, undefined];
  }

  /**
   * The bodies to try for the next item: what was accepted before is the first. Then come random ones, each once, for
   * servers that want some value to be unique.
   */
  *next(): Generator<unknown> {
    yield* this.#plain;
    const { body } = this.#context.operation;
    for (let count = 0; body && count < maxRandom; count++) {
      if (this.#random.length === 0)
        this.#random = samplesOf(this.#context.inputs, body.schema, batch, randomInt(2 ** 31));
      if (this.#random.length > 0) yield this.#random.pop();
    }
  }

  /** Remembers which body was accepted. Where it was a random one, the plain ones are not tried again. */
  accepted(body: unknown): void {
    this.#plain = this.#plain.includes(body) ? [body, ...this.#plain.filter((other) => other !== body)] : [];
  }
}
