-- SPDX-License-Identifier: Apache-2.0
-- Links by which whoever has one reads a file or folder, each until it expires. They belong to a node at a path.

CREATE TABLE share (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- SHA-256 of the link's secret, which is not kept.
    hash bytea NOT NULL UNIQUE,
    maker text NOT NULL,
    path text NOT NULL,
    inode bigint NOT NULL,
    birth_ns bigint NOT NULL,
    -- Argon2id, as a PHC string.
    password text,
    comment text NOT NULL,
    downloads bigint NOT NULL DEFAULT 0,
    most_downloads bigint,
    created timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires timestamptz NOT NULL,
    CHECK (downloads <= most_downloads)
);

CREATE INDEX share_maker ON share (maker, id);
CREATE INDEX share_path ON share (path text_pattern_ops);

COMMENT ON TABLE share IS 'Links by which files and folders of the workspaces are read';
