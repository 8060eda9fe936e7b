/** The form that sends a request in the page: reads its fields, shows the code for them, and what came of the call. */
import { type Call, type Result, send } from "./call.ts";
import { curlOf, typescriptOf } from "./code.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The value of a field; `undefined` where it is not sent. Lines without `=` are names with an empty value. */
function fieldValue({ value, dataset }: Control): unknown {
  if (value === "") return undefined;
  if (dataset["kind"] === "text") return value;
  if (dataset["kind"] !== "entries") return JSON.parse(value);
  const lines = value.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(lines.map((line) => /^([^=]*)=?(.*)$/.exec(line)?.slice(1) ?? []));
}

function element(name: string, content: string | readonly Node[], className = ""): HTMLElement {
  const made = document.createElement(name);
  made.append(...(typeof content === "string" ? [content] : content));
  if (className !== "") made.className = className;
  return made;
}

const json = (value: unknown) => element("pre", JSON.stringify(value, null, 2));
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** What a reader sees of a result. */
function shown({ attempts, session, error, unchecked, created }: Result, findAgain: string): HTMLElement[] {
  const tries =
    attempts.length === 0 ? "Nothing was sent." : `${plural(attempts.length, "attempt")}: ${attempts.join(", then ")}.`;
  const mock = `The mock created ${plural(created.length, "session")} for this call.`;
  if (!error)
    return [element("h2", "The session was created", "good"), element("p", `${tries} ${mock}`), json(session)];
  const parts = [
    element("h2", [document.createTextNode(`${error.name}, outcome `), element("code", error.outcome)], "bad"),
    element("p", error.message),
    element("p", `${tries} ${mock}`),
  ];
  if (error.outcome === "unknown") {
    const link = element("a", "How to find a session again");
    link.setAttribute("href", findAgain);
    parts.push(element("p", [link]));
  }
  if (error.body !== undefined) parts.push(json(error.body));
  if (unchecked)
    parts.push(
      element("p", `Without the client's check, the API responds with ${unchecked.status}:`),
      json(unchecked.body),
    );
  return parts;
}

/** Makes the form in a `<details>` work. */
export function start(details: HTMLDetailsElement): void {
  const form = details.querySelector("form");
  const button = details.querySelector("button");
  const result = details.querySelector(".try-it-result");
  if (!form || !button || !result) return;
  const controls = [...form.querySelectorAll<Control>("[data-kind]")];
  const secretFields = controls.filter(({ dataset }) => dataset["secret"] !== undefined).map(({ name }) => name);

  const read = (): Call => {
    const isParameter = ({ dataset }: Control) => dataset["parameter"] !== undefined;
    const fields = controls
      .filter((control) => !isParameter(control))
      .map((control) => [control.name, fieldValue(control)]);
    const switches = new FormData(form);
    return {
      agentId: controls.find(isParameter)?.value ?? "",
      params: Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
      limited: switches.has("limited"),
      slow: switches.has("slow"),
      lost: switches.has("lost"),
    };
  };
  const showCode = () => {
    const codes = { typescript: typescriptOf, curl: curlOf };
    for (const [name, write] of Object.entries(codes)) {
      const place = details.querySelector(`[data-code=${name}]`);
      if (place) place.textContent = write(read(), secretFields);
    }
  };
  form.addEventListener("input", showCode);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    result.replaceChildren(element("p", "Sending …"));
    const parts = await send(read()).then(
      (outcome) => shown(outcome, form.dataset["findAgain"] ?? ""),
      (error: Error) => [element("p", error.message, "bad")],
    );
    result.replaceChildren(...parts);
    // On a narrow screen it is below the button.
    parts[0]?.scrollIntoView({ block: "nearest" });
    button.disabled = false;
  });
  showCode();
  button.disabled = false;
}
