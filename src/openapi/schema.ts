/** Reads what a schema says about one value, its `$ref` and `allOf` included. */
import { allows, everyType, type JsonType, jsonTypeOf } from "./json-type.ts";
import { Once } from "./once.ts";
import { child, isObject } from "./pointer.ts";
import { partsOf, type SchemaPart } from "./schema-parts.ts";

/** One keyword at one place. */
export interface Constraint<T = unknown> {
  readonly pointer: string;
  readonly value: T;
}

/** What a body is part of. */
export type Direction = "request" | "response";

/** Alternatives of one schema at most, if it has several choices (`anyOf`, `oneOf`): each multiplies them. */
const mostAlternatives = 100;

/** How deep a body is looked into: values deeper than this have no cases, and are not looked for in responses. */
export const maxDepth = 4;

/** What a schema takes over from the one that it stands in. */
interface Origin {
  readonly isSecret: boolean;
  readonly depth: number;
  /** The pointers of the choices of which one branch has been taken. */
  readonly choices: readonly string[];
  /** How many alternatives these choices have together. */
  readonly count: number;
  /** The schema of the whole body; `undefined` for that schema itself. */
  readonly body: Schema | undefined;
}

const topmost: Origin = { isSecret: false, depth: 0, choices: [], count: 1, body: undefined };

/** All that a description says about one value. The schemas of the values inside are read once, when they are asked for. */
export class Schema {
  readonly document: unknown;
  readonly pointer: string;
  /** The places that a value must be valid at; none where the description says nothing about it. */
  readonly roots: readonly string[];
  readonly parts: readonly SchemaPart[];
  /** The value, or what it stands in, is `writeOnly`. */
  readonly isSecret: boolean;
  /** How deep the value stands in its body. */
  readonly depth: number;
  /** The schema of the whole body. */
  readonly body: Schema;
  /** Of the schema of a body: those of all values inside. A schema that is used in many places is one object at each depth. */
  readonly #within = new Once<string, Schema>();
  readonly #choices: readonly string[];
  readonly #count: number;
  #alternatives: readonly Schema[] | undefined;
  #properties: ReadonlyMap<string, Schema> | undefined;

  private constructor(document: unknown, pointer: string, roots: readonly string[], origin: Origin) {
    this.document = document;
    this.pointer = pointer;
    this.roots = roots;
    this.parts = partsOf(document, roots, origin.choices);
    this.isSecret = origin.isSecret || this.parts.some(({ keywords }) => keywords["writeOnly"] === true);
    this.depth = origin.depth;
    this.body = origin.body ?? this;
    this.#choices = origin.choices;
    this.#count = origin.count;
  }

  static at(document: unknown, pointer: string): Schema {
    return new Schema(document, pointer, [pointer], topmost);
  }

  /** A schema that every value is valid for, for a place where the description has none. */
  static any(document: unknown, pointer: string): Schema {
    return new Schema(document, pointer, [], topmost);
  }

  /** Every statement of a keyword. */
  constraints(keyword: string): Constraint[] {
    return this.parts
      .filter(({ keywords }) => Object.hasOwn(keywords, keyword))
      .map(({ pointer, keywords }) => ({ pointer: child(pointer, keyword), value: keywords[keyword] }));
  }

  /** The first statement of a keyword. */
  constraint(keyword: string): Constraint | undefined {
    return this.constraints(keyword)[0];
  }

  /** The value of the first statement of a keyword. */
  keyword(name: string): unknown {
    return this.constraint(name)?.value;
  }

  /** Every statement of a keyword whose value is a number. */
  limits(keyword: string): Constraint<number>[] {
    return this.constraints(keyword) as Constraint<number>[];
  }

  /** The strictest statement of a keyword whose value is a number, such as the highest `minimum`. */
  limit(keyword: string): number | undefined {
    const numbers = this.limits(keyword).map(({ value }) => value);
    if (numbers.length === 0) return undefined;
    return /min/i.test(keyword) ? Math.max(...numbers) : Math.min(...numbers);
  }

  /** The place of the type, or of the schema that states none. */
  get typePointer(): string {
    return this.constraint("type")?.pointer ?? this.pointer;
  }

  /** The types that are allowed by `type`, `const` or `enum`; all when the schema says nothing. */
  get types(): JsonType[] {
    const stated = this.constraints("type").map(({ value }) => [value].flat() as JsonType[]);
    const values = this.constraint("const") ? [this.keyword("const")] : this.keyword("enum");
    if (Array.isArray(values)) stated.push([...new Set(values.map(jsonTypeOf))]);
    if (stated.length === 0) {
      const isObjectSchema = this.parts.some(({ keywords }) => "properties" in keywords || "required" in keywords);
      return isObjectSchema ? ["object"] : [...everyType];
    }
    const named = new Set(stated.flat());
    return [...named].filter((type) => stated.every((types) => allows(types, type)));
  }

  /** The schema as one for each branch of its `anyOf` and `oneOf`; itself alone when it has none. */
  get alternatives(): readonly Schema[] {
    this.#alternatives ??= this.#readAlternatives();
    return this.#alternatives;
  }

  #readAlternatives(): readonly Schema[] {
    const choice = this.constraint("anyOf") ?? this.constraint("oneOf");
    if (!choice || !Array.isArray(choice.value)) return [this];
    const count = this.#count * choice.value.length;
    if (this.#choices.length > 0 && count > mostAlternatives) return [this];
    const { isSecret, depth, body } = this;
    const origin = { isSecret, depth, body, count, choices: [...this.#choices, choice.pointer] };
    return choice.value.flatMap((_, index) => {
      const branch = child(choice.pointer, index);
      return new Schema(this.document, branch, [...this.roots, branch], origin).alternatives;
    });
  }

  /** The schemas of an object's properties by name. */
  get properties(): ReadonlyMap<string, Schema> {
    this.#properties ??= this.#readProperties();
    return this.#properties;
  }

  #readProperties(): ReadonlyMap<string, Schema> {
    const places = new Map<string, string[]>();
    for (const { pointer, value } of this.constraints("properties")) {
      for (const name of isObject(value) ? Object.keys(value) : [])
        places.set(name, [...(places.get(name) ?? []), child(pointer, name)]);
    }
    return new Map([...places].map(([name, roots]) => [name, this.#read(roots)]));
  }

  get required(): Set<string> {
    return new Set(this.constraints("required").flatMap(({ value }) => (Array.isArray(value) ? value : [])));
  }

  /** The schema of an array's items; `undefined` where nothing is said of them, or `false`. */
  get items(): Schema | undefined {
    return this.#schemaUnder("items");
  }

  /** The schema of the properties that have none of their own; `undefined` where nothing is said of them, or `false`. */
  get additionalProperties(): Schema | undefined {
    return this.#schemaUnder("additionalProperties");
  }

  /** The schema of the names of properties; `undefined` where nothing is said of them, or `false`. */
  get propertyNames(): Schema | undefined {
    return this.#schemaUnder("propertyNames");
  }

  #schemaUnder(keyword: string): Schema | undefined {
    const places = this.constraints(keyword).filter(({ value }) => isObject(value));
    return places.length === 0 ? undefined : this.#read(places.map(({ pointer }) => pointer));
  }

  #read(roots: readonly string[]): Schema {
    const { isSecret, body } = this;
    const depth = this.depth + 1;
    const key = JSON.stringify([depth, isSecret, roots]);
    const origin = { isSecret, depth, body, choices: [], count: 1 };
    return body.#within.of(key, () => new Schema(this.document, roots.at(-1) ?? "", roots, origin));
  }

  /** Whether bodies of a direction have the value: no request has a `readOnly` one, and no response a `writeOnly` one. */
  isIn(direction: Direction): boolean {
    return this.keyword(direction === "request" ? "readOnly" : "writeOnly") !== true;
  }

  /** Whether it is a map: an object whose entries have a schema of their own instead of names. */
  get isMap(): boolean {
    return this.types.includes("object") && this.additionalProperties !== undefined;
  }

  /** Whether it names something that must exist on the server: another value than the known one may be refused. */
  get isReference(): boolean {
    return this.keyword("x-reference") === true;
  }

  /** Whether a value may be any text: neither one of a list nor of a form. */
  get isFreeText(): boolean {
    const isFixed = ["enum", "const", "pattern", "format"].some((name) => this.constraint(name) !== undefined);
    return this.types.includes("string") && !isFixed && !this.isReference;
  }

  /** The values that the description itself shows. */
  get examples(): unknown[] {
    const single = ["const", "example", "default"].map((name) => this.keyword(name));
    const lists = ["examples", "enum"].flatMap((name) => this.keyword(name) ?? []);
    return [...single, ...lists].filter((value) => value !== undefined);
  }
}
