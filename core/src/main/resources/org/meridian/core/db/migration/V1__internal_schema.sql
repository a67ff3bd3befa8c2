-- SPDX-License-Identifier: Apache-2.0
-- Flyway has created the schema. It is for the gateway alone.
REVOKE ALL ON SCHEMA meridian FROM PUBLIC;
COMMENT ON SCHEMA meridian IS 'Internal tables of the Meridian gateway: not for users'' queries';
