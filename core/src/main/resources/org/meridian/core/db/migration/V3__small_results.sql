-- SPDX-License-Identifier: Apache-2.0
-- Small results are kept with their job, one behind the other, instead of in files of their own. They are not compressed: that
-- costs more than it saves.
ALTER TABLE meridian.job ADD COLUMN content bytea;
ALTER TABLE meridian.job ALTER COLUMN content SET STORAGE EXTERNAL;
