-- SPDX-License-Identifier: Apache-2.0
-- Jobs that turned out to be heavy work wait and run apart from all others, so that small ones never wait for them.
ALTER TABLE meridian.job ADD COLUMN heavy boolean NOT NULL DEFAULT false;
DROP INDEX meridian.job_queue;
CREATE INDEX job_queue ON meridian.job (service, heavy, turn, queued, id) WHERE phase = 'QUEUED';
