-- SPDX-License-Identifier: Apache-2.0
-- How much room users and teams may use, do use, and hold for what is being written.
CREATE TABLE room (
    -- Such as 'user ada' and 'team ada~stars'.
    account text PRIMARY KEY,
    -- NULL: as the configuration says.
    byte_limit bigint CHECK (byte_limit >= 0),
    file_limit bigint CHECK (file_limit >= 0),
    used_bytes bigint NOT NULL DEFAULT 0,
    used_files bigint NOT NULL DEFAULT 0,
    held_bytes bigint NOT NULL DEFAULT 0,
    held_files bigint NOT NULL DEFAULT 0,
    -- When the files themselves were last counted.
    counted timestamptz,
    CHECK (least(used_bytes, used_files, held_bytes, held_files) >= 0)
);

COMMENT ON TABLE room IS 'Limits and use of the workspaces of users and teams';

-- Of directories: what was in them, however deep, when they were last counted.
ALTER TABLE node
    ADD COLUMN tree_bytes bigint,
    ADD COLUMN tree_files bigint,
    ADD CHECK (num_nulls(tree_bytes, tree_files) IN (0, 2));
