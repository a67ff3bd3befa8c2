-- SPDX-License-Identifier: Apache-2.0
-- Asynchronous jobs (UWS 1.1) of all services and gateways.
CREATE TABLE meridian.job (
    id text PRIMARY KEY,
    service text NOT NULL,
    -- Who owns it: name of the user, NULL for an anonymous one; his address; and the two in one for counting.
    owner text,
    address text NOT NULL,
    account text NOT NULL,
    run_id text,
    phase text NOT NULL
        CHECK (phase IN ('PENDING', 'QUEUED', 'EXECUTING', 'COMPLETED', 'ERROR', 'ABORTED', 'HELD', 'ARCHIVED')),
    created timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    queued timestamptz,
    started timestamptz(3),
    ended timestamptz(3),
    -- Seconds; 0 for without end.
    execution_duration int NOT NULL CHECK (execution_duration >= 0),
    destruction timestamptz(3) NOT NULL,
    -- [{"name": ..., "value": ...}, ...] in the client's order.
    parameters json NOT NULL,
    -- [{"id": ..., "file": ..., "mediaType": ..., "fileName": ..., "bytes": ...}, ...]
    results json NOT NULL DEFAULT '[]',
    rows bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    error_kind text,
    error_fault text,
    error_message text,
    -- Place in the queue: accounts take turns, so the n-th waiting job of one comes with the n-th of another.
    turn bigint,
    not_before timestamptz,
    -- The gateway that runs it, until when nobody else may, which attempt this is, and how many gateways were lost over it.
    runner text,
    lease_until timestamptz,
    attempt int NOT NULL DEFAULT 0,
    lost int NOT NULL DEFAULT 0
);
CREATE INDEX job_of_account ON meridian.job (service, account, created);
CREATE INDEX job_queue ON meridian.job (service, turn, queued, id) WHERE phase = 'QUEUED';
CREATE INDEX job_executing ON meridian.job (service, account) WHERE phase = 'EXECUTING';
CREATE INDEX job_turns ON meridian.job (service, account, turn) WHERE phase IN ('QUEUED', 'EXECUTING');
COMMENT ON TABLE meridian.job IS 'Asynchronous jobs (UWS 1.1) of all services and gateways';
