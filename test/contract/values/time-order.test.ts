import { expect, test } from "vitest";
import { inTimeOrder } from "../../../src/contract/values/time-order.ts";
import { schemaWith } from "./support.ts";

const time = { type: "string", format: "date-time" };
const date = { type: "string", format: "date" };

test.for<[title: string, end: object, values: Record<string, string>, ordered: Record<string, string>]>([
  ["later already", time, { start: "2031-05-01T09:00:00Z", end: "2031-05-01T10:00:00Z" }, {}],
  [
    "the same moment",
    time,
    { start: "2031-05-01T09:00:00Z", end: "2031-05-01T09:00:00Z" },
    { end: "2031-05-02T09:00:00Z" },
  ],
  ["earlier", date, { start: "2031-05-01T09:00:00Z", end: "2031-04-01" }, { end: "2031-05-02" }],
  [
    "one of two that are allowed",
    { ...time, enum: ["2031-05-01T09:00:00Z"] },
    { start: "2031-05-01T09:00:00Z", end: "2031-05-01T09:00:00Z" },
    {},
  ],
  [
    "after a leap second, which this runtime can't read",
    time,
    { start: "2016-12-31T23:59:60Z", end: "2016-12-31T23:59:59Z" },
    {},
  ],
])("an end that is %s", ([, end, values, ordered]) => {
  const { inputs, schema } = schemaWith({
    type: "object",
    properties: { start: time, end, title: { type: "string" } },
  });
  const whole = { ...values, title: "a title" };
  expect(inTimeOrder(inputs, schema.properties, whole)).toEqual({ ...whole, ...ordered });
});
