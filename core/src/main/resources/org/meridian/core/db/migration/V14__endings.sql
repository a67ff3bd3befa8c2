-- SPDX-License-Identifier: Apache-2.0
-- What has ended does not come back by itself: teams of a name, members who were put out, sessions of closed accounts.

-- Rules of tables, and others' memories, name a team: no later one has its name.
CREATE TABLE meridian.team_ended (
    name text PRIMARY KEY,
    at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE meridian.team_ended IS 'Names of teams that were deleted, which no other team gets';
CREATE FUNCTION meridian.keep_team_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meridian.team_ended (name) VALUES (OLD.name) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keeps_name AFTER DELETE ON meridian.team FOR EACH ROW EXECUTE FUNCTION meridian.keep_team_name();
CREATE FUNCTION meridian.refuse_ended_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM meridian.team_ended WHERE name = NEW.name) THEN
        RAISE EXCEPTION 'a team % has been deleted', NEW.name USING ERRCODE = '23505';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER has_new_name AFTER INSERT ON meridian.team FOR EACH ROW EXECUTE FUNCTION meridian.refuse_ended_name();

-- Whoever was put out does not come back by a link that was made before.
CREATE TABLE meridian.team_put_out (
    team text NOT NULL REFERENCES meridian.team ON DELETE CASCADE,
    account text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (team, account)
);
COMMENT ON TABLE meridian.team_put_out IS 'Who was put out of teams, and when last';

-- Whose account is closed is signed in nowhere, nor is he when it is opened again; his tokens are revoked.
CREATE OR REPLACE FUNCTION meridian.end_datalabs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM meridian.datalab_session WHERE account = NEW.name;
    DELETE FROM meridian.session WHERE account = NEW.name;
    DELETE FROM meridian.token WHERE account = NEW.name;
    RETURN NULL;
END $$;
ALTER FUNCTION meridian.end_datalabs() RENAME TO end_credentials;
ALTER TRIGGER ends_datalabs ON meridian.account RENAME TO ends_credentials;
