-- SPDX-License-Identifier: Apache-2.0
-- Teams: groups that users make themselves; links by which others join; requests for accounts.
CREATE TABLE meridian.team (
    -- What comes before '~' is whose namespace it is, for ever: nobody else can make a team of such a name, and no group of
    -- the operator's has a '~'.
    name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9._-]{1,31}~[A-Za-z][A-Za-z0-9._-]{1,31}$'),
    creator text NOT NULL REFERENCES meridian.account,
    description text NOT NULL,
    created timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    CHECK (split_part(name, '~', 1) = creator)
);
CREATE INDEX team_of_creator ON meridian.team (creator);
COMMENT ON TABLE meridian.team IS 'Groups that users have made themselves';

-- Members of teams are members of groups like any others; what they may do with their team is beside it.
ALTER TABLE meridian.group_member DROP CONSTRAINT group_member_group_name_check;
ALTER TABLE meridian.group_member
    ADD COLUMN role text CHECK (role IN ('OWNER', 'ADMIN', 'MEMBER')),
    ADD COLUMN joined timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN team text GENERATED ALWAYS AS (CASE WHEN role IS NULL THEN NULL ELSE group_name END) STORED
        REFERENCES meridian.team ON DELETE CASCADE,
    ADD CONSTRAINT group_or_team CHECK (CASE WHEN role IS NULL THEN group_name ~ '^[A-Za-z][A-Za-z0-9._-]{1,63}$' ELSE group_name ~ '~' END);
CREATE INDEX member_of_team ON meridian.group_member (team) WHERE team IS NOT NULL;

-- A team has an owner as long as it is there, whoever leaves at the same moment.
CREATE FUNCTION meridian.require_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM meridian.team WHERE name = OLD.group_name FOR UPDATE;
    IF FOUND AND NOT EXISTS (SELECT FROM meridian.group_member WHERE group_name = OLD.group_name AND role = 'OWNER') THEN
        RAISE EXCEPTION 'team % would have no owner', OLD.group_name USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER has_owner AFTER UPDATE OR DELETE ON meridian.group_member
    FOR EACH ROW WHEN (OLD.role = 'OWNER') EXECUTE FUNCTION meridian.require_owner();

CREATE TABLE meridian.invitation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team text NOT NULL REFERENCES meridian.team ON DELETE CASCADE,
    -- SHA-256 of the secret in the link, which is random and long: nobody can guess it back.
    hash bytea NOT NULL UNIQUE,
    inviter text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    uses_left integer NOT NULL CHECK (uses_left >= 0),
    created timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    expires timestamptz(3) NOT NULL
);
CREATE INDEX invitation_of_team ON meridian.invitation (team);
COMMENT ON TABLE meridian.invitation IS 'Links by which users join teams';

CREATE TABLE meridian.access_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- SHA-256 of the secret in the URL by which the requester sees what became of it.
    hash bytea NOT NULL UNIQUE,
    -- The name that is wished for: whether there is such an account is found out at the decision.
    wished text NOT NULL,
    email text NOT NULL,
    reason text NOT NULL,
    address text,
    state text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'APPROVED', 'DECLINED')),
    created timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    decided timestamptz(3),
    -- Who decided, and what: the name of the account, or why there is none.
    moderator text,
    account text,
    answer text
);
CREATE INDEX access_request_by_state ON meridian.access_request (state, id);
COMMENT ON TABLE meridian.access_request IS 'Visitors who have asked for an account';

CREATE TABLE meridian.remote_group (
    account text NOT NULL REFERENCES meridian.account ON DELETE CASCADE,
    -- IVOID of the group membership service, and the identifier of the group: that IVOID, '?', and its name there.
    service text NOT NULL,
    group_name text NOT NULL CHECK (starts_with(group_name, service || '?') AND starts_with(service, 'ivo://')),
    expires timestamptz(3) NOT NULL,
    PRIMARY KEY (account, group_name)
);
COMMENT ON TABLE meridian.remote_group IS 'Groups of other services that they said, not long ago, users are in';

CREATE FUNCTION meridian.remote_groups_of(who text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT group_name FROM meridian.remote_group WHERE account = who AND expires > clock_timestamp()
$$;

-- The groups of an account: those kept here, teams among them; those of its provider and of other services while their word is
-- fresh.
CREATE OR REPLACE FUNCTION meridian.groups_of(who text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT group_name FROM meridian.group_member WHERE account = who
    UNION
    SELECT group_name FROM meridian.provider_group
    WHERE account = who AND seen > clock_timestamp() - interval '7 days'
    UNION
    SELECT meridian.remote_groups_of(who)
$$;
