-- SPDX-License-Identifier: Apache-2.0
-- What the file system does not know of the files and directories of the workspaces. A row belongs to an inode; a file without
-- a row is as what it is in.

CREATE TABLE node (
    inode bigint NOT NULL,
    birth_ns bigint NOT NULL,
    owner text,
    public_read boolean,
    readers text[],
    writers text[],
    locked boolean NOT NULL DEFAULT false,
    content_type text,
    -- Checksums of the bytes that the file had when it was so long and so old.
    md5 bytea CHECK (octet_length(md5) = 16),
    sha256 bytea CHECK (octet_length(sha256) = 32),
    size bigint,
    modified_ns bigint,
    changed_ns bigint,
    PRIMARY KEY (inode, birth_ns),
    CHECK (num_nulls(md5, sha256, size, modified_ns, changed_ns) IN (0, 5))
);

COMMENT ON TABLE node IS 'Rights, type and checksums of files and directories of the workspaces';

-- Link nodes have no file. What is said of one is in node, with the negative number of the link as its inode.
CREATE TABLE link_node (
    link bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    container_inode bigint NOT NULL,
    container_birth_ns bigint NOT NULL,
    name text NOT NULL,
    target text NOT NULL,
    property_uris text[] NOT NULL DEFAULT '{}',
    property_values text[] NOT NULL DEFAULT '{}',
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (container_inode, container_birth_ns, name),
    CHECK (cardinality(property_uris) = cardinality(property_values))
);

COMMENT ON TABLE link_node IS 'Nodes of the workspaces that point to other nodes or resources';

-- What was deleted lies in the folder of the trash under its number until it is restored or its time is over.
CREATE TABLE trash (
    item bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Where it was, and in which workspace: the first two names of the path.
    path text NOT NULL,
    workspace text NOT NULL,
    deleted_by text,
    deleted timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX trash_workspace ON trash (workspace, item);
CREATE INDEX trash_deleted_by ON trash (deleted_by, item);
CREATE INDEX trash_deleted ON trash (deleted);

COMMENT ON TABLE trash IS 'Nodes of the workspaces that were deleted and can be restored';
