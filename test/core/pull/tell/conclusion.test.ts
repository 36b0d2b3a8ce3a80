import { describe, expect, it } from "@jest/globals";
import { conclude } from "../../../../src/core/pull/tell/conclusion.ts";
import { DEFAULT_POLICY } from "../../../../src/core/policy.ts";

describe("the check's conclusion", () => {
  const clean = { open: [], complete: true, required: true };

  it("is a pass only where everything was read and nothing is open", () => {
    expect(conclude(clean, DEFAULT_POLICY)).toBe("success");
    expect(conclude({ ...clean, open: ["low"] }, DEFAULT_POLICY)).toBe("neutral");
    expect(conclude({ ...clean, open: ["low", "high"] }, DEFAULT_POLICY)).toBe("failure");
  });

  it("never passes what was not read where the check is required, since neutral passes there", () => {
    const unread = { ...clean, complete: false };

    expect(conclude(unread, DEFAULT_POLICY)).toBe("failure");
    expect(conclude({ ...unread, required: false }, DEFAULT_POLICY)).toBe("neutral");
    expect(conclude(unread, { ...DEFAULT_POLICY, whenNotReviewed: "action_required" })).toBe("action_required");
  });

  it("blocks from the severity that the policy says", () => {
    expect(conclude({ ...clean, open: ["medium"] }, { ...DEFAULT_POLICY, blockAt: "medium" })).toBe("failure");
    expect(conclude({ ...clean, open: ["critical"] }, { ...DEFAULT_POLICY, blockAt: "never" })).toBe("neutral");
  });
});
