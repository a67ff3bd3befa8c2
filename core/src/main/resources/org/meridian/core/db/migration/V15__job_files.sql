-- SPDX-License-Identifier: Apache-2.0
-- The files that were posted with a job: which part is in which file of its folder, and how much they take together. They are
-- gone when the job has ended.
ALTER TABLE meridian.job ADD COLUMN files json NOT NULL DEFAULT '[]';
ALTER TABLE meridian.job ADD COLUMN file_bytes bigint NOT NULL DEFAULT 0;
