import { MOST_ATTEMPTS } from "../../../core/job-queue.ts";

/**
 * Tables and functions for tickets, beside BullMQ's own in one schema, which every connection has as its search path.
 *
 * Each operation is one function, so one statement: a client that is stopped in the midst of it holds no lock. Operations on one
 * key wait for each other (`reflexgen_hold`). Run under a lock when it changed: parts of it may be there already.
 */
export const POSTGRES_SCHEMA = `
CREATE TABLE IF NOT EXISTS reflexgen_ticket (
  seq bigint GENERATED ALWAYS AS IDENTITY, id text PRIMARY KEY, key text NOT NULL, grp text NOT NULL, mode text NOT NULL,
  payload text NOT NULL, turn bigint NOT NULL, state text NOT NULL, attempt int NOT NULL DEFAULT 0,
  superseded boolean NOT NULL DEFAULT false, token text, reason text, ended_at timestamptz, untold boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS reflexgen_lane ON reflexgen_ticket (key, seq) WHERE state IN ('waiting', 'parked', 'running');
CREATE INDEX IF NOT EXISTS reflexgen_state ON reflexgen_ticket (state, seq) WHERE state <> 'done';
CREATE INDEX IF NOT EXISTS reflexgen_done ON reflexgen_ticket (ended_at) WHERE state = 'done';
CREATE INDEX IF NOT EXISTS reflexgen_untold ON reflexgen_ticket (id) WHERE untold;
CREATE TABLE IF NOT EXISTS reflexgen_group (name text PRIMARY KEY, turn bigint NOT NULL);
CREATE TABLE IF NOT EXISTS reflexgen_life (one boolean PRIMARY KEY CHECK (one), shown_at timestamptz NOT NULL);
-- Not a table's row: everyone who takes a ticket moves it, and nobody must wait for the other's commit.
CREATE SEQUENCE IF NOT EXISTS reflexgen_turn MINVALUE 0 START 0;

CREATE OR REPLACE FUNCTION reflexgen_hold(p_key text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || p_key, 0));
$$;

CREATE OR REPLACE FUNCTION reflexgen_finish(p_id text) RETURNS void LANGUAGE sql AS $$
  UPDATE reflexgen_ticket SET state = 'done', payload = '', token = NULL, ended_at = now() WHERE id = p_id;
$$;

CREATE OR REPLACE FUNCTION reflexgen_bury(p_id text, p_reason text) RETURNS void LANGUAGE sql AS $$
  UPDATE reflexgen_ticket SET state = 'dead', reason = p_reason, token = NULL, ended_at = now(), untold = true WHERE id = p_id;
$$;

-- The next turn of a group; none for a ticket that is known. Its own statement, and not waited for on the disk: what a crash
-- forgets of it is a little fairness.
CREATE OR REPLACE FUNCTION reflexgen_draw(p_id text, p_group text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE reached bigint; drawn bigint;
BEGIN
  IF EXISTS (SELECT 1 FROM reflexgen_ticket WHERE id = p_id AND state <> 'dead') THEN RETURN NULL; END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT last_value INTO reached FROM reflexgen_turn;
  INSERT INTO reflexgen_group AS g VALUES (p_group, greatest(reached, 1))
    ON CONFLICT (name) DO UPDATE SET turn = greatest(reached, g.turn + 1) RETURNING turn INTO drawn;
  RETURN drawn;
END $$;

CREATE OR REPLACE FUNCTION reflexgen_put(p_id text, p_key text, p_group text, p_mode text, p_payload text, p_turn bigint)
RETURNS TABLE (answer text, head_turn bigint, unparked boolean) LANGUAGE plpgsql AS $$
DECLARE older record; place bigint := NULL; added boolean; freed boolean := false;
BEGIN
  PERFORM reflexgen_hold(p_key);
  DELETE FROM reflexgen_ticket WHERE id = p_id AND state = 'dead';
  INSERT INTO reflexgen_ticket (id, key, grp, mode, payload, turn, state)
    VALUES (p_id, p_key, p_group, p_mode, p_payload, p_turn, 'waiting') ON CONFLICT (id) DO NOTHING;
  added := FOUND;
  IF added AND p_mode = 'latest' THEN
    FOR older IN SELECT id, state, turn FROM reflexgen_ticket
      WHERE key = p_key AND state IN ('waiting', 'parked', 'running') AND mode = 'latest' AND id <> p_id ORDER BY seq
    LOOP
      IF older.state = 'running' THEN
        UPDATE reflexgen_ticket SET superseded = true WHERE id = older.id;
      ELSE
        freed := freed OR older.state = 'parked';
        place := coalesce(place, older.turn);
        PERFORM reflexgen_finish(older.id);
      END IF;
    END LOOP;
    IF place IS NOT NULL THEN UPDATE reflexgen_ticket SET turn = place WHERE id = p_id; END IF;
  END IF;
  RETURN QUERY SELECT CASE WHEN added THEN 'added' ELSE 'known' END,
    (SELECT t.turn FROM reflexgen_ticket t
      WHERE t.key = p_key AND t.state IN ('waiting', 'parked', 'running') ORDER BY t.seq LIMIT 1), freed;
END $$;

CREATE OR REPLACE FUNCTION reflexgen_take(p_key text, p_token text, p_killed text)
RETURNS TABLE (kind text, id text, grp text, mode text, payload text, attempt int) LANGUAGE plpgsql AS $$
DECLARE head reflexgen_ticket;
BEGIN
  PERFORM reflexgen_hold(p_key);
  LOOP
    SELECT * INTO head FROM reflexgen_ticket t
      WHERE t.key = p_key AND t.state IN ('waiting', 'parked', 'running') ORDER BY t.seq LIMIT 1;
    IF NOT FOUND THEN RETURN; END IF;
    IF head.state = 'running' AND head.superseded THEN
      PERFORM reflexgen_finish(head.id);
    ELSIF head.state = 'running' AND head.attempt >= ${MOST_ATTEMPTS} THEN
      PERFORM reflexgen_bury(head.id, p_killed);
      RETURN QUERY SELECT 'died', head.id, '', '', '', head.attempt;
      RETURN;
    ELSE
      UPDATE reflexgen_ticket t SET state = 'running', token = p_token, attempt = t.attempt + 1 WHERE t.id = head.id;
      IF head.turn > (SELECT last_value FROM reflexgen_turn) THEN PERFORM setval('reflexgen_turn', head.turn); END IF;
      RETURN QUERY SELECT 'run', head.id, head.grp, head.mode, head.payload, head.attempt + 1;
      RETURN;
    END IF;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION reflexgen_settle(p_id text, p_token text, p_kind text, p_reason text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE mine reflexgen_ticket;
BEGIN
  SELECT * INTO mine FROM reflexgen_ticket WHERE id = p_id;
  IF NOT FOUND THEN RETURN 'lost'; END IF;
  PERFORM reflexgen_hold(mine.key);
  SELECT * INTO mine FROM reflexgen_ticket WHERE id = p_id AND token = p_token;
  IF NOT FOUND THEN RETURN 'lost'; END IF;
  IF p_kind = 'done' OR mine.superseded THEN
    PERFORM reflexgen_finish(p_id);
    RETURN 'done';
  END IF;
  IF p_kind = 'failed' AND mine.attempt >= ${MOST_ATTEMPTS} THEN
    PERFORM reflexgen_bury(p_id, p_reason);
    RETURN 'died';
  END IF;
  UPDATE reflexgen_ticket SET token = NULL, attempt = attempt - (p_kind <> 'failed')::int,
    state = CASE WHEN p_kind = 'released' THEN 'waiting' ELSE 'parked' END WHERE id = p_id;
  RETURN CASE WHEN p_kind = 'released' THEN 'waiting' ELSE 'parked' END;
END $$;
`;
