/** What the cases of each operation are made with. */
import type { Description } from "../../openapi/document.ts";
import { Once } from "../../openapi/once.ts";
import type { Operation } from "../../openapi/operation.ts";
import { contextOf, type GenerationContext } from "../generate/context.ts";
import type { ResolvedOptions } from "../options.ts";
import type { ValueInputs } from "../values/inputs.ts";

type References = ValueInputs["references"];

/** Makes the contexts of operations, once it is known what their requests may refer to. */
export class Contexts {
  readonly #description: Description;
  readonly #inputs: ValueInputs;
  readonly #referencesOf: (operation: Operation) => Promise<References>;
  readonly #references = new Map<Operation, References | undefined>();
  readonly #ofItems = new Once<Operation, GenerationContext>();

  /** @param referencesOf creates what the requests of an operation refer to */
  constructor({ description, inputs }: ResolvedOptions, referencesOf: (operation: Operation) => Promise<References>) {
    this.#description = description;
    this.#inputs = inputs;
    this.#referencesOf = referencesOf;
  }

  /** A new context for the cases of an operation: their ids are counted in it. */
  of(operation: Operation): GenerationContext {
    return contextOf(this.#description, operation, this.#inputs, this.#references.get(operation));
  }

  /** The context for requests about items: made once, as there are many. */
  ofItems(operation: Operation): GenerationContext {
    return this.#ofItems.of(operation, () => this.of(operation));
  }

  /** The context for requests about items, with what they may refer to. */
  async withReferences(operation: Operation): Promise<GenerationContext> {
    await this.findReferences(operation);
    return this.ofItems(operation);
  }

  /** Finds out what the requests of an operation may refer to, before the first of them is made. */
  async findReferences(operation: Operation): Promise<void> {
    if (this.#references.has(operation)) return;
    // Two kinds of items may name each other.
    this.#references.set(operation, undefined);
    this.#references.set(operation, await this.#referencesOf(operation));
  }
}
