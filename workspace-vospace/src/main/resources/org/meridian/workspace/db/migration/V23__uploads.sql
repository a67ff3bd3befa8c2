-- SPDX-License-Identifier: Apache-2.0
-- Files that come in parts. Their bytes are in the folder of what is not complete, under their names, until they are put in
-- their places; after that a row stays for a while, for clients that have not heard of it.
CREATE TABLE upload (
    id text PRIMARY KEY,
    account text NOT NULL,
    path text NOT NULL,
    length bigint NOT NULL CHECK (length >= 0),
    -- How much is on disk and was acknowledged: never all of it before it is in its place.
    received bigint NOT NULL DEFAULT 0,
    metadata text NOT NULL,
    content_type text,
    md5 bytea CHECK (octet_length(md5) = 16),
    sha256 bytea CHECK (octet_length(sha256) = 32),
    if_match text[] NOT NULL DEFAULT '{}',
    only_new boolean NOT NULL DEFAULT false,
    unmodified_since timestamptz,
    begun timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires timestamptz NOT NULL,
    placed boolean NOT NULL DEFAULT false,
    -- Which file was about to be put in its place, and its checksums, noted just before.
    inode bigint,
    birth_ns bigint,
    placed_md5 bytea CHECK (octet_length(placed_md5) = 16),
    placed_sha256 bytea CHECK (octet_length(placed_sha256) = 32),
    CHECK (received BETWEEN 0 AND length),
    CHECK (placed OR length = 0 OR received < length),
    CHECK (num_nulls(inode, birth_ns, placed_md5, placed_sha256) IN (0, 4)),
    CHECK (NOT placed OR inode IS NOT NULL)
);

CREATE INDEX upload_unfinished ON upload (account, begun) WHERE NOT placed;
CREATE INDEX upload_expires ON upload (expires);

COMMENT ON TABLE upload IS 'Files of the workspaces that clients send in parts, and can go on with';
