-- SPDX-License-Identifier: Apache-2.0
-- Who may sign in, what they have been given to do so, the groups they are in, and what was done.
CREATE TABLE meridian.account (
    name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9._-]{1,31}$'),
    email text,
    state text NOT NULL CHECK (state IN ('ACTIVE', 'DISABLED')),
    admin boolean NOT NULL DEFAULT false,
    -- Argon2id, as a PHC string; NULL for accounts without a password. One for a single use has to be replaced at once.
    password text,
    password_once boolean NOT NULL DEFAULT false,
    created timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE meridian.account IS 'Users of this gateway';

CREATE TABLE meridian.token (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    -- SHA-256 of the token, which is random and long: nobody can guess it back.
    hash bytea NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('PERSONAL', 'LOGIN')),
    label text NOT NULL,
    scopes text[] NOT NULL,
    created timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    expires timestamptz(3) NOT NULL,
    -- To the minute.
    last_used timestamptz(3)
);
CREATE INDEX token_of_account ON meridian.token (account);
COMMENT ON TABLE meridian.token IS 'Bearer tokens that have been given out and not been revoked';

CREATE TABLE meridian.group_member (
    group_name text NOT NULL CHECK (group_name ~ '^[A-Za-z][A-Za-z0-9._-]{1,63}$'),
    account text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    PRIMARY KEY (account, group_name)
);
CREATE INDEX member_of_group ON meridian.group_member (group_name);
COMMENT ON TABLE meridian.group_member IS 'Groups kept by this gateway';

CREATE TABLE meridian.audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    action text NOT NULL,
    -- Who did it, as far as is known, and from where.
    account text,
    address text,
    detail text NOT NULL
);
CREATE INDEX audit_by_time ON meridian.audit (at);
COMMENT ON TABLE meridian.audit IS 'What was done: rows are only added';

CREATE FUNCTION meridian.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to';
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON meridian.audit
    FOR EACH STATEMENT EXECUTE FUNCTION meridian.refuse_change();
