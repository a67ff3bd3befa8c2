-- SPDX-License-Identifier: Apache-2.0
-- Observations: files that stay where they are, and what is known of them.

-- A folder of the archive.
CREATE TABLE meridian.collection (
    name text PRIMARY KEY,
    -- Absolute path on the gateway's machine; read only.
    folder text NOT NULL,
    title text NOT NULL DEFAULT '',
    -- Rules of its scan (YAML), as the operator gave them.
    rules text NOT NULL DEFAULT '',
    -- ASCII MOC of all of its data of which everybody may know; NULL before anything was found.
    moc text,
    scanned timestamptz
);

-- A file that was seen, understood or not. What is published of it is its row in ivoa.obscore.
CREATE TABLE meridian.dataset (
    dataset_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection text NOT NULL REFERENCES meridian.collection ON DELETE CASCADE,
    -- Below the folder of the collection, separated by slashes.
    path text NOT NULL,
    size bigint NOT NULL,
    modified_ns bigint NOT NULL,
    media_type text NOT NULL,
    -- Identity, as in ivoa.obscore; NULL where nothing is published.
    publisher_did text UNIQUE,
    -- Who may read the file before it is released; NULL is nobody.
    owner_group text,
    -- From when on everybody may; NULL is never. UTC.
    released timestamp,
    -- What was not understood, for people; NULL where all was.
    complaint text,
    -- Under which rules, and by which version of the scan, it was read: a scan reads the files again for which it differs.
    read_as bigint NOT NULL DEFAULT 0,
    UNIQUE (collection, path)
);

-- Files that belong to a dataset: calibration, progenitor, auxiliary ... (DataLink 1.1, section 3.2.6).
CREATE TABLE meridian.dataset_link (
    dataset_id bigint NOT NULL REFERENCES meridian.dataset ON DELETE CASCADE,
    -- A term of the vocabulary of DataLink, without '#'.
    semantics text NOT NULL,
    -- Below the folder of the collection.
    path text NOT NULL,
    description text NOT NULL DEFAULT '',
    PRIMARY KEY (dataset_id, semantics, path)
);
CREATE INDEX ON meridian.dataset_link (path);

-- The URL under which clients know the gateway, which access URLs begin with; one row at most.
CREATE TABLE meridian.observation_site (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    base_url text NOT NULL
);

CREATE SCHEMA IF NOT EXISTS ivoa;

-- ObsCore 1.1, one row for each dataset. Columns behind the comment are not published.
CREATE TABLE ivoa.obscore (
    dataproduct_type text,
    dataproduct_subtype text,
    calib_level integer NOT NULL,
    obs_collection text NOT NULL,
    obs_id text NOT NULL,
    obs_title text,
    obs_publisher_did text NOT NULL,
    obs_creator_did text,
    obs_creator_name text,
    obs_creation_date timestamp,
    obs_release_date timestamp,
    data_rights text,
    bib_reference text,
    publisher_id text,
    target_name text,
    target_class text,
    access_url text,
    access_format text,
    access_estsize bigint,
    s_ra double precision,
    s_dec double precision,
    s_fov double precision,
    s_region text,
    s_moc text,
    s_resolution double precision,
    s_pixel_scale double precision,
    s_xel1 bigint,
    s_xel2 bigint,
    s_calib_status text,
    t_min double precision,
    t_max double precision,
    t_exptime double precision,
    t_resolution double precision,
    t_xel bigint,
    em_min double precision,
    em_max double precision,
    em_res_power double precision,
    em_resolution double precision,
    em_xel bigint,
    em_ucd text,
    em_unit text,
    energy_bandpassname text,
    o_ucd text,
    o_unit text,
    o_calib_status text,
    pol_states text,
    pol_xel bigint,
    proposal_id text,
    facility_name text,
    instrument_name text,
    -- From when on everybody sees the row; NULL is never. The release date where the rules hide what is proprietary.
    shown_from timestamp,
    -- Whose members see it before; NULL is nobody.
    owner_group text,
    -- Not published: identity of the row in the cover of its regions, and the sky index of its centre.
    dataset_id bigint PRIMARY KEY REFERENCES meridian.dataset ON DELETE CASCADE,
    hpx29 bigint,
    hpx14 bigint
);
CREATE UNIQUE INDEX ON ivoa.obscore (obs_publisher_did);
CREATE INDEX ON ivoa.obscore (obs_id);
CREATE INDEX ON ivoa.obscore (obs_collection);
CREATE INDEX ON ivoa.obscore (t_min);
CREATE INDEX ON ivoa.obscore (t_max);
CREATE INDEX ON ivoa.obscore (em_min);
CREATE INDEX ON ivoa.obscore (em_max);
CREATE INDEX ON ivoa.obscore (target_name);
CREATE INDEX ON ivoa.obscore (hpx29);
CREATE INDEX ON ivoa.obscore (hpx14);

-- Cover cells of s_region (see tap_schema's indexes of regions).
CREATE TABLE ivoa.obscore_cover (
    "row" bigint NOT NULL REFERENCES ivoa.obscore ON DELETE CASCADE,
    ord smallint NOT NULL,
    lo bigint NOT NULL,
    "full" boolean NOT NULL
);
CREATE INDEX ON ivoa.obscore_cover (lo, ord, "row");
CREATE INDEX ON ivoa.obscore_cover ("row");
