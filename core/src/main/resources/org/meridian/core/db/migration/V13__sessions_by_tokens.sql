-- SPDX-License-Identifier: Apache-2.0
-- Sessions of programs that showed a personal token as password: good for what the token is good for, and gone with it.
ALTER TABLE meridian.session ADD COLUMN token bigint REFERENCES meridian.token ON DELETE CASCADE;
CREATE INDEX session_of_token ON meridian.session (token) WHERE token IS NOT NULL;
