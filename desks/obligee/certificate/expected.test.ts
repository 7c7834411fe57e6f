import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { comparedInput, EMPTY, useExpected } from "./expected.ts";

afterEach(() => sessionStorage.clear());

it("compares what was given, and nothing else", () => {
  expect(comparedInput(EMPTY)).toBeNull();
  expect(comparedInput({ ...EMPTY, projectName: "  " })).toBeNull();
  expect(comparedInput({ ...EMPTY, projectName: "橋梁工事", contractPrice: 0 })).toEqual({
    projectName: "橋梁工事",
    contractPrice: 0,
  });
});

it("keeps what was typed for the contract, for its other guarantees too", () => {
  const first = renderHook(() => useExpected("Contract_1"));
  act(() => first.result.current[1]({ ...EMPTY, contractPrice: 50_000_000 }));
  expect(renderHook(() => useExpected("Contract_1")).result.current[0].contractPrice).toBe(50_000_000);
  expect(renderHook(() => useExpected("Contract_2")).result.current[0]).toEqual(EMPTY);
});

it("begins anew with what is damaged", () => {
  sessionStorage.setItem("kakusho.expected.Contract_3", "{");
  expect(renderHook(() => useExpected("Contract_3")).result.current[0]).toEqual(EMPTY);
});
