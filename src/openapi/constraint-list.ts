/** Lists the constraints of a schema: each keyword of each part, inside the branches of choices too. */
import { supportOf } from "./keywords.ts";
import { child, type JsonObject } from "./pointer.ts";
import { type Direction, maxDepth, type Schema } from "./schema.ts";

/** A keyword of a schema in the description. */
export interface ListedConstraint {
  readonly pointer: string;
  readonly keyword: string;
}

/** A constraint that says nothing: every value of its type is valid, or another constraint says more. */
const isVacuous = (name: string, schema: JsonObject) =>
  (schema[name] === 0 && name.startsWith("min") && name !== "minimum") ||
  (name === "type" && ("enum" in schema || "const" in schema)) ||
  (name === "required" && Array.isArray(schema["required"]) && schema["required"].length === 0) ||
  (name === "uniqueItems" && schema["uniqueItems"] === false);

/** The constraints of what bodies of a direction have of a schema. */
export function constraintsWithin(schema: Schema, direction: Direction): ListedConstraint[] {
  const found = new Map<string, ListedConstraint>();
  const visited = new Set<Schema>();
  const visit = (inner: Schema, isName: boolean) => {
    if (inner.depth > maxDepth || visited.has(inner)) return;
    visited.add(inner);
    for (const alternative of inner.alternatives) {
      for (const constraint of ownConstraints(alternative)) {
        // The names of properties are text whatever a schema says.
        if (!(isName && constraint.keyword === "type")) found.set(constraint.pointer, constraint);
      }
      for (const property of alternative.properties.values()) if (property.isIn(direction)) visit(property, false);
      for (const name of ["additionalProperties", "items", "propertyNames"] as const) {
        const held = alternative[name];
        if (held) visit(held, name === "propertyNames");
      }
    }
  };
  visit(schema, false);
  return [...found.values()];
}

function ownConstraints(schema: Schema): ListedConstraint[] {
  return schema.parts.flatMap(({ pointer, keywords }) => {
    const names = Object.keys(keywords).filter(
      (name) => ["tested", "validated"].includes(supportOf(name)) && !isVacuous(name, keywords),
    );
    if (keywords["additionalProperties"] === false) names.push("additionalProperties");
    return names.map((name) => ({ pointer: child(pointer, name), keyword: name }));
  });
}
