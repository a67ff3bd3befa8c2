-- SPDX-License-Identifier: Apache-2.0
-- Without it positions of another equinox than the one that the system's name means would be described wrongly.
ALTER TABLE meridian.column_frames ADD COLUMN equinox text;
COMMENT ON COLUMN meridian.column_frames.equinox IS 'of the coordinate system, such as J1975; NULL for the one that its name means';
