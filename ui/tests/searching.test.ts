// Searching while typing: the newest question wins, whatever the order of the answers.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { searchFor } from "../src/lib/address";
import type { SearchRequest, SearchResponse } from "../src/lib/bindings";

interface Asked {
  request: SearchRequest;
  answer: (response: SearchResponse) => void;
  fail: (why: unknown) => void;
}
const asked = vi.hoisted((): Asked[] => []);
vi.mock("../src/lib/api", () => ({
  api: {
    search: (request: SearchRequest) =>
      new Promise((answer, fail) => {
        asked.push({ request, answer, fail });
      }),
  },
}));
const { pageLength, searching } = await import("../src/lib/searching.svelte");

const response = (query: string, ids: string[] = [], total = ids.length): SearchResponse => ({
  query,
  corrected: null,
  also: [],
  near: [],
  total,
  took_us: 1,
  hits: ids.map((id) => ({ id, passages: [] }) as unknown as SearchResponse["hits"][number]),
  facets: [],
});
const turn = () => new Promise((done) => setTimeout(done));

beforeEach(() => {
  asked.length = 0;
});

describe("typing", () => {
  it("keeps one question on its way and drops what was typed in between", async () => {
    searching.ask(searchFor("g"), "en");
    searching.ask(searchFor("gr"), "en");
    searching.ask(searchFor("gra"), "en");
    expect(asked.map((one) => one.request.query)).toEqual(["g"]);
    asked[0]?.answer(response("g", ["stale"]));
    await turn();
    expect(searching.found, "the answer to an older question is not shown").toBeNull();
    expect(asked.map((one) => one.request.query)).toEqual(["g", "gra"]);
    asked[1]?.answer(response("gra", ["graz"]));
    await searching.settled();
    expect(searching.found?.hits.map((hit) => hit.id)).toEqual(["graz"]);
  });

  it("shows at once what was found before", async () => {
    searching.ask(searchFor("wien"), "en");
    asked[0]?.answer(response("wien", ["vienna"]));
    await searching.settled();
    searching.ask(searchFor("gra"), "en");
    expect(searching.found?.response.query, "going back needs no new question").toBe("gra");
    expect(asked.length).toBe(1);
  });

  it("asks anew in another language, whose labels differ", () => {
    searching.ask(searchFor("gra"), "de");
    expect(asked[0]?.request.language).toBe("de");
    asked[0]?.answer(response("gra"));
  });

  it("tells of a failure, and forgets it with the next answer", async () => {
    await searching.settled();
    searching.ask(searchFor("x"), "en");
    asked[0]?.fail({ code: "index_damaged", message: "" });
    await searching.settled();
    expect(searching.failure).toBeTruthy();
    searching.ask(searchFor("y"), "en");
    asked[1]?.answer(response("y"));
    await searching.settled();
    expect(searching.failure).toBeNull();
  });
});

describe("more results", () => {
  it("are put under the ones shown, each once", async () => {
    searching.ask(searchFor("many"), "en");
    asked[0]?.answer(response("many", ["a", "b"], 3));
    await searching.settled();
    const more = searching.more("en");
    expect(asked[1]?.request.offset).toBe(2);
    asked[1]?.answer(response("many", ["b", "c"], 3));
    await more;
    expect(searching.found?.hits.map((hit) => hit.id)).toEqual(["a", "b", "c"]);
  });
});

describe("a library that has changed", () => {
  it("is asked again for what is shown, and for as much of it", async () => {
    searching.ask(searchFor("rights"), "en");
    const hits = Array.from({ length: pageLength }, (_, i) => `r${i}`);
    asked[0]?.answer(response("rights", hits, pageLength + 5));
    await turn();
    const more = searching.more("en");
    asked[1]?.answer(response("rights", ["s1", "s2", "s3"], pageLength + 5));
    await more;
    searching.ask(searchFor("rights"), "en");
    expect(asked).toHaveLength(2);
    searching.forget();
    expect(searching.found?.hits).toHaveLength(pageLength + 3);
    searching.ask(searchFor("rights"), "en");
    expect(asked[2]?.request.limit).toBe(pageLength + 3);
    asked[2]?.answer(response("rights", ["r1"]));
    await turn();
    expect(searching.found?.hits).toHaveLength(1);
  });

  it("does not keep an answer that was on its way", async () => {
    searching.ask(searchFor("peace"), "en");
    searching.forget();
    asked[0]?.answer(response("peace", ["old"]));
    await turn();
    asked[1]?.answer(response("peace", ["new"]));
    await turn();
    expect(searching.found?.hits.map((hit) => hit.id)).toEqual(["new"]);
  });
});
