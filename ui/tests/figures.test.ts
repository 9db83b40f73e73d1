// Figures as charts: only what says exactly one number is drawn, only like beside like, and nothing is lost.
import { describe, expect, it } from "vitest";
import type { Figure } from "../src/lib/bindings";
import { charted, extent, type Chart } from "../src/lib/figures";

const figure = (label: string, value: string, as_of: string): Figure => ({
  label,
  value,
  as_of,
  sources: ["s"],
});
const charts = (...figures: Figure[]) => charted(figures).filter((one): one is Chart => "bars" in one);

describe("the figures of a city", () => {
  it("of the same thing at several dates are a series, the oldest first", () => {
    const [chart, ...more] = charts(
      figure("Human rights districts", "15", "2023-01"),
      figure("Human rights districts", "13", "2022-06"),
    );
    expect(more).toEqual([]);
    expect(chart?.kind).toBe("series");
    expect(chart?.bars.map((bar) => bar.value)).toEqual([13, 15]);
  });

  it("are a series too where only the year in their name differs, and it is their date", () => {
    const [chart] = charts(
      figure("Situations recorded for 2018", "265", "2018"),
      figure("Situations recorded for 2024", "1,102", "2024"),
    );
    expect(chart?.label).toBe("Situations recorded");
    expect(chart?.bars.map((bar) => bar.value)).toEqual([265, 1102]);
    const unlike = [
      figure("Cases in 2013", "136", "2013"),
      figure("Cases, January to September 2014", "152", "2014-09"),
    ];
    expect(charts(...unlike)).toEqual([]);
  });

  it("that are changes of one year stand beside each other, falls left of nothing", () => {
    const [chart] = charts(figure("Vouchers", "+17 %", "2023"), figure("Homes", "−24 %", "2023"));
    expect(chart?.kind).toBe("changes");
    expect([chart?.low, chart?.high]).toEqual([-24, 17]);
    const bars = chart?.bars.map((bar) => extent(bar, chart)) ?? [];
    expect(bars[1]?.from).toBe(0);
    expect((bars[1]?.from ?? 0) + (bars[1]?.length ?? 0)).toBeCloseTo(bars[0]?.from ?? -1);
  });

  it("that are a share are drawn of a hundred", () => {
    const [chart] = charts(figure("Who did not know", "70 %", "2011"));
    expect([chart?.kind, chart?.low, chart?.high]).toEqual(["share", 0, 100]);
    expect(charts(figure("Growth", "170 %", "2011"))).toEqual([]);
  });

  it("that tell a step show both ends with the unit", () => {
    const [chart] = charts(figure("Child poverty", "19.3 to 17.9 %", "2024"));
    expect(chart?.kind).toBe("step");
    expect(chart?.bars.map((bar) => bar.text)).toEqual(["19.3 %", "17.9 %"]);
    expect(chart?.bars.map((bar) => bar.value)).toEqual([19.3, 17.9]);
  });

  it("whose words leave the value open are told and not drawn", () => {
    for (const value of [
      "over 500",
      "about 2,780",
      "up to 200",
      "10 rights, 120 indicators",
      "EUR 25,000",
      "27",
    ]) {
      expect(charts(figure("Something", value, "2022")), value).toEqual([]);
    }
  });

  it("each appear once, drawn or told", () => {
    const all = [
      figure("Cases in 2020", "219", "2020"),
      figure("Enquiries", "over 500", "2022"),
      figure("Cases in 2022", "240", "2022"),
      figure("Share", "70 %", "2011"),
    ];
    const seen = charted(all).flatMap((one) => ("bars" in one ? one.figures : [one]));
    expect(seen.map((one) => one.value).sort()).toEqual(all.map((one) => one.value).sort());
  });
});
