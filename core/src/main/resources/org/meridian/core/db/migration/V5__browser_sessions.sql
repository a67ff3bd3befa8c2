-- SPDX-License-Identifier: Apache-2.0
-- Sessions of those who have signed in with a browser, or with a program that keeps cookies; and accounts of OpenID providers.
CREATE TABLE meridian.session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    -- SHA-256 of the secret in the cookie, which is random and long: nobody can guess it back.
    hash bytea NOT NULL UNIQUE,
    client text NOT NULL CHECK (client IN ('BROWSER', 'PROGRAM')),
    created timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    -- Whatever is done with it.
    expires timestamptz(3) NOT NULL,
    -- To the minute; it ends when it was not used for so long.
    last_used timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    idle interval NOT NULL,
    -- Of those who came from an OpenID provider: its name here, and its own name of the session (claim sid).
    provider text,
    provider_session text,
    -- What the provider gave, encrypted with a key that is made from the secret in the cookie.
    sealed text,
    -- Until when the provider vouches for the user without being asked again, and when it will be asked.
    vouched_until timestamptz(3),
    ask_at timestamptz(3)
);
CREATE INDEX session_of_account ON meridian.session (account);
CREATE INDEX session_of_provider ON meridian.session (provider, provider_session);
CREATE INDEX session_by_expiry ON meridian.session (expires);
COMMENT ON TABLE meridian.session IS 'Sessions that have been begun and not been ended';

CREATE TABLE meridian.provider_account (
    issuer text NOT NULL,
    subject text NOT NULL,
    account text NOT NULL UNIQUE REFERENCES meridian.account ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
);
COMMENT ON TABLE meridian.provider_account IS 'Whose account it is that an OpenID provider knows by a subject';

CREATE TABLE meridian.provider_group (
    account text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    group_name text NOT NULL CHECK (group_name ~ '^[A-Za-z][A-Za-z0-9._/-]{1,99}$'),
    seen timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account, group_name)
);
COMMENT ON TABLE meridian.provider_group IS 'Groups that an OpenID provider named when it was last asked';

-- The groups of an account: those kept here, and those of its provider while its word is fresh.
CREATE FUNCTION meridian.groups_of(who text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT group_name FROM meridian.group_member WHERE account = who
    UNION
    SELECT group_name FROM meridian.provider_group
    WHERE account = who AND seen > clock_timestamp() - interval '7 days'
$$;

CREATE TABLE meridian.sign_in_begun (
    -- SHA-256 of the secret in the browser's cookie, from which everything else is made that the way back must show.
    hash bytea PRIMARY KEY,
    provider text NOT NULL,
    return_to text NOT NULL,
    expires timestamptz(3) NOT NULL
);
CREATE INDEX sign_in_begun_by_expiry ON meridian.sign_in_begun (expires);
COMMENT ON TABLE meridian.sign_in_begun IS 'Browsers that have been sent to an OpenID provider and are not back yet';

CREATE TABLE meridian.logout_seen (
    issuer text NOT NULL,
    jti text NOT NULL,
    expires timestamptz(3) NOT NULL,
    PRIMARY KEY (issuer, jti)
);
COMMENT ON TABLE meridian.logout_seen IS 'Logout tokens that have been used: none is good twice';
