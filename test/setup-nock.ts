import { afterAll, afterEach, beforeAll } from "@jest/globals";
import nock from "nock";

// nock patches globals that outlive a test file in a jest worker, so each file switches it on and off again.
beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[?::1\]?)(:\d+)?$/);
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());
