-- SPDX-License-Identifier: Apache-2.0
-- Edit locks (RFC 4918, section 6) that clients hold on nodes, each until it expires. They belong to paths.

CREATE TABLE node_lock (
    token text PRIMARY KEY,
    path text NOT NULL,
    deep boolean NOT NULL,
    exclusive boolean NOT NULL,
    account text NOT NULL,
    -- What the client says of its holder, in XML.
    holder text,
    expires timestamptz NOT NULL
);

COMMENT ON TABLE node_lock IS 'Locks on nodes of the workspaces that clients hold by WebDAV';
