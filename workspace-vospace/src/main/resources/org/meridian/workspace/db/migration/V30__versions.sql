-- SPDX-License-Identifier: Apache-2.0
-- What a file was before another took its place lies in the trash, too: a version of that.

ALTER TABLE trash
    -- Which file it is, and which one took its place: what was before that is found from there.
    ADD COLUMN inode bigint,
    ADD COLUMN birth_ns bigint,
    ADD COLUMN next_inode bigint,
    ADD COLUMN next_birth_ns bigint,
    -- Who could read it then: everybody, or these groups.
    ADD COLUMN public_read boolean,
    ADD COLUMN readers text[],
    ADD CHECK (num_nulls(inode, birth_ns, next_inode, next_birth_ns, public_read, readers) IN (0, 6));

CREATE INDEX trash_version ON trash (inode, birth_ns) WHERE inode IS NOT NULL;
CREATE INDEX trash_next ON trash (next_inode, next_birth_ns) WHERE inode IS NOT NULL;
