-- SPDX-License-Identifier: Apache-2.0
-- Of most nodes nothing is said; those of which something is are looked for whenever it is decided what a datalab may see.
CREATE INDEX node_with_rights ON node (inode)
    WHERE inode > 0 AND (locked OR public_read IS NOT NULL OR readers IS NOT NULL OR writers IS NOT NULL);
