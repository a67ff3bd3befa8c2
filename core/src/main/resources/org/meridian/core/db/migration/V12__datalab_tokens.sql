-- SPDX-License-Identifier: Apache-2.0
-- Tokens of datalabs; how long the audit log is kept; moderators admit users of OpenID providers.
-- The tokens hang on a row for the datalab itself, so that one statement ends all of them, with those that are
-- being made at the same moment: whoever makes one holds that row.
CREATE TABLE meridian.datalab_session (
    name text PRIMARY KEY CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,62}$'),
    kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{0,30}$'),
    account text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    -- However often its tokens are refreshed.
    ends timestamptz(3) NOT NULL,
    UNIQUE (name, account)
);
CREATE INDEX datalab_session_of_account ON meridian.datalab_session (account);
COMMENT ON TABLE meridian.datalab_session IS 'Datalabs whose programs have tokens';

ALTER TABLE meridian.token
    DROP CONSTRAINT token_kind_check,
    ADD COLUMN datalab text,
    ADD CONSTRAINT token_kind_check CHECK (kind IN ('PERSONAL', 'LOGIN', 'DATALAB')),
    ADD CONSTRAINT token_of_datalab CHECK ((kind = 'DATALAB') = (datalab IS NOT NULL)),
    -- Whatever asks for them.
    ADD CONSTRAINT scopes_of_datalab
        CHECK (kind <> 'DATALAB' OR scopes <@ ARRAY['tap', 'sia', 'vospace:read', 'vospace:write']),
    ADD FOREIGN KEY (datalab, account) REFERENCES meridian.datalab_session (name, account) ON DELETE CASCADE;
CREATE INDEX token_of_datalab ON meridian.token (datalab) WHERE datalab IS NOT NULL;

-- Whose account is closed has no datalabs, nor has he them again when it is opened.
CREATE FUNCTION meridian.end_datalabs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM meridian.datalab_session WHERE account = NEW.name;
    RETURN NULL;
END $$;
CREATE TRIGGER ends_datalabs AFTER UPDATE OF state ON meridian.account
    FOR EACH ROW WHEN (NEW.state = 'DISABLED') EXECUTE FUNCTION meridian.end_datalabs();

-- The audit log is added to; what is older than a month may be deleted where the operator keeps it no longer.
DROP TRIGGER only_added ON meridian.audit;
CREATE TRIGGER only_added BEFORE UPDATE OR TRUNCATE ON meridian.audit
    FOR EACH STATEMENT EXECUTE FUNCTION meridian.refuse_change();
CREATE TRIGGER kept_a_month BEFORE DELETE ON meridian.audit
    FOR EACH ROW WHEN (OLD.at > clock_timestamp() - interval '30 days') EXECUTE FUNCTION meridian.refuse_change();

-- Requests of those whom an OpenID provider vouches for, and whom a moderator admits: one of each.
ALTER TABLE meridian.access_request
    ADD COLUMN provider text,
    ADD COLUMN issuer text,
    ADD COLUMN subject text,
    ADD CHECK (num_nulls(provider, issuer, subject) IN (0, 3));
CREATE UNIQUE INDEX access_request_of_subject ON meridian.access_request (issuer, subject) WHERE issuer IS NOT NULL;
