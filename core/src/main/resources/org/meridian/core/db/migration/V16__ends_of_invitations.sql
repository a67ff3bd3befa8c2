-- SPDX-License-Identifier: Apache-2.0
-- Links of somebody who may invite no more are gone, not only worth nothing until he may again.

CREATE FUNCTION meridian.end_invitations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM meridian.invitation i WHERE i.team = OLD.group_name AND i.inviter = OLD.account
        AND NOT EXISTS (SELECT FROM meridian.group_member m
            WHERE m.group_name = OLD.group_name AND m.account = OLD.account AND m.role <> 'MEMBER');
    RETURN NULL;
END $$;
CREATE TRIGGER ends_invitations AFTER DELETE OR UPDATE OF role ON meridian.group_member
    FOR EACH ROW WHEN (OLD.role <> 'MEMBER') EXECUTE FUNCTION meridian.end_invitations();

CREATE OR REPLACE FUNCTION meridian.end_credentials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM meridian.datalab_session WHERE account = NEW.name;
    DELETE FROM meridian.session WHERE account = NEW.name;
    DELETE FROM meridian.token WHERE account = NEW.name;
    DELETE FROM meridian.invitation WHERE inviter = NEW.name;
    RETURN NULL;
END $$;
