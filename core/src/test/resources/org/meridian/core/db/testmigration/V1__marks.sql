-- SPDX-License-Identifier: Apache-2.0
CREATE TABLE IF NOT EXISTS other_marks (at timestamptz NOT NULL);
INSERT INTO other_marks VALUES (now());
