/** What the reference shows of each operation: all of it comes from the description. */
import { groupBy } from "../../src/lists.ts";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { readDescription } from "../../src/openapi/document.ts";
import type { DocumentedResponse, Operation } from "../../src/openapi/operation.ts";
import { isObject, type JsonObject } from "../../src/openapi/pointer.ts";
import type { Schema } from "../../src/openapi/schema.ts";
import { block, type Field, fieldOf, fieldsOf, idOf, inline } from "./field.ts";
import type { Sample } from "./samples.ts";

/** An example, its JSON ready to be read. */
export interface Example {
  title: string;
  text: string;
  json: string;
}

/** A part of a request or a response, with its fields. */
export interface Section {
  id: string;
  title: string;
  text: string;
  constraints: string[];
  fields: Field[];
}

/** A response, under all the statuses that have it. */
export interface ShownResponse {
  id: string;
  status: string;
  isSuccess: boolean;
  text: string;
  headers: Field[];
  /** The body; `undefined` where the response of another status has the same. */
  body: Section | undefined;
  examples: Example[];
}

/** What a form asks for: a text, one of some values, entries of a map, or JSON. */
export interface Input {
  name: string;
  isParameter: boolean;
  isSecret: boolean;
  kind: "text" | "choice" | "entries" | "json";
  choices: unknown[];
  example: unknown;
}

/** The page of an operation. */
export interface OperationPage {
  id: string;
  /** The address of the page, relative to the front page. */
  href: string;
  tag: string;
  method: string;
  path: string;
  url: string;
  title: string;
  /** The first sentence of the text, without markup. */
  lead: string;
  text: string;
  request: Section[];
  /** The parameters and the fields of the body, as a form asks for them. */
  inputs: Input[];
  example: Example | undefined;
  responses: ShownResponse[];
  samples: Sample[];
}

const text = (value: unknown) => (typeof value === "string" ? value.trim() : "");
/** The longest first: the example that shows most. */
const byLength = (a: unknown, b: unknown) => JSON.stringify(b).length - JSON.stringify(a).length;
const descriptionOf = ({ value }: DescriptionObject) => text(value["description"]);

/** The pages of all operations of a bundled description, with their code samples by operationId. */
export function operationPages(document: JsonObject, samples: Readonly<Record<string, Sample[]>>): OperationPage[] {
  const server = text(DescriptionObject.at(document, "/servers/0").value["url"]);
  return readDescription(document).operations.map((operation) => {
    const { id, method, path, pointer } = operation;
    const { summary, description, tags } = DescriptionObject.at(document, pointer).value;
    return {
      id,
      href: `reference/operations/${idOf(id).toLowerCase()}/`,
      tag: text([tags].flat()[0]) || "Operations",
      method,
      path,
      url: server + path,
      title: text(summary) || id,
      lead: /^.*?\.(?=\s|$)/s.exec(text(description))?.[0].replaceAll(/\s+/g, " ") ?? (text(summary) || id),
      text: block(text(description)),
      request: requestOf(document, operation),
      inputs: inputsOf(operation),
      example: operation.body && examplesOf(mediaOf(DescriptionObject.at(document, operation.body.pointer)))[0],
      responses: responsesOf(document, operation.responses),
      samples: samples[id] ?? [],
    };
  });
}

function requestOf(document: JsonObject, { security, parameters, body }: Operation): Section[] {
  const schemes = security.map(({ name, kind, pointer }) => ({
    ...{ id: idOf("header", name), name, type: kind, marks: ["required"], constraints: [], fields: [] },
    text: block(descriptionOf(DescriptionObject.at(document, pointer))),
  }));
  const places = [...new Set(parameters.map((parameter) => parameter.in))].map((place) => {
    const fields = parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, required, pointer, isReference }) => {
        const field = fieldOf(schema, idOf(place, name), name, "request", required);
        const own = block(descriptionOf(DescriptionObject.at(document, pointer)));
        return {
          ...field,
          text: own === field.text ? own : own + field.text,
          constraints: [...field.constraints, ...(isReference ? ["must exist"] : [])],
        };
      });
    return section(place, `${place[0]?.toUpperCase()}${place.slice(1)} parameters`, { fields });
  });
  return [
    ...(schemes.length > 0 ? [section("authorization", "Authorization", { fields: schemes })] : []),
    ...places,
    ...(body ? [bodySection(document, body)] : []),
  ];
}

function inputsOf({ parameters, body }: Operation): Input[] {
  const [example] = (body?.examples ?? [])
    .map(({ value }) => value)
    .filter(isObject)
    .toSorted(byLength);
  return [
    ...parameters.map(({ name, schema, examples }) => inputOf(name, schema, examples[0]?.value, true)),
    ...[...(body?.schema.properties ?? [])].map(([name, schema]) => inputOf(name, schema, example?.[name], false)),
  ];
}

function inputOf(name: string, schema: Schema, example: unknown, isParameter: boolean): Input {
  const [type] = schema.types;
  const { isSecret, additionalProperties } = schema;
  const listed = schema.keyword("enum");
  const choices = type === "boolean" ? [true, false] : Array.isArray(listed) ? listed : [];
  const isEntries = schema.isMap && additionalProperties?.types.join() === "string";
  const kind = choices.length > 0 ? "choice" : type === "string" ? "text" : isEntries ? "entries" : "json";
  return { name, isParameter, isSecret, kind, choices, example: example ?? schema.examples[0] };
}

const section = (id: string, title: string, rest: Partial<Section>): Section => ({
  ...{ id, title, text: "", constraints: [], fields: [] },
  ...rest,
});

function bodySection(document: JsonObject, { pointer, required, schema }: NonNullable<Operation["body"]>): Section {
  const { constraints, text } = fieldOf(schema, "body", "", "request", undefined);
  return section("body", "Request body", {
    text: block(descriptionOf(DescriptionObject.at(document, pointer))) + text,
    constraints: [required ? "required" : "optional", ...constraints],
    fields: fieldsOf(schema, "body", "request"),
  });
}

/** The responses, one for all statuses that refer to the same. Bodies with the same schema are shown once. */
function responsesOf(document: JsonObject, responses: readonly DocumentedResponse[]): ShownResponse[] {
  const shown = new Set<string>();
  return [...groupBy(responses, ({ pointer }) => pointer)].map(([pointer, [first, ...others]]) => {
    if (first === undefined) throw new Error(`There is no response at ${pointer}.`);
    const [schema] = [...first.content.values()];
    const [root = ""] = schema?.parts.slice(-1).map((part) => part.pointer) ?? [];
    const isNew = schema !== undefined && !shown.has(root);
    shown.add(root);
    const id = idOf("response", first.status);
    return {
      id,
      status: [first, ...others].map(({ status }) => status).join(" or "),
      isSuccess: /^[23]/.test(first.status),
      text: block(descriptionOf(DescriptionObject.at(document, pointer))),
      headers: first.headers.map(({ name, schema, required, pointer: place }) => ({
        ...fieldOf(schema, idOf(id, name), name, "response", required),
        text: block(descriptionOf(DescriptionObject.at(document, place))),
      })),
      body: isNew ? section(id, "", fieldOf(schema, id, "", "response", undefined)) : undefined,
      examples: examplesOf(mediaOf(DescriptionObject.at(document, pointer))),
    };
  });
}

/** The examples of a parameter or a media type, the one that shows most first. */
function examplesOf(holder: DescriptionObject | undefined): Example[] {
  const single = holder && "example" in holder.value ? [{ value: holder.value["example"] }] : [];
  const named = holder?.entries("examples").map(([, { value }]) => value) ?? [];
  return [...single, ...named]
    .filter((example) => "value" in example)
    .toSorted((a, b) => byLength(a["value"], b["value"]))
    .map(({ summary, description, value }: JsonObject) => ({
      title: inline(text(summary)),
      text: inline(text(description)),
      json: JSON.stringify(value, null, 2),
    }));
}

/** The content of a request or a response of its first media type. */
function mediaOf(holder: DescriptionObject): DescriptionObject | undefined {
  const [mediaType] = holder.names("content");
  return mediaType === undefined ? undefined : holder.get("content", mediaType);
}
