/** The links of the Markdown files in this repository, as GitHub shows them. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import GithubSlugger from "github-slugger";
import { marked, type Token, type Tokens } from "marked";
import { describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/run.ts";

const files = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n");

/** Every token of a Markdown file, those inside others included. */
function tokensOf(file: string): Token[] {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(readFileSync(file, "utf8")), (token: Token) => {
    tokens.push(token);
  });
  return tokens;
}

/** The places in a Markdown file that a link can lead to. */
function anchorsOf(file: string): string[] {
  const slugger = new GithubSlugger();
  const headings = tokensOf(file).filter(({ type }) => type === "heading") as Tokens.Heading[];
  return headings.map(({ text }) => slugger.slug(text.replaceAll(/[`*]/g, "")));
}

function isDead(from: string, href: string): boolean {
  const [target = "", anchor = ""] = href.split("#");
  const file = target === "" ? from : path.resolve(path.dirname(from), target);
  return !existsSync(file) || (anchor !== "" && !anchorsOf(file).includes(anchor));
}

describe("links in Markdown", () => {
  test.for(files)("%s has no dead link to a file or a heading", (name) => {
    const file = path.join(root, name);
    const links = tokensOf(file).filter(({ type }) => type === "link" || type === "image") as Tokens.Link[];
    const dead = links.map(({ href }) => href).filter((href) => !/^[a-z]+:/.test(href) && isDead(file, href));
    expect(dead).toEqual([]);
  });
});
