-- SPDX-License-Identifier: Apache-2.0
-- What a job was about to put where, noted just before it did.
CREATE TABLE arrival (
    job text PRIMARY KEY,
    inode bigint NOT NULL,
    birth_ns bigint NOT NULL,
    path text NOT NULL,
    noted timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE arrival IS 'Nodes that jobs of the workspaces were about to move or copy, for jobs that are run again';

CREATE TABLE workspace_secret (
    name text PRIMARY KEY,
    secret bytea NOT NULL
);

COMMENT ON TABLE workspace_secret IS 'Keys with which the gateway signs what it hands out for workspaces';
