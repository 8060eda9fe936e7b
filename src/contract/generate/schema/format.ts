/** Text in the formats that the gate knows. */
import fc from "fast-check";

const anyDate = () => fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
const oneOf =
  (...texts: string[]) =>
  () =>
    fc.constantFrom(...texts);

/** Text by the name of its format. */
export const formats: Readonly<Record<string, () => fc.Arbitrary<string>>> = {
  "date-time": () => anyDate().map((date) => date.toISOString()),
  date: () => anyDate().map((date) => date.toISOString().slice(0, 10)),
  time: () => anyDate().map((date) => date.toISOString().slice(11)),
  duration: oneOf("P1D", "PT30M", "P1Y2M3DT4H5M6S"),
  uuid: () => fc.uuid(),
  email: () => fc.stringMatching(/^[a-z]{1,8}@example\.(com|org)$/),
  hostname: oneOf("example.com", "a.example", "localhost"),
  ipv4: () => fc.ipV4(),
  ipv6: () => fc.ipV6(),
  uri: oneOf("https://example.com/", "https://example.com:8443/a/b?c=d#e", "urn:example:a"),
  "uri-reference": oneOf("/a/b?c=d#e", "https://example.com/a", "a"),
  "json-pointer": oneOf("", "/a/0", "/a~1b"),
  regex: oneOf("^[a-z]+$", "a|b"),
  byte: oneOf("aGVsbG8=", "d29ybGQh"),
};

/** Formats that any text has. */
export const plainFormats: readonly string[] = ["password", "binary"];
