import { correct, type Difference, isObject } from "../sessions.ts";
import { checking, entries, mapStrings, namingSecrets, strings, unicode } from "./differences.ts";

/** Servers that check the names of secrets by another pattern. */
export const secretNames: Record<string, Difference> = {
  "are not checked": namingSecrets(/(?:)/),
  "have no anchor at the start": namingSecrets(/[A-Z_][A-Z0-9_]*$/),
  "have no anchor at the end": namingSecrets(/^[A-Z_][A-Z0-9_]*/),
  "have no anchors": namingSecrets(/[A-Z_][A-Z0-9_]*/),
  "ignore case": namingSecrets(/^[A-Z_][A-Z0-9_]*$/i),
  "ignore case as Unicode does": namingSecrets(/^[A-Z_][A-Z0-9_]*$/iu),
  "are matched line by line": namingSecrets(/^[A-Z_][A-Z0-9_]*$/m),
  "may end with a line feed": namingSecrets(/^[A-Z_][A-Z0-9_]*\n?$/),
  "may be empty": namingSecrets(/^([A-Z_][A-Z0-9_]*)?$/),
  "may start with a digit": namingSecrets(/^[A-Z0-9_]+$/),
  "may hold small letters after the first": namingSecrets(/^[A-Z_][A-Za-z0-9_]*$/),
  "may be words": namingSecrets(/^\w+$/),
  "may hold hyphens": namingSecrets(/^[A-Z_][A-Z0-9_-]*$/),
  "may hold dots": namingSecrets(/^[A-Z_][A-Z0-9_.]*$/),
  "may hold spaces": namingSecrets(/^[A-Z_][A-Z0-9_ ]*$/),
  "may hold what lies between Z and a": namingSecrets(/^[A-z_][A-Z0-9_]*$/),
  "may hold @": namingSecrets(/^[@-Z_][A-Z0-9_]*$/),
  "may hold Unicode capitals": namingSecrets(/^[\p{Lu}_][\p{Lu}0-9_]*$/u),
  "may hold Unicode digits": namingSecrets(/^[A-Z_][A-Z\p{Nd}_]*$/u),
  "may be full-width": namingSecrets(/^[A-Z_\uff21-\uff3a][A-Z0-9_\uff21-\uff3a]*$/),
  "are trimmed first": checking("secrets", (value, all) =>
    isObject(value)
      ? correct.properties["secrets"]?.(
          Object.fromEntries(Object.entries(value).map(([name, one]) => [name.trim(), one])),
          all,
        )
      : "no",
  ),
  "are capitalized first": checking("secrets", (value, all) =>
    isObject(value)
      ? correct.properties["secrets"]?.(
          Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toUpperCase(), one])),
          all,
        )
      : "no",
  ),
  "must be longer than one character": namingSecrets(/^[A-Z_][A-Z0-9_]+$/),
  "must not start with an underscore": namingSecrets(/^[A-Z][A-Z0-9_]*$/),
  "must not hold digits": namingSecrets(/^[A-Z_]+$/),
  "must not hold Z": namingSecrets(/^[A-Y_][A-Y0-9_]*$/),
  "must not hold 0": namingSecrets(/^[A-Z_][A-Z1-9_]*$/),
  "must not end with an underscore": namingSecrets(/^[A-Z_]*[A-Z0-9]$/),
  "must be 32 characters at most": namingSecrets(/^[A-Z_][A-Z0-9_]{0,31}$/),
  "may be __proto__": entries("secrets", (all) => all.filter(([name]) => name !== "__proto__")),
  "may be constructor": entries("secrets", (all) => all.filter(([name]) => name !== "constructor")),
  "are checked in the first entry only": checking("secrets", (value, all) =>
    isObject(value)
      ? (correct.properties["secrets"]?.(Object.fromEntries(Object.entries(value).slice(0, 1)), all) ??
        (strings(value).includes("") ? "empty" : undefined))
      : "no",
  ),
  "are checked in the last entry only": entries("secrets", (all) => all.slice(-1)),
  "only 10 secret names are checked": entries("secrets", (all) => all.slice(0, 10)),
};

/** Servers that check the values of secrets otherwise. */
export const secretValues: Record<string, Difference> = {
  "may be empty": checking("secrets", (value, all) =>
    correct.properties["secrets"]?.(
      mapStrings(value, (text) => text || "x"),
      all,
    ),
  ),
  "may be empty before the last": entries("secrets", (all) =>
    all.map(([name, one], index) => [name, index < all.length - 1 && one === "" ? "x" : one]),
  ),
  "may be empty between others": entries("secrets", (all) =>
    all.map(([name, one], index) => [name, index > 0 && index < all.length - 1 && one === "" ? "x" : one]),
  ),
  "may be empty after the first": entries("secrets", (all) =>
    all.map(([name, one], index) => [name, index > 0 && one === "" ? "x" : one]),
  ),
  "may be numbers": entries("secrets", (all) => all.map(([name, one]) => [name, typeof one === "number" ? "x" : one])),
  "may be null": entries("secrets", (all) => all.map(([name, one]) => [name, one ?? "x"])),
  "may be booleans": entries("secrets", (all) =>
    all.map(([name, one]) => [name, typeof one === "boolean" ? "x" : one]),
  ),
  "may be objects": entries("secrets", (all) => all.map(([name, one]) => [name, typeof one === "object" ? "x" : one])),
  "must be longer than one character": checking("secrets", (value, all) =>
    strings(value).some((one) => one.length === 1) ? "short" : correct.properties["secrets"]?.(value, all),
  ),
  "must be ASCII": checking("secrets", (value, all) =>
    strings(value).some((one) => unicode.test(one)) ? "ASCII" : correct.properties["secrets"]?.(value, all),
  ),
};
