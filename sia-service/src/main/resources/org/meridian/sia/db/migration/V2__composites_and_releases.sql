-- SPDX-License-Identifier: Apache-2.0
-- Images that are one picture in colour together, by their names.
CREATE TABLE meridian.composite_part (
    dataset_id bigint PRIMARY KEY REFERENCES meridian.dataset ON DELETE CASCADE,
    -- The same for all parts of one picture in a collection.
    name text NOT NULL,
    -- What it is in the picture.
    colour text NOT NULL CHECK (colour IN ('red', 'green', 'blue')),
    -- Name of its band, for people.
    band text NOT NULL
);
CREATE INDEX ON meridian.composite_part (name);

-- Those that are to be called public when their time has come.
CREATE INDEX ON ivoa.obscore (obs_release_date) WHERE data_rights = 'proprietary';
